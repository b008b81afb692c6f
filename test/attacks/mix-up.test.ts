import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import {
  type Login,
  loginAs,
  redirectUriOf,
  startTestBroker,
  type TestBroker,
  type Tokens,
  tokensOf,
} from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { exchangeForm, startExchangeBroker } from '../support/exchange.ts'
import { post, type TestClient } from '../support/test-client.ts'

/** What another issuer with the same clients, keys and people has made is worth nothing here, and one thing is no other. */
let broker: TestBroker
let other: TestBroker
let client: TestClient
let stranger: TestClient
let own: Login & Tokens
let foreign: Login & Tokens
const scope = 'openid offline_access nhn:kjernejournal/api'
beforeAll(async () => {
  ;[broker, other] = await Promise.all([startExchangeBroker(), startTestBroker()])
  client = await broker.client('epj-nordfjell')
  // The other issuer's client of the same name has the same keys.
  stranger = Object.assign(await other.client('epj-nordfjell'), { dpop: client.dpop })
  own = await tokensOf(client, 'P01', { parameters: { scope } })
  foreign = await tokensOf(stranger, 'P01', { parameters: { scope } })
})
afterAll(() => Promise.all([broker.close(), other.close()]))

const invalidGrant: Expected = { status: 400, error: 'invalid_grant' }
const invalidRequest: Expected = { status: 400, error: 'invalid_request' }
const invalidToken: Expected = { status: 401, error: 'invalid_token' }
const codeForm = (code: string) => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: own.pushed.verifier,
  redirect_uri: redirectUriOf(client),
})

describe('what another issuer made', () => {
  it('is no code here (RFC 9700 section 4.4: mix-up)', async () => {
    const made = await loginAs(stranger, 'P01', { parameters: { scope } })
    expectRefusal(await client.redeem(made.code, made.pushed, redirectUriOf(client)), invalidGrant)
    expect((await stranger.redeem(made.code, made.pushed, redirectUriOf(stranger))).status).toBe(200)
    expectSilentLog(broker)
  })

  it('is no refresh token here (RFC 6749 section 6)', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: foreign.refreshToken }
    expectRefusal(await client.token(form), invalidGrant)
    expect((await stranger.token(form)).status).toBe(200)
  })

  it('is no access token at userinfo (RFC 9068 section 4)', async () => {
    expectRefusal(await client.userinfo(foreign.accessToken), invalidToken)
  })

  it('is no subject token (RFC 8693 section 2.1)', async () => {
    const actor = await broker.client('helsekort-web')
    expectRefusal(await actor.token(exchangeForm(foreign.accessToken)), invalidRequest)
  })

  it('is no assertion: its audience is the other issuer (RFC 7523 section 3, FAPI 2.0 section 5.3.2.1)', async () => {
    const assertion = await stranger.assertion()
    const form = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api', client_assertion: assertion }
    expectRefusal(await client.token(form), { status: 401, error: 'invalid_client' })
  })

  it('is no request_uri (RFC 9126 section 2.2)', async () => {
    const pushed = await stranger.push({ redirect_uri: redirectUriOf(stranger) })
    const page = await new TestBrowser().get(pushed.authorizeUrl.replace(other.issuer, broker.issuer))
    expect([page.status, new URL(page.url).origin]).toEqual([400, broker.issuer])
  })

  it('is no hint for a logout (OpenID RP-Initiated Logout section 2)', async () => {
    const page = await own.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${foreign.idToken}`)
    expect(page.status).toBe(400)
    expect((await client.userinfo(own.accessToken)).status).toBe(200)
  })

  it('is no id_token_hint at PAR (OpenID Connect Core section 3.1.2.2)', async () => {
    const { answer } = await client.push({ redirect_uri: redirectUriOf(client), id_token_hint: foreign.idToken })
    expectRefusal(answer, invalidRequest)
  })

  it('is revoked here by nobody (RFC 7009 section 2.1)', async () => {
    const url = `${broker.issuer}/connect/revocation`
    const answer = await post(url, { ...(await client.authentication()), token: foreign.refreshToken })
    expect(answer.status).toBe(200)
    const form = { grant_type: 'refresh_token', refresh_token: foreign.refreshToken }
    expect((await stranger.token(form)).status).toBe(200)
  })

  it('is told apart by iss in every answer (RFC 9207 section 2.4)', async () => {
    expect([own.returned.get('iss'), foreign.returned.get('iss')]).toEqual([broker.issuer, other.issuer])
  })
})

describe('one thing that is offered as another', () => {
  const kinds: readonly (readonly [name: string, value: () => string])[] = [
    ['an access token', () => own.accessToken],
    ['an ID token', () => own.idToken],
    ['a state', () => own.pushed.state],
    ['a verifier', () => own.pushed.verifier],
    ['a request_uri', () => own.pushed.requestUri],
    ['a text of 30,000 characters', () => 'c'.repeat(30_000)],
    ['a text of odd letters', () => 'å\u0000\r\n'],
  ]
  it.each([...kinds, ['a refresh token', () => own.refreshToken] as const])(
    'is no code: %s (RFC 6749 section 4.1.3)',
    async (_name, value) => {
      expectRefusal(await client.token(codeForm(value())), invalidGrant)
      expectSilentLog(broker)
    },
  )

  it.each([...kinds, ['a code', () => own.code] as const])(
    'is no refresh token: %s (RFC 6749 section 6)',
    async (_name, value) => {
      expectRefusal(await client.token({ grant_type: 'refresh_token', refresh_token: value() }), invalidGrant)
      expectSilentLog(broker)
      const good = { grant_type: 'refresh_token', refresh_token: own.refreshToken }
      expect((await client.token(good)).status).toBe(200)
    },
  )

  it.each([
    ['an ID token', () => own.idToken],
    ['a refresh token', () => own.refreshToken],
    ['a code', () => own.code],
  ] as const)('is no access token: %s (RFC 9068 section 5)', async (_name, value) => {
    expectRefusal(await client.userinfo(value()), invalidToken)
  })

  it.each([
    ['an ID token', () => own.idToken],
    ['an access token', () => own.accessToken],
    ['a proof', () => client.dpop.proof({ htm: 'POST', htu: `${broker.issuer}/connect/token` })],
  ] as const)('is no assertion: %s (RFC 8725 section 3.12)', async (_name, value) => {
    const form = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api', client_assertion: await value() }
    const answer = await client.token(form)
    expect([400, 401]).toContain(answer.status)
    expect(answer.body).not.toHaveProperty('access_token')
  })

  it.each([
    ['a refresh token of another scope', { scope: 'openid helseid://scopes/identity/pid' }, 'invalid_scope'],
    ['a resource that was never granted', { resource: 'nhn:provesvar' }, 'invalid_target'],
    ['our own userinfo as resource', { resource: 'userinfo' }, 'invalid_target'],
  ] as const)('is no more than it was: %s (RFC 6749 section 6, RFC 8707 section 2.2)', async (_name, extra, error) => {
    const resource =
      'resource' in extra && extra.resource === 'userinfo' ? { resource: `${broker.issuer}/connect/userinfo` } : {}
    const form = { grant_type: 'refresh_token', refresh_token: own.refreshToken, ...extra, ...resource }
    expectRefusal(await client.token(form), { status: 400, error })
  })
})
