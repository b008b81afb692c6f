import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { simulatorClientId } from '#idp-adapters/simulators/simulators.ts'
import { CookieJar } from '../support/simulators.ts'
import type { AdapterBench, AdapterUnderTest } from './adapter-bench.ts'

/** What the adapter itself must send: the steps of a login that no answer of the provider can show. */
export function describeSteps(subject: AdapterUnderTest, bench: () => AdapterBench): void {
  it('sends PKCE, state and nonce, and proves itself anew by private_key_jwt in each call', async () => {
    const calls: URLSearchParams[] = []
    const listening: typeof fetch = (input, init) => {
      if (init?.body) calls.push(new URLSearchParams(String(init.body)))
      return fetch(input, init)
    }
    const adapter = bench().create({ parts: { fetch: listening } })
    const inAddress: URLSearchParams[] = []
    for (let login = 0; login < 2; login += 1) {
      const request = bench().request()
      const { redirectTo, memo } = await adapter.beginLogin(request)
      inAddress.push(redirectTo.searchParams)
      await adapter.completeLogin({ url: await bench().drive(redirectTo), request, memo })
    }
    const [first, second] = subject.par === undefined ? calls.filter((form) => form.has('response_type')) : inAddress
    const token = calls.find((form) => form.has('code_verifier'))
    if (!first || !second || !token) throw new Error('a login without its calls')
    expect(Object.fromEntries(first)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)?.length, name).toBeGreaterThan(10)
      expect(first.get(name), `${name} is new for each login`).not.toBe(second.get(name))
    }
    expect(token.get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/)
    const assertions = calls.map((form) => decodeJwt(form.get('client_assertion') ?? ''))
    for (const claims of assertions) {
      expect(claims).toMatchObject({ iss: simulatorClientId, sub: simulatorClientId })
      expect(claims.aud).toBe(`${bench().simulators.url}/${subject.providerId}`)
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(120)
    }
    const number = subject.par === undefined ? 4 : 2
    expect(new Set(assertions.map(({ jti }) => jti)).size).toBe(number)
    expect(calls.map((form) => form.get('client_id'))).toEqual(Array(number).fill(simulatorClientId))
    expect(calls.map((form) => form.has('client_secret'))).toEqual(Array(number).fill(false))
  })

  it('sends no number of a person ahead of the login', async () => {
    let sent = ''
    const listening: typeof fetch = (input, init) => {
      sent += ` ${input} ${init?.body ?? ''}`
      return fetch(input, init)
    }
    const { redirectTo } = await bench()
      .create({ parts: { fetch: listening } })
      .beginLogin(bench().request({ methodHint: '07918449935' }))
    expect(`${sent} ${redirectTo}`).not.toContain('07918449935')
  })

  it.each([
    ['a new login', { forceLogin: true }],
    ['a young login', { maxAgeSeconds: 30 }],
  ])('asks for %s in a way that the provider heeds, whatever session it has', async (_title, change) => {
    const adapter = bench().create()
    const jar = new CookieJar()
    await bench().logIn(adapter, {}, {}, jar)
    bench().clock.now += 60
    const identity = await bench().logIn(adapter, {}, change, jar)
    expect(identity.authTime).toBe(bench().clock.now)
  })
}
