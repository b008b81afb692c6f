import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { makeClientKey, SelfServiceTool, selfServiceAccess } from '../support/self-service.ts'

const free = {
  name: 'nhn:fritt/les',
  description: { nb: 'Fritt', nn: 'Fritt', en: 'Free' },
  used_by: ['user', 'machine'],
  approval: 'automatic',
}
const journal = 'nhn:provesvar/client/claims/journal'
const fresh = 'nhn:fritt/client/claims/new'
const lab = { scope: 'nhn:provesvar/api', status: 'approved', approved_by: '310000094' }
const prescriptions = { scope: 'nhn:reseptformidleren/api', status: 'approved', approved_by: '310000094' }

let broker: TestBroker
let tool: SelfServiceTool
beforeAll(async () => {
  broker = await startTestBroker({
    'integrasjon-nordfjell': { access: [lab, selfServiceAccess] },
    skyjournal: { access: [prescriptions, selfServiceAccess] },
    'epj-nordfjell': { access: [selfServiceAccess], api_claims: { 'nhn:provesvar': { [journal]: 'a', herid: 'x' } } },
  })
  const operator = await operatorClient(broker)
  const token = { profile: 'rfc9068', signing_alg: 'ES256' }
  const api = { resource: 'nhn:fritt', name: 'Fritt', owner: '310000094', status: 'active', scopes: [free] }
  await operator.put('/apis/nhn:fritt', { ...api, access_token: token })
  tool = new SelfServiceTool(await broker.client('integrasjon-nordfjell'))
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })
const daysUntil = (moment: unknown) => Math.round((Date.parse(String(moment)) - Date.now()) / 86_400_000)

describe('rotation by HelseID’s tools, told another address only', () => {
  it('a new key is posted with the old one’s token, used at once, and the old one ends after the overlap', async () => {
    const before = lastAuditSeq(broker.dataDir)
    const { publicJwk, privateJwk } = await makeClientKey({ alg: 'PS256' })
    const answer = await tool.postKey(publicJwk)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['expiration'])
    expect(daysUntil(answer.body['expiration'])).toBe(730)
    const next = tool.with(privateJwk)
    expect((await next.token()).status).toBe(200)
    expect((await tool.token()).status).toBe(200)
    const changed = readAudit(broker.dataDir, before).find(({ event }) => event === 'registry.changed')
    expect(changed).toMatchObject({ actor: { kind: 'client', id: 'integrasjon-nordfjell' } })
    expect((await tool.postKey(publicJwk)).body).toEqual(answer.body)
    later(13)
    expect((await tool.token()).status).toBe(200)
    later(2)
    expect((await tool.token()).status).toBe(401)
    expect((await next.token('nhn:provesvar/api')).status).toBe(200)
    // The one that has ended does not come back.
    const { d: _, ...old } = tool.client.key
    const refused = await next.postKey(old)
    expect([refused.status, refused.body['number']]).toEqual([422, 'TLT-603'])
    tool = next
    expectSilentLog(broker)
  })

  it.each([
    ['an object', (jwk: object) => jwk],
    ['a text', (jwk: object) => JSON.stringify(JSON.stringify(jwk))],
    [
      'an object with all that .NET writes',
      (jwk: object) => ({ ...jwk, d: null, oth: null, x5c: [], key_ops: [], p: '' }),
    ],
    ['an object without kid', ({ ...jwk }: object) => JSON.parse(JSON.stringify({ ...jwk, kid: undefined }))],
  ] as const)('trap 13: takes the key as %s', async (_form, shape) => {
    const { publicJwk, privateJwk } = await makeClientKey({ alg: 'ES512' })
    const answer = await tool.postKey(shape(publicJwk))
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('expiration')])
    tool = tool.with(privateJwk)
    expect((await tool.token()).status).toBe(200)
  })

  it('works for tools that keep the origin of the address alone', async () => {
    const bare = new SelfServiceTool(tool.client, broker.issuer)
    const answer = await bare.call('GET', '/v1/client-secret')
    expect(answer.status).toBe(200)
  })

  it('shows the keys with their ends', async () => {
    const answer = await tool.call('GET', '/v1/client-secret')
    const secrets: Record<string, unknown>[] = JSON.parse(answer.text)
    const own = secrets.find(({ kid }) => kid === tool.client.key.kid)
    expect(Object.keys(own ?? {})).toEqual(['expiration', 'kid', 'jwkThumbprint', 'origin', 'publicJwk'])
    expect(own).toMatchObject({ jwkThumbprint: tool.client.key.kid, origin: 'Api' })
    expect(JSON.parse(String(own?.['publicJwk']))).toMatchObject({ kty: 'EC', kid: tool.client.key.kid })
    expect(daysUntil(own?.['expiration'])).toBe(730)
  })

  it('takes RS512 of older tools for a client that is registered so, and says why for others', async () => {
    const { publicJwk } = await makeClientKey({ alg: 'RS512' })
    const refused = await tool.postKey(publicJwk)
    expect(refused.status).toBe(422)
    expect(JSON.stringify(refused.body['errors'])).toContain('signing_algs')
    const operator = await operatorClient(broker)
    const answer = await operator.get('/clients/integrasjon-nordfjell')
    const document = { ...answer.body, signing_algs: ['ES256', 'ES512', 'PS256', 'RS512'] }
    const named = { ...document, jwks: { keys: [...Object(answer.body['jwks']).keys, publicJwk] } }
    const etag = answer.headers.get('etag') ?? ''
    expect((await operator.put('/clients/integrasjon-nordfjell', named, { etag })).status).toBe(200)
    const { publicJwk: next, privateJwk } = await makeClientKey({ alg: 'RS512' })
    expect((await tool.postKey(next)).status).toBe(200)
    expect(privateJwk.kid).toBe(next.kid)
  })
})

