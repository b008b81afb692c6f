import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmReturnAddress } from '#src/self-service/confirm-return.ts'
import { type AdminClient, adminClientOf, operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { makeClientKey } from '../support/self-service.ts'
import { type Answer, read } from '../support/test-client.ts'

const reason = { 'tillit-reason': 'test' }
let broker: TestBroker
let operator: AdminClient
beforeAll(async () => {
  broker = await startTestBroker({
    'integrasjon-nordfjell': {
      access: ['registry.read', 'registry.write'].map((name) => ({
        scope: `tillit:admin/${name}`,
        status: 'approved',
        approved_by: '000000000',
      })),
    },
  })
  operator = await operatorClient(broker)
})
afterAll(() => broker.close())

async function makeApiKey(organisation = '999977774'): Promise<string> {
  const body = { organisation, name: 'Et program' }
  return String((await operator.call('POST', '/api-keys', { body, headers: reason })).body['api_key'])
}

async function postDraft(more: object, headers: Record<string, string>): Promise<Answer> {
  const { publicJwk } = await makeClientKey()
  const draft = { organizationNumber: '999977774', publicJwk, apiScopes: [], ...more }
  const sent = { 'content-type': 'application/json', ...headers }
  const url = `${broker.issuer}/selvbetjening/v1/client-drafts`
  return read(await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(draft) }))
}

const changes = (after: number) => readAudit(broker.dataDir, after).filter(({ event }) => event === 'registry.changed')
const number = (answer: Answer) => [answer.status, answer.body['number']]

const access = [{ scope: 'nhn:kjernejournal/api', status: 'approved', approved_by: '310000094' }]
interface DraftRow {
  readonly name: string
  readonly source: string
  readonly more: object
  readonly expected: readonly unknown[]
}
const tampered: readonly DraftRow[] = [
  { name: 'for another organisation', source: 'decision 98', more: { organizationNumber: '310000094' }, expected: [403, 'TLT-602'] },
  { name: 'for the broker’s own organisation', source: 'decision 67', more: { organizationNumber: '000000000' }, expected: [403, 'TLT-602'] },
  { name: 'that is active at once', source: 'OWASP API3', more: { status: 'active' }, expected: [400, 'TLT-301'] },
  { name: 'that is multi-tenant', source: 'HelseID 1.13', more: { tenancy: 'multi-tenant' }, expected: [400, 'TLT-301'] },
  { name: 'with a client id of its own', source: 'OWASP API3', more: { client_id: 'epj-nordfjell' }, expected: [400, 'TLT-301'] },
  { name: 'with access of its own', source: 'OWASP API3', more: { access }, expected: [400, 'TLT-301'] },
  { name: 'with a scope that is not there', source: 'RFC 6749 section 3.3', more: { apiScopes: ['nhn:finnes/ikke'] }, expected: [422, 'TLT-603'] },
  { name: 'with somebody else’s sub-unit', source: 'HelseID 1.13', more: { childOrganizationNumbers: ['310000108'] }, expected: [422, 'TLT-603'] },
  { name: 'with a redirect over http', source: 'FAPI 2.0 section 5.3.2.2', more: { redirectUris: ['http://evil.example/'] }, expected: [422, 'TLT-603'] },
  { name: 'with a private key', source: 'RFC 7517 section 9.2', more: { publicJwk: { kty: 'EC', d: 'c2VjcmV0LXNlY3JldA' } }, expected: [422, 'TLT-606'] },
  { name: 'with a private key in a text', source: 'RFC 7517 section 9.2', more: { publicJwk: '{"kty":"EC","d":"c2VjcmV0LXNlY3JldA"}' }, expected: [422, 'TLT-606'] },
  { name: 'with a key that is none', source: 'RFC 7517 section 4', more: { publicJwk: '{"kty":"EC"}' }, expected: [422, 'TLT-603'] },
] // biome-ignore format: a table reads better in few lines

