import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { makeDpopKey, post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  const scope = 'openid profile offline_access'
  broker = await startTestBroker({ 'helsekort-web': { scope, grant_types: ['authorization_code', 'refresh_token'] } })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const invalidGrant: Expected = { status: 400, error: 'invalid_grant' }
const scope = 'openid profile offline_access nhn:kjernejournal/api'
const tokens = (client: TestClient) => tokensOf(client, 'P01', { parameters: { scope } })
const refresh = (client: TestClient, token: string, extra: Record<string, string> = {}) =>
  client.token({ grant_type: 'refresh_token', refresh_token: token, ...extra })

interface RefreshRow {
  readonly name: string
  readonly source: string
  readonly extra: Record<string, string>
  readonly expected: Expected
}
const rows: readonly RefreshRow[] = [
  {
    name: 'an unknown token',
    source: 'RFC 6749 section 5.2',
    extra: { refresh_token: 'r'.repeat(43) },
    expected: invalidGrant,
  },
  {
    name: 'no token',
    source: 'RFC 6749 section 6',
    extra: { refresh_token: '' },
    expected: { status: 400, error: 'invalid_request' },
  },
  {
    name: 'a scope more',
    source: 'RFC 6749 section 6',
    extra: { scope: `${scope} nhn:reseptformidleren/api` },
    expected: { status: 400, error: 'invalid_scope' },
  },
  {
    name: 'another scope',
    source: 'RFC 6749 section 6',
    extra: { scope: 'helseid://scopes/identity/pid' },
    expected: { status: 400, error: 'invalid_scope' },
  },
  {
    name: 'an unknown scope',
    source: 'RFC 6749 section 6',
    extra: { scope: 'openid nhn:nothing/api' },
    expected: { status: 400, error: 'invalid_scope' },
  },
  {
    name: 'another resource',
    source: 'RFC 8707 section 2.2',
    extra: { resource: 'nhn:reseptformidleren' },
    expected: { status: 400, error: 'invalid_target' },
  },
]

describe('a refresh token', () => {
  it.each(rows)('gives nothing with $name ($source), and lives on', async ({ extra, expected }) => {
    const client = await broker.client('epj-nordfjell')
    const { refreshToken } = await tokens(client)
    expectRefusal(await refresh(client, refreshToken, extra), expected)
    expectSilentLog(broker)
    expect((await refresh(client, refreshToken)).status).toBe(200)
  })

  it('is of no use to another client (RFC 6749 section 6)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { refreshToken } = await tokens(client)
    const thief = await broker.client('helsekort-web')
    expectRefusal(await refresh(thief, refreshToken), invalidGrant)
    const without = await broker.client('kurspaamelding-web')
    expectRefusal(await refresh(without, refreshToken), { status: 400, error: 'unauthorized_client' })
    expectSilentLog(broker)
    expect((await refresh(client, refreshToken)).status).toBe(200)
  })

  it('gives a token bound to the key of the new proof, with the truth of the old login (RFC 9449 section 5)', async () => {
    const client = await broker.client('epj-nordfjell')
    const first = await tokens(client)
    const renewed = Object.assign(await broker.client('epj-nordfjell'), { dpop: await makeDpopKey() })
    const { body } = await refresh(renewed, first.refreshToken)
    const token = decodeJwt(String(body.access_token))
    expect(token['cnf']).toEqual({ jkt: renewed.dpop.thumbprint })
    const old = decodeJwt(first.accessToken)
    for (const claim of ['sub', 'acr', 'amr', 'auth_time', 'idp', 'aud']) expect(token[claim]).toEqual(old[claim])
    expect(body.refresh_token).toBe(first.refreshToken)
  })

  it('is dead after the person logged out, with its access token at userinfo (design section 7)', async () => {
    const client = await broker.client('epj-nordfjell')
    const made = await tokens(client)
    await made.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${made.idToken}`)
    expectRefusal(await refresh(client, made.refreshToken), invalidGrant)
    expectRefusal(await client.userinfo(made.accessToken), { status: 401, error: 'invalid_token' })
    expectSilentLog(broker)
  })

  it('is dead after its client revoked it, and cannot be revoked by another (RFC 7009 section 2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { refreshToken } = await tokens(client)
    const thief = await broker.client('helsekort-web')
    const url = `${client.issuer}/connect/revocation`
    const foreign = await post(url, { ...(await thief.authentication()), token: refreshToken })
    expect(foreign.status).toBeLessThan(500)
    expect((await refresh(client, refreshToken)).status).toBe(200)
    const own = await post(url, { ...(await client.authentication()), token: refreshToken })
    expect(own.status).toBe(200)
    expectRefusal(await refresh(client, refreshToken), invalidGrant)
    expectSilentLog(broker)
  })

  it('is dead after eight hours (design section 7)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { refreshToken } = await tokens(client)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (8 * 3600 + 60) * 1000 })
    expectRefusal(await refresh(client, refreshToken), invalidGrant)
  })

  it('is dead for good when it was revoked while eight refreshes were under way (gaps 3 and 4)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { refreshToken } = await tokens(client)
    const revoke = async () =>
      post(`${client.issuer}/connect/revocation`, { ...(await client.authentication()), token: refreshToken })
    await Promise.all([
      ...Array.from({ length: 4 }, () => refresh(client, refreshToken)),
      revoke(),
      ...Array.from({ length: 4 }, () => refresh(client, refreshToken)),
    ])
    expectRefusal(await refresh(client, refreshToken), invalidGrant)
  })

  it('is not given without offline_access (OpenID Connect Core section 11)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { answer } = await tokensOf(client, 'P01', { parameters: { scope: 'openid nhn:kjernejournal/api' } })
    expect(answer.body).not.toHaveProperty('refresh_token')
  })
})
