import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestBroker } from '../support/broker.ts'
import { accessTokenType, exchange, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import type { TestClient } from '../support/test-client.ts'

/** Token exchange (RFC 8693), as an API calls another for the caller. */

let broker: TestBroker
let actor: TestClient
beforeAll(async () => {
  broker = await startExchangeBroker()
  actor = await broker.client('helsekort-web')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const orgnrParent = 'helseid://claims/client/claims/orgnr_parent'
const originalClient = 'helseid://claims/client/original_client_id'
const body = (answer: { body: Record<string, unknown> }) => decodeJwt(String(answer.body.access_token))

describe('an exchanged token', () => {
  it('is for the new API and the same person, bound to the actor’s key, and says who acts', async () => {
    const { accessToken } = await personToken(broker)
    const answer = await exchange(actor, accessToken)
    expect(answer.status).toBe(200)
    const { access_token, expires_in, ...rest } = answer.body
    expect(rest).toEqual({
      issued_token_type: accessTokenType,
      token_type: 'DPoP',
      scope: 'nhn:reseptformidleren/api',
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/)
    const [old, token] = [decodeJwt(accessToken), decodeJwt(String(access_token))]
    for (const claim of ['sub', 'acr', 'amr', 'auth_time', 'idp', 'iss', orgnrParent]) {
      expect(token[claim], claim).toEqual(old[claim])
    }
    expect(token).toMatchObject({
      aud: 'nhn:reseptformidleren',
      scope: ['nhn:reseptformidleren/api'],
      client_id: 'helsekort-web',
      [originalClient]: 'epj-nordfjell',
      act: { iss: broker.issuer, client_id: 'helsekort-web', [orgnrParent]: '310000094' },
      cnf: { jkt: actor.dpop.thumbprint },
    })
    expect(token.jti).not.toBe(old.jti)
    expect(decodeProtectedHeader(String(access_token)).typ).toBe('at+jwt')
    expect(expires_in).toBeLessThanOrEqual(600)
    expect(token.exp).toBeLessThanOrEqual(Number(old.exp))
  })

  it('never outlives the token it was made from', async () => {
    const { accessToken } = await personToken(broker)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 200_000 })
    const token = body(await exchange(actor, accessToken))
    expect(token.exp).toBeLessThanOrEqual(Number(decodeJwt(accessToken).exp))
    expect(Number(token.exp) - Number(token.iat)).toBeLessThanOrEqual(400)
  })

  it('keeps the whole chain: newest actor outermost, the first client as the original', async () => {
    const { accessToken } = await personToken(broker)
    const first = await exchange(actor, accessToken)
    const second = await broker.client('kurspaamelding-web')
    const answer = await exchange(second, String(first.body.access_token), { scope: 'nhn:provesvar/api' })
    const token = body(answer)
    expect(token).toMatchObject({
      client_id: 'kurspaamelding-web',
      [originalClient]: 'epj-nordfjell',
      scope: 'nhn:provesvar/api',
      act: { client_id: 'kurspaamelding-web', act: { client_id: 'helsekort-web' } },
    })
    expect(token['act']).not.toHaveProperty('act.act')
  })

  it('holds the claims about the person that its own API chose, and no others', async () => {
    const { accessToken } = await personToken(broker)
    const chosen = body(await exchange(actor, accessToken))
    expect(chosen).toHaveProperty(['helseid://claims/identity/pid'])
    expect(chosen).not.toHaveProperty(['family_name'])
  })

  it('comes for a machine’s token too, with that machine as subject and no person in it', async () => {
    const token = body(await exchange(actor, await machineToken(broker)))
    expect(token).toMatchObject({
      sub: 'integrasjon-nordfjell',
      client_id: 'helsekort-web',
      [originalClient]: 'integrasjon-nordfjell',
      act: { client_id: 'helsekort-web' },
    })
    for (const claim of ['acr', 'idp', 'auth_time', 'helseid://claims/identity/pid']) {
      expect(token).not.toHaveProperty([claim])
    }
  })

  it('takes the target by resource or audience, if it is the API of the scopes', async () => {
    const { accessToken } = await personToken(broker)
    for (const target of ['resource', 'audience']) {
      const answer = await exchange(actor, accessToken, { [target]: 'nhn:reseptformidleren' })
      expect(answer.status).toBe(200)
    }
  })

  it('is announced', async () => {
    const metadata = await (await fetch(`${broker.issuer}/.well-known/openid-configuration`)).json()
    expect(metadata).toMatchObject({
      grant_types_supported: expect.arrayContaining(['urn:ietf:params:oauth:grant-type:token-exchange']),
      introspection_endpoint: `${broker.issuer}/connect/introspect`,
      revocation_endpoint: `${broker.issuer}/connect/revocation`,
    })
  })
})
