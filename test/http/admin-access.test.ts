import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { machineOf, personOf, withAdminAccess } from '../support/admin-people.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'

const scope = 'nhn:provesvar/api'
const asked = { client_id: 'skyjournal', scope }

let broker: TestBroker
let operator: AdminClient
let customer: AdminClient
let owner: AdminClient
let operatorPerson: AdminClient
beforeAll(async () => {
  broker = await startTestBroker(withAdminAccess('integrasjon-nordfjell', 'skyjournal'))
  operator = await operatorClient(broker)
  customer = await machineOf(broker, 'skyjournal')
  owner = await personOf(broker, 'P03')
  operatorPerson = await personOf(broker, 'P01')
})
afterAll(() => broker.close())

const entry = async (who: AdminClient, query: string) => {
  const answer = await who.get(`/access?${query}`)
  expect(answer.status).toBe(200)
  const { items } = answer.body
  return Array.isArray(items) ? items : []
}
const mayUse = async () => (await (await broker.client('skyjournal')).machineToken(scope)).status

describe('access, from asking to revoking', () => {
  it('is asked for by the client’s owner, decided by the API’s owner, and in force at once', async () => {
    expect(await mayUse()).toBe(400)
    const request = await customer.post('/access/requests', asked, 'prøvesvar til legevakt')
    expect(request.status).toBe(200)
    expect(request.body['access']).toMatchObject({
      status: 'requested',
      requested_by: 'skyjournal',
      request_reason: 'prøvesvar til legevakt',
    })
    const waiting = await entry(owner, `scope=${scope}&status=requested&client=skyjournal`)
    expect(waiting).toMatchObject([{ client_id: 'skyjournal', organisation: '310000116', resource: 'nhn:provesvar' }])
    expect(await mayUse()).toBe(400)
    const before = lastAuditSeq(broker.dataDir)
    const decided = await owner.post('/access/decisions', { ...asked, decision: 'approve' }, 'avtale 17')
    expect(decided.status).toBe(200)
    expect(decided.body['access']).toMatchObject({
      status: 'approved',
      approved_by: '310000094',
      decision_reason: 'avtale 17',
    })
    expect(readAudit(broker.dataDir, before)).toMatchObject([
      { event: 'registry.changed', client_id: 'skyjournal', actor: { kind: 'person', on_behalf_of: '310000094' } },
      { details: { action: 'approve-access', scopes: [scope] }, actor: { on_behalf_of: '310000094' } },
    ])
    expect(await mayUse()).toBe(200)
    expect(await entry(customer, `scope=${scope}`)).toMatchObject([{ tokens_30_days: 1 }])
  })

  it('ends when it is revoked, and can be asked for and given again', async () => {
    expect((await owner.post('/access/decisions', { ...asked, decision: 'revoke' })).status).toBe(200)
    expect(await mayUse()).toBe(400)
    const again = await customer.post('/access/requests', asked, 'ny avtale')
    expect(again.body['access']).toMatchObject({ status: 'requested', request_reason: 'ny avtale' })
    expect(again.body['access']).not.toHaveProperty('decided_by')
    expect((await owner.post('/access/decisions', { ...asked, decision: 'refuse' }, 'ikke ennå')).status).toBe(200)
    expect((await customer.post('/access/requests', asked)).body['access']).toMatchObject({ status: 'requested' })
    const history = await customer.get('/clients/skyjournal/revisions')
    for (const word of ['ny avtale', 'ikke ennå']) expect(history.text).toContain(word)
  })

  it('is given until a day, and then it is over', async () => {
    const past = { ...asked, decision: 'approve', valid_until: '2020-01-01T00:00:00Z' }
    const refused = await owner.post('/access/decisions', past)
    expect([refused.status, refused.body['errors']]).toMatchObject([422, [{ pointer: '/valid_until' }]])
    const until = '2099-01-01T00:00:00Z'
    const given = await owner.post('/access/decisions', { ...past, valid_until: until })
    expect(given.body['access']).toMatchObject({ status: 'approved', valid_until: until })
  })

  it('can be decided by an operator, in person or with the owner’s word, and both are named', async () => {
    const revoked = await operatorPerson.post('/access/decisions', { ...asked, decision: 'revoke' })
    expect(revoked.body['access']).toMatchObject({ status: 'revoked', decided_by: 'development-astrid-nordfjell' })
    const word = { ...asked, decision: 'approve', on_behalf_of: '310000094' }
    const given = await operator.call('POST', '/access/decisions-on-behalf', {
      body: word,
      headers: { 'tillit-reason': 'brev', 'tillit-os-user': 'kari', 'tillit-os-host': 'drift-1' },
    })
    expect(given.status).toBe(200)
    const last = readAudit(broker.dataDir).at(-1)
    expect(last).toMatchObject({
      actor: { kind: 'operator', id: 'tillit-operator', on_behalf_of: '310000094' },
      details: { os_user: 'kari', os_host: 'drift-1', reason: 'brev' },
    })
    const other = await operator.post('/access/decisions-on-behalf', { ...word, on_behalf_of: '999977774' })
    expect([other.status, other.body['number']]).toEqual([403, 'TLT-602'])
  })
})

