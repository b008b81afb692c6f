import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pidsIn } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const pid = 'helseid://claims/identity/pid'
const level = 'helseid://claims/identity/security_level'
const assurance = 'helseid://claims/identity/assurance_level'
const always = ['acr', 'amr', 'aud', 'auth_time', 'exp', 'iat', 'idp', 'iss', 'nonce', 'sid', 'sub']

describe('claims of an ID token', () => {
  it.each([
    ['openid', []],
    ['openid profile', ['family_name', 'given_name', 'name']],
    ['openid helseid://scopes/identity/pid', [pid]],
    ['openid helseid://scopes/identity/security_level', [level]],
    ['openid helseid://scopes/identity/assurance_level', [assurance]],
    ['openid nhn:kjernejournal/api', []],
  ])('for %s are the fixed ones and %j', async (scope, extra) => {
    const { idToken, accessToken } = await tokensOf(client, 'P01', { parameters: { scope } })
    const claims = decodeJwt(idToken)
    expect(Object.keys(claims).sort()).toEqual([...always, ...extra].sort())
    const userinfo = await client.userinfo(accessToken)
    expect(Object.keys(userinfo.body).sort()).toEqual(['sub', 'userinfo_issued_at', ...extra].sort())
    if (!extra.includes(pid)) expect(pidsIn(JSON.stringify([claims, userinfo.body]))).toEqual([])
  })
})

describe('claims of an access token', () => {
  it('about the person are those of the contract of the API, whatever identity scopes the client has', async () => {
    const scope = 'openid profile helseid://scopes/identity/security_level'
    const journal = await tokensOf(client, 'P01', { parameters: { scope: `${scope} nhn:kjernejournal/api` } })
    const claims = decodeJwt(journal.accessToken)
    expect(claims[pid]).toBe('07918449935')
    for (const other of ['name', 'given_name', level, assurance]) expect(claims).not.toHaveProperty([other])
    const prescriptions = await tokensOf(client, 'P01', { parameters: { scope: `${scope} nhn:reseptformidleren/api` } })
    expect(decodeJwt(prescriptions.accessToken)).toMatchObject({
      name: 'Astrid Nordfjell',
      [pid]: '07918449935',
      [level]: '4',
    })
    const none = await tokensOf(client, 'P01', { parameters: { scope: `${scope} helseid://scopes/identity/pid` } })
    expect(pidsIn(JSON.stringify(decodeJwt(none.accessToken)))).toEqual([])
  })

  it('always name the client, its organisation and the key', async () => {
    const { accessToken } = await tokensOf(client, 'P01', { parameters: { scope: 'openid nhn:kjernejournal/api' } })
    const machine = String((await client.machineToken('nhn:kjernejournal/api')).body.access_token)
    for (const token of [accessToken, machine]) {
      expect(decodeJwt(token)).toMatchObject({
        client_id: 'epj-nordfjell',
        client_amr: 'private_key_jwt',
        'helseid://claims/client/client_name': 'EPJ Nordfjell',
        'helseid://claims/client/client_tenancy': 'single-tenant',
        'helseid://claims/client/claims/orgnr_parent': '999977774',
        cnf: { jkt: client.dpop.thumbprint },
      })
    }
  })
})
