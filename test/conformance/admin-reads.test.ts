import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccessQuery, type AccessRow, readAccess } from '#src/admin/access/read-access.ts'
import { countLiveLogins } from '#src/admin/usage/live-logins.ts'
import { readRefusals } from '#src/admin/usage/recent-refusals.ts'
import { readTokenUse } from '#src/admin/usage/token-use.ts'
import type { AuditEntry } from '#src/audit/entry.ts'
import { systemClock } from '#src/operations/clock.ts'
import { listRevisions } from '#src/registry/store/history.ts'
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'

let server: PostgresqlServer
const folder = mkdtempSync(join(tmpdir(), 'tillit-admin-reads-'))
beforeAll(async () => {
  server = await startPostgresql()
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const places = [
  ['SQLite', async () => folder],
  ['PostgreSQL', () => server.newDatabase()],
] as const

const ownScopes = ['nhn:kjernejournal/api', 'nhn:provesvar/api', 'nhn:reseptformidleren/api']
const visibilities: readonly AccessQuery['visible'][] = [
  undefined,
  { organisations: ['310000094'], scopes: ownScopes },
  { organisations: ['999977774', '310000116'], scopes: [] },
  { organisations: ['999977774'], scopes: ['nhn:kjernejournal/api'] },
]
const filters: readonly Partial<AccessQuery>[] = [
  {},
  { client: 'epj-nordfjell' },
  { scopes: ['nhn:provesvar/api', 'nhn:kjernejournal/api'] },
  { scopes: [] },
  { organisation: '999977774' },
  { status: 'requested' },
  { status: 'approved', organisation: '310000116', scopes: ['nhn:reseptformidleren/api'] },
]

describe.each(places)('what the admin API reads on %s', (_name, newPlace) => {
  let node: RegistryNode
  let place: string
  beforeAll(async () => {
    place = await newPlace()
    node = await openRegistryNode(place)
    await node.seed()
  })
  afterAll(() => node?.close())

  /** As the documents have it, looked through one by one. */
  function expected({ visible, client, scopes, organisation, status }: Omit<AccessQuery, 'limit'>): readonly string[] {
    const rows = node.live.registry
      .clients()
      .flatMap(({ clientId: client_id, organisation: number, access }) =>
        access.map(
          (entry): AccessRow => ({ client_id, organisation: number, scope: entry.scope, status: entry.status }),
        ),
      )
    return rows
      .filter(
        (row) =>
          visible === undefined ||
          visible.organisations.includes(row.organisation) ||
          visible.scopes.includes(row.scope),
      )
      .filter((row) => client === undefined || row.client_id === client)
      .filter((row) => scopes === undefined || scopes.includes(row.scope))
      .filter((row) => organisation === undefined || row.organisation === organisation)
      .filter((row) => status === undefined || row.status === status)
      .map(({ scope, client_id }) => `${scope} ${client_id}`)
      .sort()
  }

  async function pages(query: Omit<AccessQuery, 'limit'>): Promise<readonly string[]> {
    const found: string[] = []
    for (let after: AccessQuery['after']; ; ) {
      const rows: readonly AccessRow[] = await readAccess(node.database, { ...query, after, limit: 3 })
      found.push(...rows.map(({ scope, client_id }) => `${scope} ${client_id}`))
      after = rows.at(-1)
      if (after === undefined) return found
    }
  }

  it('is access in pages of one order, for whoever may see it and whatever is asked', async () => {
    for (const visible of visibilities) {
      for (const filter of filters) {
        expect(await pages({ visible, ...filter })).toEqual(expected({ visible, ...filter }))
      }
    }
    expect(expected({ visible: undefined }).length).toBeGreaterThan(10)
  })

  it('follows every change of a client’s access', async () => {
    const document = JSON.parse(node.live.current.documents.get({ kind: 'client', id: 'skyjournal' })?.text ?? '{}')
    const author = { kind: 'operator', id: 'kari' } as const
    const apply = (id: string, value: unknown) =>
      node.store.apply({ changes: [{ kind: 'client', id, document: value }], author, reason: 'test' })
    await apply('skyjournal', { ...document, access: document.access.slice(1) })
    expect(await pages({ visible: undefined })).toEqual(expected({ visible: undefined }))
    await apply('skyjournal', undefined)
    await apply('ny-klient', { ...document, client_id: 'ny-klient' })
    expect(await pages({ visible: undefined })).toEqual(expected({ visible: undefined }))
    const own = await listRevisions(node.database, { limit: 10, organisations: ['310000116'] })
    expect(own.map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect(await listRevisions(node.database, { limit: 10, organisations: ['310000701'] })).toHaveLength(1)
  })

  it('is how much a client is used, as it was recorded', async () => {
    const record = (event: AuditEntry['event'], more: Partial<AuditEntry> = {}): AuditEntry => ({
      event,
      outcome: 'done',
      actor: { kind: 'client', id: 'epj-fjord' },
      clientId: 'epj-fjord',
      ...more,
    })
    const token = record('token.issued', { api: 'nhn:kjernejournal' })
    await node.audit.append(token, token, record('token.issued', { api: 'nhn:provesvar' }))
    await node.audit.append(token, record('token.refused', { outcome: 'refused', reason: 'scope_refused' }))
    const parts = { database: node.database, clock: systemClock, sessionAbsoluteSeconds: 28_800 }
    const uses = await readTokenUse(parts, ['epj-fjord', 'vaktplan-fjord'])
    expect(uses.map(({ resource, tokens30Days }) => [resource, tokens30Days]).sort()).toEqual([
      ['nhn:kjernejournal', 3],
      ['nhn:provesvar', 1],
    ])
    expect(await readRefusals(node.database, 'epj-fjord')).toMatchObject([{ number: 'TLT-304' }])
    const [one, other] = ['07918449935', '15859049823']
    const ended = record('session.ended', { pid: one, details: { because: 'logout', clients: ['epj-fjord'] } })
    await node.audit.append(record('code.issued', { pid: one }), record('code.issued', { pid: other }))
    expect(await countLiveLogins(parts, ['epj-fjord', 'vaktplan-fjord'])).toBe(2)
    await node.audit.append(ended)
    expect(await countLiveLogins(parts, ['epj-fjord'])).toBe(1)
    await node.audit.append(record('code.issued', { pid: one }))
    expect(await countLiveLogins(parts, ['epj-fjord'])).toBe(2)
    expect(await countLiveLogins({ ...parts, sessionAbsoluteSeconds: -1 }, ['epj-fjord'])).toBe(0)
  })

  it('is there after an update too, for what was registered and recorded before', async () => {
    const access = await pages({ visible: undefined })
    const read = () => readTokenUse({ database: node.database, clock: systemClock }, ['epj-fjord'])
    const uses = await read()
    const names = ['registry-access-1', 'registry-history-organisation-1', 'audit-count-1']
    await node.database.write(async (transaction) => {
      for (const statement of [
        'drop table registry_access',
        'drop index registry_history_by_organisation',
        'alter table registry_history drop column organisation',
        'drop table audit_count',
        'drop index audit_record_refused',
        `delete from migration where name in (${names.map((name) => `'${name}'`).join(', ')})`,
      ]) {
        await sql.raw(statement).execute(transaction)
      }
      return true
    })
    await node.close()
    node = await openRegistryNode(place)
    expect(await pages({ visible: undefined })).toEqual(access)
    expect((await read()).map(({ resource, tokens30Days }) => [resource, tokens30Days]).sort()).toEqual(
      uses.map(({ resource, tokens30Days }) => [resource, tokens30Days]).sort(),
    )
    const own = await listRevisions(node.database, { limit: 10, organisations: ['310000116'] })
    expect(own.map(({ number }) => number)).toEqual([4, 3, 2, 1])
  })
})
