import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog, pidsIn } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker, type TestClientId } from '../support/broker.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

interface MachineRow {
  readonly name: string
  readonly source: string
  readonly client?: TestClientId
  readonly form: Record<string, string>
  readonly expected: Expected
}
const invalidScope: Expected = { status: 400, error: 'invalid_scope' }
const invalidTarget: Expected = { status: 400, error: 'invalid_target' }

const rows: readonly MachineRow[] = [
  {
    name: 'scopes of two APIs',
    source: 'design section 7',
    form: { scope: 'nhn:kjernejournal/api nhn:provesvar/api' },
    expected: invalidTarget,
  },
  { name: 'no scope', source: 'gap 12', form: {}, expected: invalidScope },
  { name: 'an empty scope', source: 'gap 12', form: { scope: ' ' }, expected: invalidScope },
  {
    name: 'the scope openid',
    source: 'OpenID Connect Core: no end-user',
    form: { scope: 'openid' },
    expected: invalidScope,
  },
  {
    name: 'a scope about a person',
    source: 'HelseID profile section 1.4',
    form: { scope: 'nhn:kjernejournal/api helseid://scopes/identity/pid' },
    expected: invalidScope,
  },
  {
    name: 'offline_access',
    source: 'RFC 6749 section 4.4.3',
    form: { scope: 'nhn:kjernejournal/api offline_access' },
    expected: invalidScope,
  },
  { name: 'an unknown scope', source: 'gap 12', form: { scope: 'nhn:nothing/api' }, expected: invalidScope },
  {
    name: 'a known and an unknown scope',
    source: 'design section 7: never dropped',
    form: { scope: 'nhn:kjernejournal/api nhn:nothing/api' },
    expected: invalidScope,
  },
  {
    name: 'a scope without access',
    source: 'design section 1',
    form: { scope: 'nhn:reseptformidleren/api' },
    expected: invalidScope,
  },
  {
    name: 'a scope whose access is only requested',
    source: 'design section 5',
    client: 'epj-nordfjell',
    form: { scope: 'nhn:provesvar/api' },
    expected: invalidScope,
  },
  {
    name: 'a scope in capital letters',
    source: 'RFC 6749 section 3.3',
    form: { scope: 'NHN:kjernejournal/api' },
    expected: invalidScope,
  },
  {
    name: 'an unknown resource',
    source: 'RFC 8707',
    form: { scope: 'nhn:kjernejournal/api', resource: 'nhn:nothing' },
    expected: invalidTarget,
  },
  {
    name: 'the resource of another API',
    source: 'RFC 8707',
    form: { scope: 'nhn:kjernejournal/api', resource: 'nhn:provesvar' },
    expected: invalidTarget,
  },
  {
    name: 'our own userinfo as resource',
    source: 'gap 12',
    form: { scope: 'nhn:kjernejournal/api', resource: 'userinfo' },
    expected: invalidTarget,
  },
  {
    name: 'a resource and no scope',
    source: 'gap 12',
    form: { resource: 'nhn:kjernejournal' },
    expected: invalidScope,
  },
  {
    name: 'an organisation without its agreements',
    source: 'design section 6, rule 7',
    client: 'timebok-utsikten',
    form: { scope: 'nhn:kjernejournal/api' },
    expected: { status: 403, error: 'access_denied' },
  },
  {
    name: 'a client that may not use the grant',
    source: 'RFC 6749 section 5.2',
    client: 'helsekort-web',
    form: { scope: 'nhn:kjernejournal/api' },
    expected: { status: 400, error: 'unauthorized_client' },
  },
]

describe('client credentials', () => {
  it.each(rows)(
    'give nothing for $name ($source)',
    async ({ client: clientId = 'integrasjon-nordfjell', form, expected }) => {
      const client = await broker.client(clientId)
      const resource = form.resource === 'userinfo' ? { resource: `${broker.issuer}/connect/userinfo` } : {}
      expectRefusal(await client.token({ grant_type: 'client_credentials', ...form, ...resource }), expected)
      expectSilentLog(broker)
    },
  )

  it.each(['nhn:kjernejournal', 'nhn:provesvar'])(
    'give a token for one API, about nobody: %s (RFC 9068 section 2.2)',
    async (resource) => {
      const client = await broker.client('integrasjon-nordfjell')
      for (const extra of [{}, { resource }]) {
        const { status, body } = await client.machineToken(`${resource}/api`, extra)
        expect(status).toBe(200)
        const claims = decodeJwt(String(body.access_token))
        expect(claims).toMatchObject({
          aud: resource,
          client_id: 'integrasjon-nordfjell',
          cnf: { jkt: client.dpop.thumbprint },
        })
        for (const personal of ['acr', 'amr', 'auth_time', 'idp', 'name', 'helseid://claims/identity/pid']) {
          expect(claims).not.toHaveProperty([personal])
        }
        expect(pidsIn(JSON.stringify(claims))).toEqual([])
        expect([body.refresh_token, body.id_token]).toEqual([undefined, undefined])
      }
    },
  )

  it.each([
    ['an unknown grant', { grant_type: 'magic' }, 'unsupported_grant_type'],
    ['a password', { grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    ['an implicit token', { grant_type: 'implicit' }, 'unsupported_grant_type'],
    [
      'token exchange, which is not registered for it',
      { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      'unauthorized_client',
    ],
    ['no grant type', {}, 'invalid_request'],
  ])('are no way around: %s (RFC 6749 section 5.2)', async (_name, form, error) => {
    const client = await broker.client('integrasjon-nordfjell')
    expectRefusal(await client.token(form), { status: 400, error })
  })
})
