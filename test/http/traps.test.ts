import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { read } from '../support/test-client.ts'

/**
 * What breaks HelseID's real clients, found by reading them; each test speaks as that client does. Traps 4 and 5 are in
 * assertions.test.ts, 6 (request objects) beside what it is about, 13 comes with key rotation; docs/fapi2-conformance.md lists all.
 */
let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({ 'helsekort-web': { userinfo_bearer: true } })
})
afterAll(() => broker.close())

const machine = () => broker.client('integrasjon-nordfjell')
const journal = 'nhn:kjernejournal/api'
const epjScope = `openid profile offline_access helseid://scopes/identity/pid ${journal}`

describe('HelseID.Library', () => {
  it('trap 1: finds access_token, expires_in and scope in every answer', async () => {
    const { body } = await (await machine()).machineToken(journal)
    expect(body).toMatchObject({ access_token: expect.any(String), expires_in: expect.any(Number), scope: journal })
  })

  it('trap 2: sees a nonce with the challenge and with success, and with no other error', async () => {
    const client = await machine()
    const challenge = await client.tokenOnce(await client.authentication())
    expect([challenge.body.error, challenge.headers.has('dpop-nonce')]).toEqual(['use_dpop_nonce', true])
    const nonce = challenge.headers.get('dpop-nonce') ?? ''
    const form = { ...(await client.authentication()), grant_type: 'client_credentials' }
    const wrong = [
      { ...form, scope: 'nhn:unknown/api' },
      { ...form, client_assertion: 'x.y.z', scope: journal },
      { ...form, client_assertion: await client.assertion({ aud: 'https://evil.example' }), scope: journal },
      { ...(await client.authentication()), grant_type: 'authorization_code', code: 'x' },
    ]
    for (const one of wrong) {
      const answer = await client.tokenOnce(one, { nonce })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('dpop-nonce'), JSON.stringify(answer.body)).toBeNull()
    }
  })
})

describe('clients that retry with the same assertion', () => {
  it('trap 3: Java library, NAV, Fhi.HelseId: the challenge has used nothing up', async () => {
    const client = await machine()
    const form = { ...(await client.authentication()), grant_type: 'client_credentials', scope: journal }
    const challenge = await client.tokenOnce(form)
    const again = await client.tokenOnce(form, { nonce: challenge.headers.get('dpop-nonce') ?? '' })
    expect(again.status).toBe(200)
    expect((await client.tokenOnce(form, { nonce: again.headers.get('dpop-nonce') ?? '' })).status).toBe(401)
  })
})

describe('ApiAccess', () => {
  it('trap 7: a refresh answers with access token, ID token, refresh token and rt_expires_in', async () => {
    const client = await broker.client('epj-nordfjell')
    const { answer, refreshToken } = await tokensOf(client, 'P01', { parameters: { scope: epjScope } })
    expect(answer.body.rt_expires_in).toBeGreaterThan(3600)
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    expect(refreshed.body).toMatchObject({
      access_token: expect.any(String),
      id_token: expect.any(String),
      refresh_token: expect.any(String),
      rt_expires_in: expect.any(Number),
      token_type: 'DPoP',
    })
  })

  it('trap 12: offline_access gives a refresh token without prompt=consent', async () => {
    const client = await broker.client('epj-nordfjell')
    expect((await tokensOf(client, 'P01', { parameters: { scope: epjScope } })).refreshToken).not.toBe('')
  })

  it('trap 11: userinfo takes Bearer from a client registered so, and from no other', async () => {
    const scope = 'openid profile helseid://scopes/identity/pid'
    const bearer = async (issuer: string, token: string) =>
      read(await fetch(`${issuer}/connect/userinfo`, { headers: { authorization: `Bearer ${token}` } }))
    const allowed = await broker.client('helsekort-web')
    const { accessToken } = await tokensOf(allowed, 'P01', { parameters: { scope } })
    const answer = await bearer(broker.issuer, accessToken)
    expect(answer).toMatchObject({ status: 200, body: { 'helseid://claims/identity/pid': '07918449935' } })
    expect(answer.body.userinfo_issued_at).toBeGreaterThan(1_700_000_000)
    expect(broker.logText()).toContain('userinfo as Bearer, by exception')
    const used = readAudit(broker.dataDir).filter(({ event }) => event === 'exception.used')
    expect(used).toMatchObject([{ client_id: 'helsekort-web', details: { exceptions: ['userinfo_bearer'] } }])
    const strict = await broker.client('epj-nordfjell')
    const other = await tokensOf(strict, 'P01', { parameters: { scope } })
    expect(await bearer(broker.issuer, other.accessToken)).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
    })
  })
})

describe('.NET APIs and the Java library', () => {
  it('trap 8: scope is an array and aud one string in a token of profile helseid', async () => {
    const { body } = await (await machine()).machineToken(journal)
    expect(decodeJwt(String(body.access_token))).toMatchObject({ aud: 'nhn:kjernejournal', scope: [journal] })
  })

  it('trap 9: token_type is DPoP and cnf.jkt the key of the proof', async () => {
    const client = await machine()
    const { body } = await client.machineToken(journal)
    expect(body.token_type).toBe('DPoP')
    expect(decodeJwt(String(body.access_token))).toMatchObject({ cnf: { jkt: client.dpop.thumbprint } })
  })

  it('trap 10: a machine that never sends resource gets the one API of its scopes', async () => {
    const { body } = await (await machine()).machineToken(journal)
    expect(decodeJwt(String(body.access_token)).aud).toBe('nhn:kjernejournal')
  })
})