describe('a draft', () => {
  it.each(tampered)('is not made $name ($source)', async ({ more, expected }) => {
    const apiKey = await makeApiKey()
    const seq = lastAuditSeq(broker.dataDir)
    const answer = await postDraft(more, { 'api-key': apiKey })
    expect(number(answer)).toEqual(expected)
    expect(changes(seq)).toEqual([])
    expect(answer.text + broker.logText()).not.toContain('c2VjcmV0LXNlY3JldA')
    expectSilentLog(broker)
  })

  it('is confirmed by its own organisation alone (OWASP API1)', async () => {
    const answer = await postDraft({ organizationNumber: '310000094' }, { 'api-key': await makeApiKey('310000094') })
    const id = String(answer.body['clientId'])
    const client = await broker.client('integrasjon-nordfjell')
    const other = await adminClientOf(client, ['tillit:admin/registry.read', 'tillit:admin/registry.write'])
    const seq = lastAuditSeq(broker.dataDir)
    const refused = await other.call('POST', `/clients/${id}/confirmation`, { body: {}, headers: reason })
    expect(number(refused)).toEqual([404, 'TLT-310'])
    expect(changes(seq)).toEqual([])
  })

  it('is not made again and again with one key (OWASP API4)', async () => {
    const apiKey = await makeApiKey()
    const answers: Answer[] = []
    for (let n = 0; n < 25; n += 1) answers.push(await postDraft({}, { 'api-key': apiKey }))
    const last = answers.at(-1)
    expect([answers[0]?.status, last?.status]).toEqual([201, 429])
    expect(last?.headers.get('retry-after')).toMatch(/^\d+$/)
  })

  it('is not made when too many of the organisation’s wait, whatever key is used (OWASP API4)', async () => {
    const statuses: number[] = []
    for (let key = 0; key < 3; key += 1) {
      const apiKey = await makeApiKey()
      for (let n = 0; n < 18; n += 1) statuses.push((await postDraft({}, { 'api-key': apiKey })).status)
    }
    expect(statuses.at(-1)).toBe(422)
  })
})

describe('an API key', () => {
  it('that is none is refused with one answer, and guessing is stopped (OWASP API2)', async () => {
    const fresh = await startTestBroker()
    const draft = (headers: Record<string, string>) =>
      fetch(`${fresh.issuer}/selvbetjening/v1/client-drafts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    const told: Record<string, unknown>[] = []
    for (const headers of [{}, { 'api-key': 'x' }, { 'api-key': 'A'.repeat(43) }, { 'api-key': "' or 1=1 --" }]) {
      const answer = await read(await draft({ ...headers }))
      expect(answer.status).toBe(401)
      told.push({ ...answer.body, correlation_id: '' })
    }
    expect(new Set(told.map((body) => JSON.stringify(body))).size).toBe(1)
    const statuses: number[] = []
    for (let n = 0; n < 20; n += 1) statuses.push((await draft({ 'api-key': 'B'.repeat(43) })).status)
    expect(statuses.at(-1)).toBe(429)
    expectSilentLog(fresh)
    await fresh.close()
  })

  it('is no way into anything else (OWASP API5)', async () => {
    const headers = { 'api-key': await makeApiKey() }
    for (const path of ['/selvbetjening/v1/client', '/selvbetjening/v1/client-secret', '/admin/api/v1/clients']) {
      expect((await fetch(`${broker.issuer}${path}`, { headers })).status).toBe(401)
    }
  })
})

describe('the way back after a confirmation', () => {
  const back = (query: string) => confirmReturnAddress(new URLSearchParams(query), 'Success')

  it.each([
    ['redirectPort=1337&redirectPath=/callback', 'http://localhost:1337/callback?status=Success'],
    ['redirectPort=1337&redirectPath=callback', 'http://localhost:1337/callback?status=Success'],
    ['redirectPort=65535&redirectPath=a/b-c_d.e~f/', 'http://localhost:65535/a/b-c_d.e~f/?status=Success'],
    ['redirectPort=80', 'http://localhost:80/?status=Success'],
  ])('leads to the own machine: %s (RFC 8252 section 7.3)', (query, address) => {
    expect(back(query)).toBe(address)
  })

  it.each([
    'redirectPath=/callback',
    'redirectPort=0&redirectPath=/',
    'redirectPort=65536&redirectPath=/',
    'redirectPort=1337@evil.example&redirectPath=/',
    'redirectPort=80.evil.example&redirectPath=/',
    'redirectPort=%201337&redirectPath=/',
    'redirectPort=1e3&redirectPath=/',
    'redirectPort=1337&redirectPort=1338&redirectPath=/',
    'redirectPort=1337&redirectPath=/a&redirectPath=/b',
    'redirectPort=1337&redirectPath=//evil.example',
    'redirectPort=1337&redirectPath=@evil.example',
    'redirectPort=1337&redirectPath=/%5Cevil.example',
    'redirectPort=1337&redirectPath=/a?status=Success',
    'redirectPort=1337&redirectPath=/a%23b',
    'redirectPort=1337&redirectPath=/../x',
    'redirectPort=1337&redirectPath=/a%0d%0aSet-Cookie:x',
    'redirectPort=1337&redirectPath=https://evil.example/',
    'redirectPort=1337&redirectPath=/%252e%252e/x',
    `redirectPort=1337&redirectPath=/${'a'.repeat(300)}`,
  ])('leads nowhere with %s (RFC 9700 section 4.11)', (query) => {
    expect(back(query)).toBeUndefined()
  })
})
