import { expect, it } from 'vitest'
import { z } from 'zod'
import type { AdapterParts } from '#idp-adapters/contract.ts'
import { type AdapterBench, type AdapterUnderTest, expectNothingSecret, failureOf } from './adapter-bench.ts'

type Tampering = readonly [title: string, tamper: (url: URL) => void]

/** What may become of a provider's answer on its way. */
export const tamperings: readonly Tampering[] = [
  ['another state', (url) => url.searchParams.set('state', 'x')],
  ['no state', (url) => url.searchParams.delete('state')],
  ['two states', (url) => url.searchParams.append('state', 'x')],
  ['an iss with a slash', (url) => url.searchParams.set('iss', `${url.searchParams.get('iss')}/`)],
  ['two codes', (url) => url.searchParams.append('code', 'x')],
  ['no code', (url) => url.searchParams.delete('code')],
  ['an ID token beside the code', (url) => url.searchParams.set('id_token', 'x')],
  ['an answer as a token (JARM)', (url) => url.searchParams.set('response', 'x')],
]

export const withoutIss: Tampering = ['no iss, which the metadata announces', (url) => url.searchParams.delete('iss')]

/** Answers that were changed, swapped, repeated; settings that must not be taken. */
export function describeFlow(subject: AdapterUnderTest, bench: () => AdapterBench): void {
  if (subject.par === undefined) {
    it('puts nothing but client_id and request_uri in the address that the browser is sent to', async () => {
      const { redirectTo } = await bench().create().beginLogin(bench().request())
      expect([...redirectTo.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    })
  } else {
    it('names the missing PAR as an exception, and puts no secret in the address that it goes in instead', async () => {
      const adapter = bench().create()
      expect(adapter.exceptions.map(({ name }) => name)).toContain('par: not_supported')
      const { redirectTo, memo } = await adapter.beginLogin(bench().request())
      const { codeVerifier } = z.looseObject({ codeVerifier: z.string().min(43) }).parse(JSON.parse(memo))
      expect(redirectTo.href).not.toContain(codeVerifier)
      expect(redirectTo.searchParams.get('code_challenge_method')).toBe('S256')
      expect(redirectTo.searchParams.has('login_hint')).toBe(false)
    })

    it('begins nothing at a provider without PAR unless the exception is named', async () => {
      const adapter = bench().create({ settings: { par: 'required' } })
      expect((await failureOf(adapter.beginLogin(bench().request()))).reason).toBe('provider_answer_invalid')
    })
  }

  const { otherPerson = { choices: { persona: 'P02' }, pid: '15859049823' } } = subject
  if (otherPerson !== null) {
    it('completes two logins at the same time, each with its own memo', async () => {
      const adapter = bench().create()
      const both = await Promise.all([bench().logIn(adapter), bench().logIn(adapter, otherPerson.choices)])
      expect(both.map(({ pid }) => pid)).toEqual([bench().pid, otherPerson.pid])
    })
  }

  it('refuses an answer with the memo of another login, of another provider, or with none', async () => {
    const adapter = bench().create()
    const other = await adapter.beginLogin(bench().request())
    for (const change of [
      () => other.memo,
      (memo: string) => memo.replace(subject.providerId, 'another-provider'),
      () => '',
      () => '{}',
    ]) {
      const request = bench().request()
      const { redirectTo, memo } = await adapter.beginLogin(request)
      const url = await bench().drive(redirectTo)
      const failure = await failureOf(adapter.completeLogin({ url, request, memo: change(memo) }))
      expect(['provider_refused', 'provider_answer_invalid']).toContain(failure.reason)
      expectNothingSecret(failure, [memo, other.memo, url.searchParams.get('code')])
    }
  })

  const answers = [...tamperings, ...(subject.sendsIss === undefined ? [withoutIss] : [])]
  it.each(answers)('refuses an answer with %s', async (_title, tamper) => {
    const adapter = bench().create()
    const request = bench().request()
    const { redirectTo, memo } = await adapter.beginLogin(request)
    const url = await bench().drive(redirectTo)
    tamper(url)
    const failure = await failureOf(adapter.completeLogin({ url, request, memo }))
    expect(failure.reason).toBe('provider_answer_invalid')
    expectNothingSecret(failure, [memo, request.state, url.searchParams.get('code')])
  })

  it('redeems an answer once', async () => {
    const adapter = bench().create()
    const request = bench().request()
    const { redirectTo, memo } = await adapter.beginLogin(request)
    const url = await bench().drive(redirectTo)
    await adapter.completeLogin({ url, request, memo })
    expect((await failureOf(adapter.completeLogin({ url, request, memo }))).reason).toBe('provider_refused')
  })

  it.each([
    ['access_denied', subject.accessDenied],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['server_error', 'provider_unavailable'],
    ['interaction_required', 'provider_refused'],
    ['07918449935', 'provider_refused'],
  ])('understands error=%s as %s and repeats no foreign text', async (error, reason) => {
    const adapter = bench().create()
    const request = bench().request()
    const { memo } = await adapter.beginLogin(request)
    const url = new URL(request.redirectUri)
    const iss = `${bench().simulators.url}/${subject.providerId}`
    url.search = new URLSearchParams({
      error,
      error_description: 'of 07918449935',
      state: request.state,
      iss,
    }).toString()
    const failure = await failureOf(adapter.completeLogin({ url, request, memo }))
    expect(failure.reason).toBe(reason)
    expectNothingSecret(failure, [memo, request.state])
  })

  it('is refused by the provider when it signs with a key that is not registered', async () => {
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    const jwk = await crypto.subtle.exportKey('jwk', privateKey)
    const clientKey = { ...jwk, kid: 'development-only-idp-client-1', alg: 'ES256' }
    const settings = { client_assertion_alg: 'ES256' }
    const failure = await failureOf(bench().logIn(bench().create({ settings, parts: { clientKey } })))
    expect(failure.reason).toBe('provider_refused')
    expect(failure.detail).toContain('invalid_client')
  })

  it('is refused by the provider when the address to come back to is not registered', async () => {
    const request = bench().request({ redirectUri: 'http://localhost:1/elsewhere' })
    const adapter = bench().create()
    if (subject.par === undefined) {
      expect((await failureOf(adapter.beginLogin(request))).reason).toBe('provider_refused')
      return
    }
    // Without PAR the provider says so to the person, and gives no way back.
    const answer = await fetch((await adapter.beginLogin(request)).redirectTo)
    expect(answer.status).toBe(400)
  })

  it('works over plain http at loopback only, and never in production', () => {
    const create = (environment: AdapterParts['environment'], issuer: string) => () =>
      bench().create({ settings: { issuer }, parts: { environment } })
    if (subject.isSimulatorOnly) expect(create('production', 'https://login.example')).toThrow('(kind)')
    else expect(create('production', 'https://login.example')).not.toThrow()
    expect(create('production', `${bench().simulators.url}/x`)).toThrow(
      subject.isSimulatorOnly ? '(kind)' : 'issuer: found http://localhost',
    )
    expect(create('development', 'http://login.example')).toThrow('issuer: found http://login.example')
  })

  it('refuses settings with an unknown key, naming every problem', () => {
    const settings = { issuer: 'nothing', client_id: '', pkce: 'off' }
    expect(() => bench().create({ settings })).toThrow(/issuer: .*\n?.*client_id: .*\n?.*pkce/s)
  })

  it.each([
    ['another algorithm', { kty: 'EC', kid: 'k', alg: 'ES384' }],
    ['another key than its algorithm', { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c', kid: 'k', alg: 'RS256' }],
    ['no private half', { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k', alg: 'ES256' }],
  ])('refuses at the start a client key with %s', (_title, clientKey) => {
    expect(() => bench().create({ parts: { clientKey } })).toThrow(/private [EPR]S256 JWK/)
  })
}