describe('what a client is, by HelseID’s API', () => {
  it('is shown in HelseID’s words', async () => {
    const epj = new SelfServiceTool(await broker.client('epj-nordfjell'))
    const answer = await epj.call('GET', '/v1/client')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      apiScopes: [{ scope: 'nhn:selvbetjening/client', status: 'Ok', statusReason: null }],
      audienceSpecificClientClaims: ['herid', journal].map((claimType, n) => ({
        claimType,
        activeClaimValue: ['x', 'a'][n],
        pendingClaimValue: null,
        status: 'Ok',
        statusReason: null,
      })),
      redirectUris: [expect.stringMatching(/\/signin-oidc$/)],
      postLogoutRedirectUris: expect.any(Array),
      childOrganizationNumbers: expect.any(Array),
    })
  })

  it('has at once what an API gives to everybody, waits for the rest, and gives up what is not named', async () => {
    const wish = { apiScopes: ['nhn:fritt/les', 'nhn:kjernejournal/api'] }
    const answer = await tool.call('PUT', '/v1/client', wish)
    expect(answer.status).toBe(200)
    expect(answer.body['apiScopes']).toEqual([
      { scope: 'nhn:selvbetjening/client', status: 'Ok', statusReason: null },
      { scope: 'nhn:fritt/les', status: 'Ok', statusReason: null },
      { scope: 'nhn:kjernejournal/api', status: 'Pending', statusReason: 'waits for the owner of the API' },
    ])
    expect((await tool.token('nhn:fritt/les')).status).toBe(200)
    expect((await tool.token('nhn:kjernejournal/api')).body['error']).toBe('invalid_scope')
    expect((await tool.token('nhn:provesvar/api')).body['error']).toBe('invalid_scope')
  })

  it('waits with claims for an operator, beside those that are agreed', async () => {
    const epj = new SelfServiceTool(await broker.client('epj-nordfjell'))
    const claims = [
      { key: journal, value: 'b' },
      { key: fresh, value: 'c' },
    ]
    const wish = { apiScopes: [], audienceSpecificClientClaims: claims, redirectUris: null }
    const answer = await epj.call('PUT', '/v1/client', wish)
    expect(answer.status).toBe(200)
    expect(answer.body['audienceSpecificClientClaims']).toMatchObject([
      { claimType: 'herid', activeClaimValue: 'x', pendingClaimValue: null, status: 'Ok' },
      { claimType: journal, activeClaimValue: 'a', pendingClaimValue: 'b', status: 'UpdatePending' },
      { claimType: fresh, activeClaimValue: null, pendingClaimValue: 'c', status: 'Pending' },
    ])
    const again = await epj.call('PUT', '/v1/client', { apiScopes: [], audienceSpecificClientClaims: [] })
    expect(JSON.stringify(again.body['audienceSpecificClientClaims'])).not.toContain('Pending"')
  })

  it('acts for the organisations that have delegated, with the terms that they have accepted', async () => {
    const sky = new SelfServiceTool(await broker.client('skyjournal'))
    const answer = await sky.call('GET', '/v1/multi-tenant-delegations')
    const delegations: unknown[] = JSON.parse(answer.text)
    expect(delegations).toHaveLength(2)
    expect(delegations[0]).toEqual({
      delegator: { organizationNumber: '310000124', name: expect.any(String), isHelsenettMember: expect.any(Boolean) },
      serviceTerms: [
        {
          uri: 'nhn:reseptformidleren',
          name: 'Reseptformidleren',
          delegatorHasSigned: expect.any(Boolean),
          scopes: ['nhn:reseptformidleren/api'],
        },
      ],
    })
    expect(JSON.parse((await tool.call('GET', '/v1/multi-tenant-delegations')).text)).toEqual([])
  })

  it('is told what is wrong as problem+json', async () => {
    const answer = await tool.call('PUT', '/v1/client', { apiScopes: ['nhn:finnes/ikke'] })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    for (const member of ['type', 'title', 'status', 'detail', 'instance']) expect(answer.body).toHaveProperty(member)
  })
})
