import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { read, type TestClient } from '../support/test-client.ts'

/**
 * Section 2 of HelseID's profile as one table: each claim, and where it stands. A claim that a token holds and the table
 * does not let it hold fails, and so does one that the table wants and is not there.
 */

const identity = (name: string) => `helseid://scopes/identity/${name}`
const all = identity('all')
const hpr = ['helseid://scopes/hpr/hpr_number', 'helseid://scopes/hpr']

/**
 * `always`, `never`, or what opens it: in ID token and userinfo the scopes; in an access token `chosen` by the API or
 * `login`, which is in every one about a person.
 */
interface Row {
  readonly claim: string
  readonly idToken: 'always' | 'never' | readonly string[]
  readonly accessToken: 'always' | 'never' | 'chosen' | 'login'
  readonly userinfo: 'always' | 'never' | readonly string[]
  /** What it looks like. Undefined: this person has none, so it is allowed and not seen. */
  readonly value?: unknown
}
const text = (pattern: RegExp) => expect.stringMatching(pattern)
const seconds = expect.any(Number)
const something = expect.anything()
const sub = text(/^[A-Za-z0-9+/]{43}=$/)
const orgnr = (which: string) => `helseid://claims/client/claims/orgnr_${which}`
const table: readonly Row[] = [
  { claim: 'iss', idToken: 'always', accessToken: 'always', userinfo: 'never', value: text(/^http:\/\/localhost:\d+$/) },
  { claim: 'sub', idToken: 'always', accessToken: 'always', userinfo: 'always', value: sub },
  { claim: 'aud', idToken: 'always', accessToken: 'always', userinfo: 'never', value: something },
  { claim: 'exp', idToken: 'always', accessToken: 'always', userinfo: 'never', value: seconds },
  { claim: 'iat', idToken: 'always', accessToken: 'always', userinfo: 'never', value: seconds },
  { claim: 'nbf', idToken: 'never', accessToken: 'always', userinfo: 'never', value: seconds },
  { claim: 'jti', idToken: 'never', accessToken: 'always', userinfo: 'never', value: something },
  { claim: 'nonce', idToken: 'always', accessToken: 'never', userinfo: 'never', value: something },
  { claim: 'auth_time', idToken: 'always', accessToken: 'login', userinfo: 'never', value: seconds },
  { claim: 'acr', idToken: 'always', accessToken: 'login', userinfo: 'never', value: 'Level4' },
  { claim: 'amr', idToken: 'always', accessToken: 'login', userinfo: 'never', value: ['bankid'] },
  { claim: 'idp', idToken: 'always', accessToken: 'login', userinfo: 'never', value: 'bankid-oidc' },
  { claim: 'sid', idToken: 'always', accessToken: 'login', userinfo: 'never', value: something },
  { claim: 'name', idToken: ['profile'], accessToken: 'chosen', userinfo: ['profile'], value: 'Ingrid Solheim' },
  { claim: 'given_name', idToken: ['profile'], accessToken: 'chosen', userinfo: ['profile'], value: 'Ingrid' },
  { claim: 'middle_name', idToken: ['profile'], accessToken: 'chosen', userinfo: ['profile'] },
  { claim: 'family_name', idToken: ['profile'], accessToken: 'chosen', userinfo: ['profile'], value: 'Solheim' },
  ...[
    { name: 'pid', value: '15859049823' },
    { name: 'pid_pseudonym', value: sub },
    { name: 'security_level', value: '4' },
    { name: 'assurance_level', value: 'high' },
    { name: 'network', value: 'internett' },
  ].map(({ name, value }): Row => {
    const scopes = [identity(name), all]
    return { claim: `helseid://claims/identity/${name}`, idToken: scopes, accessToken: 'chosen', userinfo: scopes, value }
  }),
  { claim: 'helseid://claims/hpr/hpr_number', idToken: hpr, accessToken: 'chosen', userinfo: hpr, value: '181000001' },
  { claim: 'helseid://claims/hpr/hpr_details', idToken: 'never', accessToken: 'never', userinfo: hpr, value: something },
  { claim: 'userinfo_issued_at', idToken: 'never', accessToken: 'never', userinfo: 'always', value: seconds },
  { claim: 'client_id', idToken: 'never', accessToken: 'always', userinfo: 'never', value: 'epj-nordfjell' },
  { claim: 'scope', idToken: 'never', accessToken: 'always', userinfo: 'never', value: something },
  { claim: 'cnf', idToken: 'never', accessToken: 'always', userinfo: 'never', value: { jkt: something } },
  { claim: 'client_amr', idToken: 'never', accessToken: 'always', userinfo: 'never', value: 'private_key_jwt' },
  { claim: 'helseid://claims/client/client_name', idToken: 'never', accessToken: 'always', userinfo: 'never', value: 'EPJ Nordfjell' },
  { claim: 'helseid://claims/client/client_tenancy', idToken: 'never', accessToken: 'always', userinfo: 'never', value: 'single-tenant' },
  { claim: orgnr('parent'), idToken: 'never', accessToken: 'always', userinfo: 'never', value: '999977774' },
  { claim: orgnr('child'), idToken: 'never', accessToken: 'always', userinfo: 'never' },
  { claim: orgnr('supplier'), idToken: 'never', accessToken: 'always', userinfo: 'never' },
  { claim: 'helseid://claims/client/on_behalf_of', idToken: 'always', accessToken: 'login', userinfo: 'never', value: '310000132' },
] // biome-ignore format: a table reads better in few lines

