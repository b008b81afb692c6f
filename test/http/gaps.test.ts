import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal, rawRequest } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import type { Answer, TestClient } from '../support/test-client.ts'

/** What the stock engine leaves to us, measured once and held here: an upgrade that changes any of it turns this red. */

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const eight = <T>(work: () => Promise<T>): Promise<readonly T[]> => Promise.all(Array.from({ length: 8 }, work))
const now = () => Math.floor(Date.now() / 1000)
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

async function machineToken(assertion: string, proofClaims: Record<string, unknown> = {}): Promise<Answer> {
  const form = {
    ...(await client.authentication()),
    client_assertion: assertion,
    grant_type: 'client_credentials',
    scope: 'nhn:kjernejournal/api',
  }
  const htu = `${broker.issuer}/connect/token`
  const proof = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce(), ...proofClaims })
  return client.tokenOnce(form, { proof })
}
const withAssertion = async (claims: Record<string, unknown>) => machineToken(await client.assertion(claims))
const refusedClient = { status: 401, error: 'invalid_client' }

describe('gap 1: one client assertion is accepted once', () => {
  it('whichever of eight requests at the same moment is first, ten times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const assertion = await client.assertion()
      const answers = await eight(() => machineToken(assertion))
      expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    }
  })
})

describe('gap 2: one code is redeemed once', () => {
  it('whichever of eight redemptions at the same moment is first, five times', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { code, pushed } = await loginAs(client, 'P01')
      const answers = await eight(() => client.redeem(code, pushed, redirectUriOf(client)))
      expect(answers.filter(({ status }) => status === 200).length).toBe(1)
      for (const answer of answers.filter(({ status }) => status !== 200))
        expectRefusal(answer, { status: 400, error: 'invalid_grant' })
    }
  })
})

describe('gap 5: a pushed request is used once, and remembered as long as the longest login', () => {
  it('two people cannot finish one request_uri, also when the second comes 70 s later', async () => {
    const { pushed, code } = await loginAs(client, 'P01')
    expect(code).not.toBe('')
    later(70)
    for (const browser of [new TestBrowser(), new TestBrowser()]) {
      expect((await browser.get(pushed.authorizeUrl)).status).toBe(400)
    }
  })

  it('it can be reloaded by its own browser after 90 s, as long as the login is not finished', async () => {
    const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
    const browser = new TestBrowser()
    expect((await browser.get(pushed.authorizeUrl)).status).toBe(200)
    later(200)
    expect((await browser.get(pushed.authorizeUrl)).status).toBe(200)
    later(600)
    expect((await browser.get(pushed.authorizeUrl)).status).toBe(400)
  })
})

describe('gap 6: a DPoP proof cannot be made for later', () => {
  it('a proof dated 290 s ahead is refused now, and again when its time has come', async () => {
    const form = {
      ...(await client.authentication()),
      grant_type: 'client_credentials',
      scope: 'nhn:kjernejournal/api',
    }
    const proof = await client.dpop.proof({
      htm: 'POST',
      htu: `${broker.issuer}/connect/token`,
      nonce: await client.nonce(),
      iat: now() + 290,
    })
    expectRefusal(await client.tokenOnce(form, { proof }), { status: 400, error: 'invalid_dpop_proof' })
    later(304)
    expectRefusal(await client.tokenOnce(form, { proof }), { status: 400, error: 'use_dpop_nonce' })
  })

  it('a spent proof stays spent as long as its nonce and its iat could still be accepted', async () => {
    const proofClaims = { nonce: await client.nonce(), jti: 'the-same-jti', iat: now() + 55 }
    expect((await machineToken(await client.assertion(), proofClaims)).status).toBe(200)
    for (const seconds of [30, 30, 30, 30]) {
      later(seconds)
      const answer = await machineToken(await client.assertion(), proofClaims)
      expect(answer.status).toBe(400)
    }
  })
})