describe('who decides on access', () => {
  it('is nobody who does not own the API', async () => {
    const own = await personOf(broker, 'P02')
    const body = { client_id: 'epj-nordfjell', scope, decision: 'approve' }
    expect((await own.post('/access/decisions', body)).status).toBe(403)
    expect((await own.post('/access/decisions', { ...body, client_id: 'skyjournal' })).status).toBe(404)
    const machine = await machineOf(broker, 'integrasjon-nordfjell')
    expect((await machine.post('/access/decisions', body)).status).toBe(403)
    expect((await machine.post('/access/decisions-on-behalf', { ...body, on_behalf_of: '310000094' })).status).toBe(403)
  })

  it('is not the operator who asked for it', async () => {
    const wished = { client_id: 'timebok-utsikten', scope }
    expect((await operatorPerson.post('/access/requests', wished)).status).toBe(200)
    const own = await operatorPerson.post('/access/decisions', { ...wished, decision: 'approve' })
    expect([own.status, own.body['number']]).toEqual([403, 'TLT-602'])
    expect((await owner.post('/access/decisions', { ...wished, decision: 'approve' })).status).toBe(200)
  })

  it('takes one decision of several that come at once on the same version', async () => {
    const wished = { client_id: 'epj-fjord', scope }
    const request = await operator.post('/access/requests', wished)
    const etag = String(request.body['etag'])
    const answers = await Promise.all(
      ['approve', 'refuse', 'approve', 'refuse'].map((decision) =>
        owner.call('POST', '/access/decisions', {
          body: { ...wished, decision },
          headers: { 'if-match': etag, 'tillit-reason': decision },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })
})

describe('the list of access', () => {
  it('shows each owner its clients and its APIs, in pages', async () => {
    const all: string[] = []
    for (let after = ''; ; ) {
      const answer = await owner.get(`/access?limit=2${after}`)
      const items: readonly Record<string, string>[] = Object(answer.body['items'])
      all.push(...items.map(({ client_id, scope: name }) => `${name} ${client_id}`))
      if (answer.body['next'] === undefined) break
      after = `&after=${encodeURIComponent(String(answer.body['next']))}`
    }
    expect(all).toEqual([...new Set(all)].sort())
    expect(all).toContain('nhn:kjernejournal/api epj-fjord')
    expect(all.join()).not.toContain('tillit:admin')
    const everything = await entry(operator, 'limit=500')
    expect(everything.length).toBeGreaterThan(all.length)
    const customers = await entry(customer, 'limit=500')
    expect(new Set(customers.map(({ client_id }) => client_id))).toEqual(new Set(['skyjournal']))
  })

  it('filters', async () => {
    const of = async (query: string) => (await entry(operator, query)).map(({ client_id }) => client_id)
    expect(await of('organisation=999977774&api=nhn:kjernejournal')).toEqual(['epj-nordfjell', 'integrasjon-nordfjell'])
    expect(await of('api=nhn:finnes-ikke')).toEqual([])
    expect(await of('client=epj-nordfjell&status=requested')).toEqual(['epj-nordfjell'])
  })
})