/** Every scope that belongs to no API. */
const scopes = [
  'openid', 'profile', 'offline_access', ...['pid', 'pid_pseudonym', 'security_level', 'assurance_level', 'network', 'all'].map(identity),
  ...hpr, 'helseid://scopes/client/client_name', 'helseid://scopes/client/info',
  'nhn:tillitsrammeverk:parameters', 'nhn:sfm:journal-id',
] // biome-ignore format: a table reads better in few lines

const chosenByAll = table.filter(({ accessToken }) => accessToken === 'chosen').map(({ claim }) => claim)
const contract = (profile: 'helseid' | 'rfc9068', claims: readonly string[]) => ({
  access_token: { profile, lifetime_seconds: 600, signing_alg: 'ES256', sender_constraint: 'dpop', claims },
})
const approved = (scope: string) => ({ scope, status: 'approved', approved_by: '310000094' })
const apis = ['nhn:kjernejournal/api', 'nhn:provesvar/api', 'nhn:reseptformidleren/api']

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker({
    'epj-nordfjell': { scope: scopes.join(' '), access: apis.map(approved) },
    'apis/kjernejournal': contract('helseid', chosenByAll),
    'apis/provesvar': contract('rfc9068', chosenByAll),
    'apis/reseptformidleren': contract('helseid', []),
  })
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

/** A doctor's login, with `on_behalf_of`, so that every claim has something to say. */
const login = (scope: string) => {
  const journey: Journey = { parameters: { scope, on_behalf_of: '310000132' } }
  return tokensOf(client, 'P02', journey)
}

function expected(place: 'idToken' | 'userinfo', granted: readonly string[]): Readonly<Record<string, unknown>> {
  const held = table.filter((row) => {
    const rule = row[place]
    return (
      row.value !== undefined && (rule === 'always' || (rule !== 'never' && rule.some((one) => granted.includes(one))))
    )
  })
  return Object.fromEntries(held.map(({ claim, value }) => [claim, value]))
}

function expectedOfApi(rules: readonly Row['accessToken'][]): Readonly<Record<string, unknown>> {
  const held = table.filter(({ accessToken, value }) => value !== undefined && rules.includes(accessToken))
  return Object.fromEntries(held.map(({ claim, value }) => [claim, value]))
}

describe.each(scopes)('the scope %s', (scope) => {
  it('opens exactly what the table says in the ID token and at userinfo, and nothing in an access token', async () => {
    const granted = ['openid', ...(scope === 'openid' ? [] : [scope])]
    const { idToken, accessToken, refreshToken } = await login(`${granted.join(' ')} nhn:reseptformidleren/api`)
    expect(decodeJwt(idToken)).toEqual(expected('idToken', granted))
    expect((await client.userinfo(accessToken)).body).toEqual(expected('userinfo', granted))
    expect(decodeJwt(accessToken)).toEqual(expectedOfApi(['always', 'login']))
    expect(refreshToken !== '').toBe(scope === 'offline_access')
  })
})

describe('an access token', () => {
  it.each([
    ['helseid', 'nhn:kjernejournal/api'],
    ['rfc9068', 'nhn:provesvar/api'],
  ])('in the profile %s holds all that its API chose, without a scope for any of it', async (profile, api) => {
    const { accessToken, idToken } = await login(`openid ${api}`)
    const claims = decodeJwt(accessToken)
    expect(claims).toEqual(expectedOfApi(['always', 'login', 'chosen']))
    expect(decodeJwt(idToken)).toEqual(expected('idToken', ['openid']))
    expect(claims.scope).toEqual(profile === 'helseid' ? ['openid', api] : `openid ${api}`)
    expect(claims.aud).toBe(api.split('/')[0])
    expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: something })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(600)
  })

  it('of a machine holds what is about the client, and nothing about any person, whatever the API chose', async () => {
    for (const api of apis) {
      const { body } = await client.machineToken(api)
      const { sub: subject, ...claims } = decodeJwt(String(body.access_token))
      const { sub: _, ...always } = expectedOfApi(['always'])
      expect(claims).toEqual(always)
      // What a client of HelseID's asks for beside its API, when it sends such a structure.
      const asked = await client.machineToken(`${api} nhn:tillitsrammeverk:parameters nhn:sfm:journal-id`)
      expect(Object.keys(decodeJwt(String(asked.body.access_token))).sort()).toEqual(
        ['sub', ...Object.keys(always)].sort(),
      )
      expect(subject).toBe('epj-nordfjell')
    }
  })
})

describe('an ID token', () => {
  it('is for the client, lives five minutes and names its login, again at refresh', async () => {
    const { idToken, refreshToken } = await login('openid offline_access nhn:reseptformidleren/api')
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    for (const token of [idToken, String(refreshed.body.id_token)]) {
      const claims = decodeJwt(token)
      expect(claims).toEqual(expected('idToken', ['openid']))
      expect(claims.aud).toBe('epj-nordfjell')
      expect(Number(claims.exp) - Number(claims.iat)).toBe(300)
      expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: something })
    }
  })
})

describe('the metadata', () => {
  it('announce every scope, and every claim of HelseID’s in either token', async () => {
    const { body: metadata } = await read(await fetch(`${broker.issuer}/.well-known/openid-configuration`))
    expect(metadata.scopes_supported).toEqual(expect.arrayContaining(scopes))
    const announced = metadata.claims_supported
    const identityClaims = table.filter(
      ({ claim, idToken, accessToken }) =>
        claim.startsWith('helseid://') && !(idToken === 'never' && accessToken === 'never'),
    )
    for (const { claim } of identityClaims) expect(announced).toContain(claim)
  })
})
