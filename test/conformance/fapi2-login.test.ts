import { calculateJwkThumbprint, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWK, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestBrowser } from '../support/browser.ts'
import { expectError, type Run, type Suite, type SuiteClient, startSuite } from '../support/fapi-suite.ts'
import type { Answer } from '../support/test-client.ts'

/** The modules of the suite that log in as a well behaved client, in its many ways of being that. */
let suite: Suite
beforeAll(async () => {
  suite = await startSuite()
})
afterAll(() => suite.broker.close())

/** What the suite checks in each answer of the token endpoint, and in the ID token in it. */
async function expectTokens(who: SuiteClient, { pushed }: Run, answer: Answer, nonce: string | undefined) {
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body).toMatchObject({ token_type: 'DPoP', expires_in: 600, scope: expect.any(String) })
  const { issuer, clientId } = who.client
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/openid-configuration/jwks`))
  const idToken = String(answer.body.id_token)
  const { payload, protectedHeader } = await jwtVerify(idToken, keys, { issuer, audience: clientId })
  expect(protectedHeader).toMatchObject({ kid: expect.any(String), alg: expect.toBeOneOf(['ES256', 'PS256']) })
  expect(payload).toMatchObject({ aud: clientId, sub: expect.any(String), auth_time: expect.any(Number) })
  expect(payload.nonce).toBe(nonce)
  expect(pushed.answer.status).toBe(201)
  return payload
}

function expectReturned({ returned, code }: Run, state: string | undefined): void {
  const { code: _code, ...rest } = returned
  expect(rest).toEqual({ iss: suite.broker.issuer, ...(state === undefined ? {} : { state }), ...dummies(returned) })
  expect(code).toMatch(/^[\w-]{43,}$/)
}
/** The query of the second client's own address stays as it was registered. */
const dummies = (returned: Readonly<Record<string, string>>) =>
  'dummy1' in returned ? { dummy1: 'lorem', dummy2: 'ipsum' } : {}

const text = (length: number) => 'aB3-_'.repeat(length).slice(0, length)

describe('happy-flow', () => {
  it('logs in the first client with what stood in the pushed request repeated beside the request_uri', async () => {
    const run = await suite.first.logIn()
    expectReturned(run, run.pushed.state)
    const answer = await suite.first.redeem(run)
    const claims = await expectTokens(suite.first, run, answer, run.pushed.nonce)
    const answered = await suite.first.resource(String(answer.body.access_token))
    expect([answered.status, answered.body.sub]).toEqual([200, claims.sub])
    expect(Date.parse(answered.headers.get('date') ?? '')).toBeGreaterThan(0)
  })

  it('logs in the second client: a query in its address, RSA keys, long state, dpop_jkt, parameters turned round', async () => {
    const { client } = suite.second
    const parameters = { state: text(128), nonce: text(43), dpop_jkt: client.dpop.thumbprint }
    const run = await suite.second.logIn(parameters, { url: (pushed) => suite.second.authorizeUrl(pushed, 'reversed') })
    expectReturned(run, parameters.state)
    expect(run.returned).toMatchObject({ dummy1: 'lorem', dummy2: 'ipsum' })
    await expectTokens(suite.second, run, await suite.second.redeem(run), parameters.nonce)
  })

  it('lets no key use the token of another: the first client’s key with the second client’s token is 401', async () => {
    const run = await suite.second.logIn()
    const accessToken = String((await suite.second.redeem(run)).body.access_token)
    expect((await suite.second.resource(accessToken)).status).toBe(200)
    expectError(await suite.first.resource(accessToken), 401, 'invalid_token')
  })

  it('takes no token in the query, and every Accept header', async () => {
    const run = await suite.first.logIn()
    const accessToken = String((await suite.first.redeem(run)).body.access_token)
    const inQuery = { query: `?access_token=${accessToken}`, scheme: '' }
    expect([400, 401]).toContain((await suite.first.resource(accessToken, inQuery)).status)
    for (const accept of ['application/json;charset=UTF-8', 'application/json, */*', '*/*']) {
      const headers = { accept, 'x-fapi-customer-ip-address': '198.51.100.119', 'x-fapi-auth-date': 'now' }
      const answer = await suite.first.resource(accessToken, { headers })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    }
  })

  it('binds the token to the key of the proof (cnf.jkt)', async () => {
    const run = await suite.first.logIn()
    const accessToken = String((await suite.first.redeem(run)).body.access_token)
    const jkt = suite.first.client.dpop.thumbprint
    expect(decodeJwt(accessToken)).toMatchObject({ cnf: { jkt } })
    expect(decodeProtectedHeader(accessToken).typ).toBe('at+jwt')
    const { kty, crv, x, y }: JWK = suite.first.client.key
    expect(await calculateJwkThumbprint({ kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' })).not.toBe(jkt)
  })
})

describe('user-rejects-authentication', () => {
  it.each(['first', 'second'] as const)(
    'tells the %s client access_denied, state and iss, and nothing else',
    async (name) => {
      const who = suite[name]
      const state = text(128)
      const pushed = await who.push({ state })
      const browser = new TestBrowser()
      const page = await who.visit(who.authorizeUrl(pushed), browser, { press: 'cancel' })
      const forms = page.html.split('<form').slice(1)
      const form = forms.findIndex((one) => one.includes('name="back"'))
      const end = await browser.submit(page, { back: '1' }, { stopAt: who.redirectUri, form })
      const { error, error_description, error_uri, ...rest } = Object.fromEntries(new URL(end.url).searchParams)
      expect(error).toBe('access_denied')
      expect(rest).toEqual({ state, iss: suite.broker.issuer, ...dummies(rest) })
      expect([typeof error_description, URL.canParse(error_uri ?? suite.broker.issuer)]).toEqual(['string', true])
    },
  )
})

describe('what a request may leave out or say otherwise', () => {
  const alike = async (parameters: Record<string, string | undefined>) => {
    const run = await suite.first.logIn(parameters)
    return { run, answer: await suite.first.redeem(run) }
  }

  it('ensure-authorization-request-without-state-success: no state comes back', async () => {
    const { run, answer } = await alike({ state: undefined })
    expectReturned(run, undefined)
    const claims = await expectTokens(suite.first, run, answer, run.pushed.nonce)
    expect(claims).not.toHaveProperty('s_hash')
  })

  it('ensure-authorization-request-without-nonce-success: no nonce stands in the ID token', async () => {
    const { run, answer } = await alike({ nonce: undefined })
    expect(await expectTokens(suite.first, run, answer, undefined)).not.toHaveProperty('nonce')
  })

  it.each([
    ['ensure-authorization-request-with-64-char-nonce-success', 64],
    ['ensure-authorization-request-with-long-nonce', 384],
  ])('%s: the nonce of %i characters comes back whole', async (_module, length) => {
    const { run, answer } = await alike({ nonce: text(length) })
    await expectTokens(suite.first, run, answer, text(length))
  })

  it('ensure-authorization-request-with-long-state: the state of 1,000 characters comes back whole', async () => {
    expectReturned(await suite.first.logIn({ state: text(1000) }), text(1000))
  })

  it('ensure-other-scope-order-succeeds', async () => {
    const { run, answer } = await alike({ scope: 'offline_access profile openid' })
    await expectTokens(suite.first, run, answer, run.pushed.nonce)
    expect(String(answer.body.scope).split(' ').toSorted()).toEqual(['openid', 'profile'])
    expect(answer.body.refresh_token).toEqual(expect.any(String))
  })

  it('test-claims-parameter-identity-claims: skipped by the metadata, and the parameter changes nothing', async () => {
    const claims = JSON.stringify({ id_token: { name: null, 'helseid://claims/identity/pid': { essential: true } } })
    const { answer } = await suite.first.push({ claims })
    if (answer.status !== 201) return expectError(answer, 400, 'invalid_request', 'request_not_supported')
    const { run, answer: tokens } = await alike({ claims })
    const payload = await expectTokens(suite.first, run, tokens, run.pushed.nonce)
    for (const name of ['name', 'helseid://claims/identity/pid']) expect(payload).not.toHaveProperty([name])
  })

  it('ensure-different-state-and-nonce: what stands beside the request_uri counts for nothing', async () => {
    const extra = { state: 'another', nonce: 'another' }
    const url: (pushed: Run['pushed']) => string = (pushed) => suite.first.authorizeUrl(pushed, 'in order', extra)
    const run = await suite.first.logIn({}, { url })
    expectReturned(run, run.pushed.state)
    await expectTokens(suite.first, run, await suite.first.redeem(run), run.pushed.nonce)
    expectReturned(await suite.first.logIn({ state: undefined }, { url }), undefined)
  })

  it('par-without-duplicate-parameters: client_id and request_uri are enough', async () => {
    const run = await suite.first.logIn({}, { url: (pushed) => suite.first.authorizeUrl(pushed, 'none') })
    await expectTokens(suite.first, run, await suite.first.redeem(run), run.pushed.nonce)
  })

  it('access-token-type-header-case-sensitivity: the scheme may be written dpOp', async () => {
    const { answer } = await alike({})
    expect((await suite.first.resource(String(answer.body.access_token), { scheme: 'dPoP' })).status).toBe(200)
  })
})
