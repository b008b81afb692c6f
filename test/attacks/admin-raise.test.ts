import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminFixture, type AdminRequest, ownScope, startAdminFixture } from '../support/admin-fixture.ts'
import { personOf } from '../support/admin-people.ts'
import { prepareRaise, type RaiseRow, raiseRows } from './admin-raise-rows.ts'

const write = 'tillit:admin/registry.write'
const approve = 'tillit:admin/registry.approve'
const operationsScope = 'tillit:admin/operations'
const reason = { 'tillit-reason': 'mer' }

let fixture: AdminFixture
beforeAll(async () => {
  fixture = await startAdminFixture()
  await prepareRaise(fixture)
})
afterAll(() => fixture?.broker.close())

const paths = { client: 'clients', api: 'apis', organisation: 'organisations', delegation: 'delegations' }

/** The document as it is, and as it is tampered with. */
async function prepare({ kind, id, from = id, tamper }: RaiseRow) {
  const { body, headers } = await fixture.operator.get(`/${paths[kind]}/${from}`)
  return { document: tamper(body), etag: headers.get('etag') ?? '', path: `/${paths[kind]}/${id}` }
}

/** Refused, recorded as that, and nothing else has happened. */
async function expectRefused(role: 'owner machine' | 'owner person', scope: string, request: AdminRequest) {
  const revision = fixture.revision()
  const seq = fixture.audit(0).length
  const answer = await fixture.call(role, scope, request)

  expect([403, 404]).toContain(answer.status)
  expect(fixture.revision()).toBe(revision)
  expect(fixture.audit(seq).map(({ event }) => event)).toEqual(['request.refused'])
  return answer
}

describe.each(['owner machine', 'owner person'] as const)('an %s (design 9)', (role) => {
  it.each(raiseRows)('does not get through a PUT by which it $name', async (row) => {
    const { document, etag, path } = await prepare(row)
    if (document === undefined) return
    const seen = row.from === undefined ? { 'if-match': etag } : { 'if-none-match': '*' }
    await expectRefused(role, write, { method: 'PUT', path, body: document, headers: { ...reason, ...seen } })
  })

  it.each(raiseRows)('does not get through a revision by which it $name', async (row) => {
    const { document = null } = await prepare(row)
    const changes = [{ kind: row.kind, id: row.id, document }]
    await expectRefused(role, write, { method: 'POST', path: '/revisions', body: { changes }, headers: reason })
  })

  it('does not hide it among what it may do', async () => {
    const { body } = await fixture.operator.get('/clients/integrasjon-nordfjell')
    const own = { kind: 'client', id: 'integrasjon-nordfjell', document: { ...body, client_name: 'Ny' } }
    for (const row of raiseRows) {
      const { document = null } = await prepare(row)
      const changes = [own, { kind: row.kind, id: row.id, document }]
      await expectRefused(role, write, { method: 'POST', path: '/revisions', body: { changes }, headers: reason })
    }
  })

  it('does not go back to a time when it had more', async () => {
    await expectRefused(role, write, { method: 'POST', path: '/revisions/1/rollback', body: {}, headers: reason })
  })

  it.each([
    [
      'decides for another’s API',
      approve,
      '/access/decisions',
      { client_id: 'epj-nordfjell', scope: 'nhn:provesvar/api', decision: 'approve' },
    ],
    [
      'speaks on behalf of an owner',
      write,
      '/access/decisions-on-behalf',
      { client_id: 'epj-nordfjell', scope: 'nhn:provesvar/api', decision: 'approve', on_behalf_of: '310000094' },
    ],
    [
      'speaks on behalf of itself',
      write,
      '/access/decisions-on-behalf',
      { client_id: 'epj-nordfjell', scope: ownScope, decision: 'approve', on_behalf_of: '999977774' },
    ],
    [
      'makes itself an operator',
      operationsScope,
      '/administrators',
      { pid: '15859049823', name: 'Ingrid Solheim', organisation: '000000000' },
    ],
    ['asks for another’s client', write, '/access/requests', { client_id: 'skyjournal', scope: ownScope }],
  ] as const)('is refused when it %s', async (_name, scope, path, body) => {
    await expectRefused(role, scope, { method: 'POST', path, body, headers: reason })
  })

  it('is not believed when it says whose the command is', async () => {
    const { body, headers } = await fixture.operator.get('/clients/epj-nordfjell')
    const seq = fixture.audit(0).length
    const answer = await fixture.call(role, write, {
      method: 'PUT',
      path: '/clients/epj-nordfjell',
      body: { ...body, client_name: `EPJ ${role}` },
      headers: {
        ...reason,
        'if-match': headers.get('etag') ?? '',
        'tillit-os-user': 'kari',
        'tillit-os-host': 'drift-1',
      },
    })
    expect(answer.status).toBe(200)
    const [record] = fixture.audit(seq)
    expect(record).toMatchObject({
      event: 'registry.changed',
      actor: { kind: role === 'owner person' ? 'person' : 'client' },
    })
    expect(JSON.stringify(record)).not.toContain('kari')
  })
})

describe('somebody who administers nothing (design 9)', () => {
  it('gets nowhere with a token of the console, and it is recorded', async () => {
    const nobody = await personOf(fixture.broker, 'P09')
    const seq = fixture.audit(0).length
    const answer = await nobody.get('/clients')
    expect([answer.status, answer.body['number']]).toEqual([403, 'TLT-602'])
    expect(fixture.audit(seq)).toMatchObject([{ event: 'request.refused', client_id: 'tillit-console' }])
  })
})