describe('gap 7: one public origin, whatever the Host header says', () => {
  it('discovery, the expected audience and htu are the issuer’s', async () => {
    const { host } = new URL(broker.issuer)
    const target = '/.well-known/openid-configuration'
    expectRefusal(await rawRequest(broker, { target, headers: { host: 'evil.example' } }), {
      status: 421,
      error: 'invalid_request',
    })
    const absolute = await rawRequest(broker, { target: `http://evil.example${target}`, headers: { host } })
    expectRefusal(absolute, { status: 404, error: 'not_found' })
    const honest = await rawRequest(broker, {
      target,
      headers: { host, 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    })
    for (const [name, value] of Object.entries(honest.body)) {
      if (name.endsWith('_endpoint') || name.endsWith('_uri'))
        expect(String(value).startsWith(broker.issuer), name).toBe(true)
    }
    expect((await withAssertion({ aud: 'http://evil.example' })).status).toBe(401)
    expect((await machineToken(await client.assertion(), { htu: 'http://evil.example/connect/token' })).status).toBe(
      400,
    )
  })
})

describe('gap 8: the audience of an assertion is the issuer, alone', () => {
  it.each([
    ['the token endpoint', (issuer: string) => `${issuer}/connect/token`],
    ['an array with a stranger', (issuer: string) => [issuer, 'https://stranger.example']],
    ['an array with the token endpoint', (issuer: string) => [issuer, `${issuer}/connect/token`]],
  ])('%s is refused', async (_name, aud) => {
    expectRefusal(await withAssertion({ aud: aud(broker.issuer) }), refusedClient)
  })
})

describe('gap 9: an assertion lives whole seconds, at most 60', () => {
  it.each([
    ['fifty years', () => now() + 50 * 365 * 86_400],
    ['1e20', () => 1e20],
    ['a fraction', () => now() + 30.5],
    ['61 s', () => now() + 61],
  ])('%s is refused with 401, not 500', async (_name, exp) => {
    expectRefusal(await withAssertion({ exp: exp() }), refusedClient)
  })
})

describe('gap 10: an assertion from the future is refused', () => {
  it('iat is accepted 9 s ahead and refused 12 s ahead, also when exp fits', async () => {
    expect((await withAssertion({ iat: now() + 9, nbf: now() + 9, exp: now() + 40 })).status).toBe(200)
    expectRefusal(await withAssertion({ iat: now() + 12, nbf: now(), exp: now() + 40 }), refusedClient)
  })
})

describe('gap 11: acr_values and floors hold for every code and every token', () => {
  const low = { provider: 'idporten-oidc', choices: { method: 'minid' } } as const

  it('a session at level 3 that another client began gives no code at level 4', async () => {
    const course = await broker.client('kurspaamelding-web')
    const { browser, code } = await loginAs(course, 'P06', low)
    expect(code).not.toBe('')
    const stopAt = redirectUriOf(client)
    const silent = await client.push({ redirect_uri: stopAt, prompt: 'none' })
    const refused = new URL((await browser.get(silent.authorizeUrl, { stopAt })).url).searchParams
    expect([refused.get('error'), refused.get('code')]).toEqual(['login_required', null])
    const asked = await client.push({ redirect_uri: stopAt })
    const page = await browser.get(asked.authorizeUrl, { stopAt })
    expect(page.status).toBe(200)
    expect(page.url).toContain('/login/')
  })

  it('acr_values=Level4 demands 4 of a client whose floor is 3, and never lowers a floor of 4', async () => {
    const course = await broker.client('kurspaamelding-web')
    const raised = await loginAs(course, 'P06', { ...low, parameters: { acr_values: 'Level4' } })
    expect(raised.code).toBe('')
    const lowered = await loginAs(client, 'P06', { ...low, parameters: { acr_values: 'Level3' } })
    expect(lowered.code).toBe('')
    const both = await loginAs(course, 'P06', { ...low, parameters: { acr_values: 'Level3 Level4' } })
    const { idToken } = {
      idToken: String((await course.redeem(both.code, both.pushed, redirectUriOf(course))).body.id_token),
    }
    expect(decodeJwt(idToken)['acr']).toBe('Level3')
  })
})

describe('gap 12: no token without an audience and a scope', () => {
  it('client credentials without resource get the one API of their scopes; without a scope they get nothing', async () => {
    const token = decodeJwt(String((await client.machineToken('nhn:kjernejournal/api')).body.access_token))
    expect([token.aud, token['scope']]).toEqual(['nhn:kjernejournal', ['nhn:kjernejournal/api']])
    for (const scope of ['', 'openid', 'nhn:nothing/api', 'offline_access']) {
      expect((await client.machineToken(scope)).body).not.toHaveProperty('access_token')
    }
  })

  it('a login without an API gets a token for our own userinfo alone', async () => {
    const { accessToken } = await tokensOf(client, 'P01', { parameters: { scope: 'openid' } })
    expect(decodeJwt(accessToken).aud).toBe(`${broker.issuer}/connect/userinfo`)
  })
})

describe('gap 16: nothing that opens anything stands in the store', () => {
  it('no code, token, state, request or cookie value, and no number of a person, is found in its bytes', async () => {
    const { code, refreshToken, accessToken, pushed, browser } = await tokensOf(client, 'P01', {
      parameters: { scope: 'openid offline_access nhn:kjernejournal/api' },
    })
    const { dataDir } = broker
    const bytesOf = (isWanted: (file: string) => boolean) =>
      readdirSync(dataDir)
        .filter(isWanted)
        .map((file) => readFileSync(join(dataDir, file)).toString('latin1'))
        .join('')
    const bytes = bytesOf(() => true)
    expect(bytes.length).toBeGreaterThan(1000)
    const request = pushed.requestUri.split(':').at(-1) ?? ''
    const jti = String(decodeJwt(accessToken).jti)
    const uids = browser.visited.flatMap((url) => /\/login\/([\w-]{43})/.exec(url)?.[1] ?? [])
    expect(uids.length).toBeGreaterThan(0)
    for (const secret of [
      code,
      refreshToken,
      accessToken.split('.')[2] ?? '',
      pushed.state,
      request,
      '07918449935',
      ...uids,
    ]) {
      expect(secret.length).toBeGreaterThan(10)
      expect(bytes).not.toContain(secret)
    }
    // The audit trail names the tokens that were issued by their `jti`, which opens nothing.
    expect(bytesOf((file) => !file.startsWith('registry.db'))).not.toContain(jti)
  })
})
