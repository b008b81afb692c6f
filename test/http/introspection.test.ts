import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestBroker } from '../support/broker.ts'
import { epjKeys } from '../support/epj-keys.ts'
import { apiCaller, exchange, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

/** Introspection (RFC 7662) and revocation (RFC 7009) of our JWT access tokens. */

let broker: TestBroker
let api: TestClient
beforeAll(async () => {
  broker = await startExchangeBroker({
    'apis/kjernejournal': { jwks: epjKeys, introspection_clients: ['kurspaamelding-web'] },
    'apis/reseptformidleren': { jwks: epjKeys },
  })
  api = await apiCaller(broker, 'nhn:kjernejournal')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const introspect = async (caller: TestClient, token: string, headers: Record<string, string> = {}): Promise<Answer> =>
  post(`${broker.issuer}/connect/introspect`, { ...(await caller.authentication()), token }, headers)
const revoke = async (client: TestClient, token: string) =>
  post(`${broker.issuer}/connect/revocation`, { ...(await client.authentication()), token })
const inactive = { active: false }

describe('introspection', () => {
  it('tells the API of a token everything that the token says, with scope as one string', async () => {
    const { accessToken } = await personToken(broker)
    const answer = await introspect(api, accessToken)
    const { scope: _array, ...claims } = decodeJwt(accessToken)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toEqual({
      ...claims,
      active: true,
      scope: 'openid nhn:kjernejournal/api',
      token_type: 'DPoP',
    })
  })

  it('answers a client that the API has named, and a machine’s token too', async () => {
    const named = await broker.client('kurspaamelding-web')
    const answer = await introspect(named, await machineToken(broker))
    expect(answer.body).toMatchObject({ active: true, sub: 'integrasjon-nordfjell', aud: 'nhn:kjernejournal' })
  })

  it('is signed for an API that asks for it (RFC 9701), active or not', async () => {
    const keys = createRemoteJWKSet(new URL(`${broker.issuer}/.well-known/openid-configuration/jwks`))
    const accept = { accept: 'application/token-introspection+jwt' }
    const { accessToken } = await personToken(broker)
    for (const [token, active] of [
      [accessToken, true],
      ['nonsense', false],
    ] as const) {
      const answer = await introspect(api, token, accept)
      expect(answer.headers.get('content-type')).toContain('application/token-introspection+jwt')
      const { payload, protectedHeader } = await jwtVerify(answer.text, keys, { issuer: broker.issuer })
      expect([payload.aud, protectedHeader.typ]).toEqual(['nhn:kjernejournal', 'token-introspection+jwt'])
      expect(payload['token_introspection']).toMatchObject({ active })
      // RFC 9701 section 8.1: it must not pass for an access token or an ID token.
      expect([payload.sub, payload.exp]).toEqual([undefined, undefined])
    }
  })

  it('says inactive after logout, revocation of the grant, and the end of the token', async () => {
    const first = await personToken(broker)
    await first.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${first.idToken}`)
    const second = await personToken(broker)
    await revoke(second.client, second.refreshToken)
    for (const { accessToken } of [first, second]) expect((await introspect(api, accessToken)).body).toEqual(inactive)
    const third = await personToken(broker)
    expect((await introspect(api, third.accessToken)).body.active).toBe(true)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    expect((await introspect(api, third.accessToken)).body).toEqual(inactive)
  })
})

describe('revocation of an access token', () => {
  it('ends that token and what it was exchanged for, and not the grant', async () => {
    const { client, accessToken, refreshToken } = await personToken(broker)
    const actor = await broker.client('helsekort-web')
    const exchanged = String((await exchange(actor, accessToken)).body.access_token)
    const other = await apiCaller(broker, 'nhn:reseptformidleren')
    expect((await introspect(other, exchanged)).body.active).toBe(true)
    expect((await revoke(client, accessToken)).status).toBe(200)
    expect((await introspect(api, accessToken)).body).toEqual(inactive)
    expect((await introspect(other, exchanged)).body).toEqual(inactive)
    expect((await client.userinfo(accessToken)).status).toBe(401)
    expect((await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })).status).toBe(200)
  })

  it('works for a machine’s token', async () => {
    const machine = await broker.client('integrasjon-nordfjell')
    const token = await machineToken(broker)
    expect((await revoke(machine, token)).status).toBe(200)
    expect((await introspect(api, token)).body).toEqual(inactive)
  })
})
