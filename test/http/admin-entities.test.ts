import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { read } from '../support/test-client.ts'

let broker: TestBroker
let operator: AdminClient
beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
})
afterAll(() => broker.close())

const client = async (id: string) => {
  const answer = await operator.get(`/clients/${id}`)
  return { etag: answer.headers.get('etag') ?? '', document: answer.body }
}

describe('entities at the admin API', () => {
  it('lists each kind in pages, in the order of the ids', async () => {
    const first = await operator.get('/clients?limit=2')
    expect(first.status).toBe(200)
    const ids = (answer: typeof first) => JSON.stringify(answer.body['items'])
    expect(first.body['items']).toHaveLength(2)
    const second = await operator.get(`/clients?limit=2&after=${String(first.body['next'])}`)
    expect(second.body['items']).toHaveLength(2)
    expect(ids(second)).not.toContain(ids(first).slice(2, 60))
    for (const path of ['/organisations', '/apis', '/delegations']) expect((await operator.get(path)).status).toBe(200)
  })

  it('finds by organisation, status and text', async () => {
    const answer = await operator.get('/clients?organisation=999977774&status=active&q=EPJ%20NORD')
    expect(answer.text).toContain('epj-nordfjell')
    expect(answer.text).not.toContain('integrasjon-nordfjell')
    expect((await operator.get('/clients?q=%25')).body['items']).toEqual([])
  })

  it('tells of a status that there is not, in place of finding nothing', async () => {
    for (const path of ['/clients', '/apis', '/organisations', '/delegations']) {
      const answer = await operator.get(`${path}?status=aktiv`)
      expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ parameter: 'status' }]])
      expect(answer.text).toContain('active')
    }
  })

  it.each(['ÆRA ØST', 'æra øst', 'Æra Øst og Å'])('finds Norwegian letters in any case: %s', async (text) => {
    const { document } = await client('epj-nordfjell')
    const named = { ...document, client_id: 'aera', client_name: 'Æra Øst og Årdal', access: [] }
    await operator.put('/clients/aera', named)
    expect((await operator.get(`/clients?q=${encodeURIComponent(text)}`)).text).toContain('"aera"')
  })

  it('changes the version that was seen, and no other', async () => {
    const { etag, document } = await client('epj-nordfjell')
    const changed = await operator.put('/clients/epj-nordfjell', { ...document, client_name: 'EPJ Ny' }, { etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
    const late = await operator.put('/clients/epj-nordfjell', { ...document, client_name: 'For sein' }, { etag })
    expect(late.status).toBe(412)
    expect(late.headers.get('content-type')).toContain('application/problem+json')
    expect(late.body['number']).toBe('TLT-604')
    expect((await client('epj-nordfjell')).document['client_name']).toBe('EPJ Ny')
    const history = await operator.get('/clients/epj-nordfjell/revisions')
    expect(history.text).toContain('"reason":"test"')
  })

  it('creates what is not there, and refuses to when it is', async () => {
    const { document } = await client('skyjournal')
    const fresh = { ...document, client_id: 'ny-klient' }
    expect((await operator.put('/clients/ny-klient', fresh)).status).toBe(201)
    expect((await operator.put('/clients/ny-klient', fresh)).status).toBe(412)
  })

  it('says what a change would do and does not do it', async () => {
    const { etag, document } = await client('helsekort-web')
    const answer = await operator.call('PUT', '/clients/helsekort-web?dry_run=true', {
      body: { ...document, status: 'disabled' },
      headers: { 'if-match': etag },
    })
    expect(answer.status).toBe(200)
    expect(answer.body['changes']).toMatchObject([{ kind: 'client', action: 'disable', members: ['status'] }])
    expect((await client('helsekort-web')).etag).toBe(etag)
  })

  it.each([
    ['without a version', {}, { 'tillit-reason': 'x y z' }, 428, 'TLT-605'],
    ['without a reason', {}, { 'if-match': '"client/helsekort-web@1"' }, 400, 'TLT-301'],
    ['with a wrong member', { kind: 'robot' }, { 'if-match': '*', 'tillit-reason': 'why' }, 412, 'TLT-604'],
  ] as const)('refuses a change %s', async (_title, members, headers, status, number) => {
    const { document } = await client('helsekort-web')
    const answer = await operator.call('PUT', '/clients/helsekort-web', { body: { ...document, ...members }, headers })
    expect([answer.status, answer.body['number']]).toEqual([status, number])
  })

  it('tells every place of a wrong document by a pointer', async () => {
    const { etag, document } = await client('helsekort-web')
    const wrong = { ...document, kind: 'robot', access: [{ scope: 'nhn:finnes/ikke', status: 'approved' }] }
    const answer = await operator.put('/clients/helsekort-web', wrong, { etag })
    expect(answer.status).toBe(422)
    expect(answer.body['errors']).toMatchObject([{ pointer: '/kind', found: '"robot"' }])
  })

  it('refuses a private key and does not repeat it', async () => {
    const { etag, document } = await client('helsekort-web')
    const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I'
    const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k', d: secret }] }
    const answer = await operator.put('/clients/helsekort-web', { ...document, jwks }, { etag })
    expect([answer.status, answer.body['number']]).toEqual([422, 'TLT-606'])
    expect(answer.text + broker.logText()).not.toContain(secret)
  })

  it('serves its OpenAPI document to anybody', async () => {
    const answer = await read(await fetch(`${broker.issuer}/admin/api/v1/openapi.json`))
    expect(answer.body['openapi']).toBe('3.1.1')
    expect(Object.keys(Object(answer.body['paths']))).toContain('/clients/{id}')
  })
})

describe('what the admin API refuses', () => {
  it('takes no call without a token, and no Bearer', async () => {
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: 'DPoP x', dpop: 'y' }]) {
      const answer = await fetch(`${broker.issuer}/admin/api/v1/clients`, { headers: { ...headers } })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('DPoP')
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
  })

  it('answers a proof for another address or method with 401 and a challenge', async () => {
    const answer = await operator.call('GET', '/clients?limit=1', { headers: { dpop: 'not.a.proof' } })
    expect([answer.status, answer.body['number']]).toEqual([401, 'TLT-412'])
    expect(answer.headers.get('www-authenticate')).toContain('invalid_dpop_proof')
  })

  it('takes no token that lacks the scope', async () => {
    const reader = await operatorClient(broker, ['tillit:admin/registry.read'])
    const answer = await reader.put('/clients/ny', {})
    expect([answer.status, answer.body['number']]).toEqual([403, 'TLT-601'])
  })

  it('leaves the broker’s own entities alone', async () => {
    const answer = await operator.get('/clients/tillit-operator')
    const etag = answer.headers.get('etag') ?? ''
    const more = { ...answer.body, access: [{ scope: 'tillit:admin/registry.approve', status: 'approved' }] }
    expect((await operator.put('/clients/tillit-operator', more, { etag })).status).toBe(422)
  })
})

describe('the reason of a change', () => {
  it.each([
    ['moves the cursor', 'ny%1b%5b2Jt'],
    ['ends a text for a database', 'ny%00t'],
    ['turns the direction', 'ny%e2%80%aet'],
  ])('is refused when it %s, and nothing is changed', async (_name, reason) => {
    const { etag, document } = await client('skyjournal')
    const answer = await operator.call('PUT', '/clients/skyjournal', {
      body: { ...document, client_name: 'Skyjournal ny' },
      headers: { 'if-match': etag, 'tillit-reason': reason },
    })
    expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ parameter: 'Tillit-Reason' }]])
    expect((await client('skyjournal')).etag).toBe(etag)
  })
})
