import type { JWK } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AdminClient, adminClientOf, operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { inDatabase } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { makeClientKey, selfServiceScope, toolOf } from '../support/self-service.ts'
import { type Answer, read } from '../support/test-client.ts'

const admin = (name: string) => ({ scope: `tillit:admin/${name}`, status: 'approved', approved_by: '000000000' })

let broker: TestBroker
/** A program of the organisation, which has the rights of its owner. */
let owner: AdminClient
let apiKey: string
beforeAll(async () => {
  broker = await startTestBroker({
    'integrasjon-nordfjell': { access: [admin('registry.read'), admin('registry.write')] },
  })
  const client = await broker.client('integrasjon-nordfjell')
  owner = await adminClientOf(client, ['tillit:admin/registry.read', 'tillit:admin/registry.write'])
  const made = await owner.call('POST', '/api-keys', {
    body: { organisation: '999977774', name: 'Nordfjells nye journal' },
    headers: reason,
  })
  apiKey = String(made.body['api_key'])
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const reason = { 'tillit-reason': 'test' }

async function postDraft(draft: unknown, headers: Record<string, string> = { 'api-key': apiKey }): Promise<Answer> {
  const url = `${broker.issuer}/selvbetjening/v1/client-drafts`
  const sent = { 'content-type': 'application/json', ...headers }
  return read(await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(draft) }))
}

const draftOf = (publicJwk: JWK, more: object = {}) => ({
  organizationNumber: '999977774',
  publicJwk: JSON.stringify(publicJwk),
  apiScopes: [selfServiceScope, 'nhn:kjernejournal/api'],
  ...more,
})

describe('a client from draft to use', () => {
  it('gives nothing as a draft, what is free once it is confirmed, and the rest when the API’s owner has agreed', async () => {
    const { publicJwk, privateJwk } = await makeClientKey({ alg: 'PS256' })
    const created = await postDraft(draftOf(publicJwk))
    expect(created.status).toBe(201)
    expect(Object.keys(created.body)).toEqual(['clientId'])
    const id = String(created.body['clientId'])
    expect(id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
    const tool = await toolOf(id, broker.issuer, privateJwk)
    expect((await tool.token()).body['error']).toBe('invalid_client')

    const confirmed = await owner.call('POST', `/clients/${id}/confirmation`, { body: {}, headers: reason })
    expect(confirmed.status).toBe(200)
    expect(confirmed.body).toMatchObject({ status: 'active', keys: [{ thumbprint: publicJwk.kid, days_left: 730 }] })
    expect((await tool.token()).status).toBe(200)
    const status = async () => (await tool.call('GET', '/v1/client')).body['apiScopes']
    expect(await status()).toMatchObject([
      { scope: selfServiceScope, status: 'Ok' },
      { scope: 'nhn:kjernejournal/api', status: 'Pending' },
    ])
    expect((await tool.token('nhn:kjernejournal/api')).body['error']).toBe('invalid_scope')

    await approve(id)
    expect(await status()).toMatchObject([{ status: 'Ok' }, { status: 'Ok' }])
    expect((await tool.token('nhn:kjernejournal/api')).status).toBe(200)
    const again = await owner.call('POST', `/clients/${id}/confirmation`, { body: {}, headers: reason })
    expect([again.status, again.body['number']]).toEqual([409, 'TLT-619'])
    expectSilentLog(broker)
  })

  it('logs people in when it has an address that they come back to', async () => {
    const { publicJwk } = await makeClientKey()
    const redirectUris = ['http://localhost:1337/callback']
    const { body } = await postDraft(draftOf(publicJwk, { redirectUris, childOrganizationNumbers: null }))
    const made = await owner.get(`/clients/${String(body['clientId'])}`)
    expect(made.body).toMatchObject({
      kind: 'native',
      client_name: 'Nordfjells nye journal',
      redirect_uris: redirectUris,
      scope: 'openid profile offline_access',
      status: 'draft',
    })
    const history = await owner.get(`/clients/${String(body['clientId'])}/revisions`)
    expect(history.text).toContain('"on_behalf_of":"999977774"')
    expect(history.text).toContain('Nordfjells nye journal')
  })

  it('is confirmed only with the key that was seen', async () => {
    const { publicJwk } = await makeClientKey()
    const { body } = await postDraft(draftOf(publicJwk))
    const path = `/clients/${String(body['clientId'])}/confirmation`
    const other = await owner.call('POST', path, { body: { thumbprint: 'x' }, headers: reason })
    expect([other.status, other.body['number']]).toEqual([412, 'TLT-604'])
    const seen = await owner.call('POST', path, { body: { thumbprint: publicJwk.kid }, headers: reason })
    expect(seen.status).toBe(200)
  })
})

describe('the API key of an organisation', () => {
  it('is kept as a digest, listed without it, and gives nothing after it was taken back', async () => {
    const other = await owner.call('POST', '/api-keys', {
      body: { organisation: '999977774', name: 'En annen' },
      headers: reason,
    })
    const secret = String(other.body['api_key'])
    expect(secret).toMatch(/^[\w-]{43}$/)
    const rows = inDatabase(broker.dataDir, (database) =>
      JSON.stringify(database.prepare('SELECT * FROM api_key').all()),
    )
    expect(rows).not.toContain(secret)
    const listed = await owner.get('/api-keys')
    expect(listed.body['items']).toHaveLength(2)
    expect(listed.text).not.toContain(secret)
    const path = `/api-keys/${String(other.body['id'])}`
    expect((await owner.call('DELETE', path, { headers: reason })).status).toBe(204)
    const { publicJwk } = await makeClientKey()
    const answer = await postDraft(draftOf(publicJwk), { 'api-key': secret })
    expect([answer.status, answer.body['number']]).toEqual([401, 'TLT-618'])
    expect((await owner.call('DELETE', path, { headers: reason })).status).toBe(404)
    expectSilentLog(broker)
  })

  it('ends by itself', async () => {
    const { publicJwk } = await makeClientKey()
    expect((await postDraft(draftOf(publicJwk))).status).toBe(201)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 366 * 86_400_000 })
    expect((await postDraft(draftOf(publicJwk))).status).toBe(401)
  })

  it('is made only for what is one’s own', async () => {
    const body = { organisation: '310000094', name: 'Noen andres' }
    expect((await owner.call('POST', '/api-keys', { body, headers: reason })).status).toBe(404)
    const late = { organisation: '999977774', name: 'For sein', expires_at: '2020-01-01T00:00:00Z' }
    expect((await owner.call('POST', '/api-keys', { body: late, headers: reason })).status).toBe(400)
    const operator = await operatorClient(broker)
    expect((await operator.get('/api-keys')).status).toBe(200)
    expect((await operator.call('POST', '/api-keys', { body, headers: reason })).status).toBe(201)
    expect((await owner.get('/api-keys')).text).not.toContain('Noen andres')
  })
})

/** What the owner of the API says, carried out by an operator. */
async function approve(id: string): Promise<void> {
  const operator = await operatorClient(broker)
  const answer = await operator.get(`/clients/${id}`)
  const list: Record<string, unknown>[] = Object(answer.body['access'])
  const access = list.map((one) =>
    one['status'] === 'requested' ? { ...one, status: 'approved', approved_by: '310000094' } : one,
  )
  const etag = answer.headers.get('etag') ?? ''
  expect((await operator.put(`/clients/${id}`, { ...answer.body, access }, { etag })).status).toBe(200)
}
