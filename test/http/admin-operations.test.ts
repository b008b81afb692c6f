import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { machineOf, personOf, withAdminAccess } from '../support/admin-people.ts'
import { inDatabase, lastAuditSeq, readAudit } from '../support/audit.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'

/** P09, who administers nothing to begin with. */
const pid = '71927949983'

let broker: TestBroker
let operator: AdminClient
let owner: AdminClient
beforeAll(async () => {
  broker = await startTestBroker(withAdminAccess('integrasjon-nordfjell'))
  operator = await operatorClient(broker)
  owner = await machineOf(broker, 'integrasjon-nordfjell')
})
afterAll(() => broker.close())

describe('administrators', () => {
  it('are added and taken away by an operator, recorded, and in force at the next request', async () => {
    const before = lastAuditSeq(broker.dataDir)
    const added = await operator.post('/administrators', { pid, name: 'Olena Kovalenko', organisation: '310000116' })
    expect(added.status).toBe(201)
    const { id } = added.body
    const list = await operator.get('/administrators')
    expect(list.body['items']).toMatchObject([{ id, organisation: '310000116', added_by: 'tillit-operator' }])
    const person = await personOf(broker, 'P09')
    expect((await person.get('/clients')).text).toContain('skyjournal')
    expect((await person.get('/clients/epj-nordfjell')).status).toBe(404)
    const path = `/administrators/${String(id)}/organisations/310000116`
    expect((await operator.call('DELETE', path)).status).toBe(400)
    expect((await operator.call('DELETE', path, { headers: { 'tillit-reason': 'sluttet' } })).status).toBe(204)
    expect((await person.get('/clients')).status).toBe(403)
    expect((await operator.call('DELETE', path, { headers: { 'tillit-reason': 'igjen' } })).status).toBe(404)
    const changes = readAudit(broker.dataDir, before).filter(({ event }) => event === 'administrator.changed')
    expect(changes.map(({ details }) => details)).toMatchObject([
      { action: 'add', administrator: id, reason: 'test' },
      { action: 'remove', administrator: id, reason: 'sluttet' },
    ])
    expect(JSON.stringify(readAudit(broker.dataDir, before)) + broker.logText() + list.text).not.toContain(pid)
  })

  it('are people with a number of this environment, and organisations that are registered', async () => {
    const wrong = await operator.post('/administrators', { pid: '01010112345', name: 'X', organisation: '999999999' })
    expect([wrong.status, wrong.body['errors']]).toMatchObject([
      422,
      [{ pointer: '/pid' }, { pointer: '/organisation' }],
    ])
    expect(wrong.text).not.toContain('01010112345')
  })
})

describe('the audit trail', () => {
  it('is searched by person, client and event, and the look is recorded', async () => {
    await tokensOf(await broker.client('epj-nordfjell'), 'P01')
    const found = await operator.post('/audit/search', { pid: '07918449935', event: 'login.completed' })
    expect(found.body['records']).toMatchObject([{ client_id: 'epj-nordfjell', outcome: 'done' }])
    const last = readAudit(broker.dataDir).at(-1)
    expect(last).toMatchObject({ event: 'operator.command', details: { operation: 'searchAudit' } })
    expect(last?.person?.digest).toBeDefined()
    const page = await operator.post('/audit/search', { client_id: 'epj-nordfjell', limit: 2 })
    const next = await operator.post('/audit/search', {
      client_id: 'epj-nordfjell',
      limit: 2,
      before: page.body['next'],
    })
    expect(next.text).not.toBe(page.text)
    const lines = (await operator.post('/audit/export', { event: 'code.issued', client_id: 'epj-nordfjell' })).text
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['code.issued'])
  })

  it('shows an owner what is about its own organisation', async () => {
    await (await broker.client('skyjournal')).machineToken('nhn:kjernejournal/api')
    const all = await owner.post('/audit/search', { limit: 1000 })
    expect(all.text).toContain('epj-nordfjell')
    expect(all.text).not.toContain('skyjournal')
    expect((await owner.post('/audit/search', { client_id: 'skyjournal' })).body['records']).toEqual([])
    expect((await owner.post('/audit/export', {})).text).not.toContain('skyjournal')
  })

  it('explains one request by its reference code', async () => {
    const refused = await (await broker.client('epj-nordfjell')).machineToken('nhn:provesvar/api')
    const correlation = refused.headers.get('x-correlation-id') ?? ''
    for (const code of [correlation, `${correlation.slice(0, 5)}-${correlation.slice(5, 10)}`.toLowerCase()]) {
      const told = await owner.get(`/explanations/${code}`)
      expect(told.body['records']).toMatchObject([{ event: 'token.refused', reason: 'scope_refused' }])
    }
    expect((await operator.get('/explanations/00000-00000')).status).toBe(404)
  })

  it('is whole, and told not to be when a byte of it is another', async () => {
    const good = await operator.post('/audit/verification', {})
    expect(good.body).toMatchObject({ whole: true })
    const change = (from: string, to: string) =>
      inDatabase(broker.dataDir, (database) =>
        database.prepare('UPDATE audit_record SET record = replace(record, ?, ?) WHERE seq = 3').run(from, to),
      )
    change('"outcome":"done"', '"outcome":"dona"')
    expect((await operator.post('/audit/verification', {})).body).toMatchObject({
      whole: false,
      broken_at: 3,
      problem: 'changed',
    })
    change('"outcome":"dona"', '"outcome":"done"')
    expect((await operator.post('/audit/verification', {})).body).toMatchObject({ whole: true })
  })
})

describe('what if', () => {
  it('shows the token that would be issued, or the rule that refuses', async () => {
    const ask = (body: object) => operator.post('/what-if', { client_id: 'epj-nordfjell', ...body })
    const issued = await ask({ scopes: ['openid', 'nhn:kjernejournal/api'], idp: 'bankid-oidc' })
    expect(issued.body).toMatchObject({
      kind: 'issued',
      token_kind: 'user',
      access_tokens: [
        { resource: 'nhn:kjernejournal', claims: { aud: 'nhn:kjernejournal', client_id: 'epj-nordfjell' } },
      ],
    })
    expect((await ask({ scopes: ['nhn:provesvar/api'] })).body).toMatchObject({ kind: 'refused', number: 'TLT-304' })
    expect((await ask({ scopes: ['nhn:kjernejournal/api'], level: 3 })).body).toMatchObject({ reason: 'level_too_low' })
    const named = await ask({ scopes: ['nhn:kjernejournal/api'], organisation: { child: '999999999' } })
    expect(named.body).toMatchObject({ kind: 'refused' })
  })
})

describe('providers, status and catalogue', () => {
  it('tell the logins of today', async () => {
    await loginAs(await broker.client('epj-nordfjell'), 'P05')
    const { items } = (await operator.get('/providers')).body
    expect(items).toContainEqual(expect.objectContaining({ id: 'bankid-oidc', level_cap: 4, status: 'up' }))
    const bankid = Array.isArray(items) ? items.find(({ id }) => id === 'bankid-oidc') : {}
    expect(bankid.logins_today).toBeGreaterThan(0)
    expect((await operator.get('/status')).body).toMatchObject({ environment: 'development', is_stale: false })
  })

  it('list what anybody may ask for', async () => {
    const { body } = await owner.get('/catalogue?limit=2')
    expect(body['items']).toMatchObject([
      {
        resource: 'nhn:kjernejournal',
        owner: '310000094',
        scopes: [{ name: 'nhn:kjernejournal/api', approval: 'owner' }],
      },
      { resource: 'nhn:provesvar' },
    ])
    expect((await owner.get(`/catalogue?after=${String(body['next'])}`)).text).not.toContain('nhn:provesvar')
  })
})
