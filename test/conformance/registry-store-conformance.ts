import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import type { Author, Change } from '#src/registry/store/change.ts'
import { diffRevisions, entityAt, listRevisions, revisionsOf } from '#src/registry/store/history.ts'
import { ChangeRefused, RegistryConflict } from '#src/registry/store/refusals.ts'
import { changesToRollBack } from '#src/registry/store/roll-back.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'

const author: Author = { kind: 'operator', id: 'kari', osUser: 'kari', osHost: 'drift-1' }

/** What a registry in a durable database must do. `place` names an empty database, the same each time. */
export function registryStoreConformance(name: string, parts: { readonly place: () => Promise<string> }): void {
  describe(`the registry on ${name}`, () => {
    let here: RegistryNode
    let there: RegistryNode

    beforeAll(async () => {
      const place = await parts.place()
      here = await openRegistryNode(place)
      there = await openRegistryNode(place)
      await Promise.all([here.seed(), there.seed()])
      await there.live.refresh()
    })

    afterAll(async () => {
      await here?.close()
      await there?.close()
    })

    const documentOf = (kind: EntityKind, id: string): Readonly<Record<string, unknown>> => {
      const text = here.live.current.documents.get({ kind, id })?.text
      if (text === undefined) throw new Error(`no ${kind} ${id}`)
      return JSON.parse(text)
    }
    const changeOf = (kind: EntityKind, id: string, members: Readonly<Record<string, unknown>>): Change => ({
      kind,
      id,
      document: { ...documentOf(kind, id), ...members },
    })
    const rename = (client_name: string) => changeOf('client', 'epj-nordfjell', { client_name })
    const apply = (node: RegistryNode, ...changes: readonly Change[]) =>
      node.store.apply({ changes, author, reason: 'a test' })
    const refusalOf = async (...changes: readonly Change[]) => {
      const before = here.live.revision
      const error: unknown = await apply(here, ...changes).catch((thrown: unknown) => thrown)
      await here.live.refresh()
      expect(here.live.revision).toBe(before)
      if (!(error instanceof ChangeRefused)) throw new Error('not refused')
      return error.problems
    }

    it('is filled once by two nodes that start together, as one revision', async () => {
      expect([here.live.revision, there.live.revision]).toEqual([1, 1])
      expect(here.live.registry.client('tillit-console')?.status).toBe('active')
      expect(here.live.registry.client('tillit-operator')?.status).toBe('draft')
      expect(here.live.registry.client('epj-nordfjell')?.redirectUris).toEqual(['http://localhost:3002/signin-oidc'])
      expect((await listRevisions(here.database, { limit: 10 })).map(({ author: { kind } }) => kind)).toEqual([
        'broker',
      ])
    })

    it('shows a change to every node, and keeps who, why, before and after', async () => {
      const { revision, plan } = await apply(here, rename('EPJ to'))
      expect(plan.changes.map(({ action, members }) => [action, members])).toEqual([['change', ['client_name']]])
      expect(here.live.registry.client('epj-nordfjell')?.clientName).toBe('EPJ to')
      await there.live.refresh()
      expect(there.live.registry.client('epj-nordfjell')?.clientName).toBe('EPJ to')
      const [newest] = await listRevisions(there.database, { limit: 1 })
      expect(newest).toMatchObject({ number: revision, author, reason: 'a test' })
      const [difference] = await diffRevisions(there.database, revision - 1, revision)
      expect([difference?.before, difference?.after].map((text) => JSON.parse(text ?? '{}').client_name)).toEqual([
        'EPJ Nordfjell',
        'EPJ to',
      ])
      const [same] = await diffRevisions(there.database, revision, revision - 1)
      expect([same?.after, same?.before]).toEqual([difference?.before, difference?.after])
    })

    it('makes no revision of a change that changes nothing, nor of a dry run', async () => {
      const before = here.live.revision
      expect((await apply(here, changeOf('client', 'skyjournal', {}))).revision).toBe(before)
      const dry = await here.store.apply({ changes: [rename('Tørr')], author, reason: 'a test', dryRun: true })
      expect([dry.revision, dry.plan.changes.length]).toEqual([before, 1])
      expect(here.live.registry.client('epj-nordfjell')?.clientName).not.toBe('Tørr')
    })

    it('lets one of two writers of an entity win, and loses nothing', async () => {
      const seen = { kind: 'client', id: 'epj-nordfjell' } as const
      const revision = here.live.current.documents.get(seen)?.revision ?? 0
      await there.live.refresh()
      const write = (node: RegistryNode, by: string) =>
        node.store.apply({ changes: [rename(by)], author, reason: by, expected: [{ ...seen, revision }] })
      const outcomes = await Promise.allSettled([write(here, 'one'), write(there, 'two')])
      const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
      expect(lost.map((error: unknown) => error instanceof RegistryConflict)).toEqual([true])
      await here.live.refresh()
      const winner = outcomes[0]?.status === 'fulfilled' ? 'one' : 'two'
      expect(here.live.registry.client('epj-nordfjell')?.clientName).toBe(winner)
    })

    it('keeps both of two changes of different entities that race', async () => {
      const names = async (n: number) => {
        await Promise.all([
          apply(here, changeOf('client', 'skyjournal', { client_name: `Sky ${n}` })),
          apply(there, changeOf('client', 'helsekort-web', { client_name: `Kort ${n}` })),
        ])
      }
      for (let n = 0; n < 5; n += 1) await names(n)
      await here.live.refresh()
      expect(here.live.registry.client('skyjournal')?.clientName).toBe('Sky 4')
      expect(here.live.registry.client('helsekort-web')?.clientName).toBe('Kort 4')
    })

    it('refuses a wrong document with every problem, by JSON pointer', async () => {
      const [access] = Object(documentOf('client', 'epj-nordfjell')['access'])
      const wrong = { organisation: '310000078', access: [{ ...access, approved_by: '999977774' }], nonsense: 1 }
      expect((await refusalOf(changeOf('client', 'epj-nordfjell', wrong))).map(({ pointer }) => pointer)).toEqual([
        '/nonsense',
      ])
      const { nonsense: _, ...form } = wrong
      expect(await refusalOf(changeOf('client', 'epj-nordfjell', form))).toMatchObject([
        { kind: 'client', id: 'epj-nordfjell', pointer: '/organisation', found: '"310000078"' },
        { pointer: '/child_organisations/0', allowed: 'a sub-unit whose parent is "310000078"' },
        { pointer: '/access/0/approved_by', found: '"999977774"' },
      ])
    })

    it('refuses a change that makes wrong what others say, and names them', async () => {
      const gone = await refusalOf({ kind: 'organisation', id: '310000094', document: undefined })
      expect(gone.map(({ kind, id, pointer }) => `${kind} ${id} ${pointer}`)).toEqual(
        expect.arrayContaining(['api nhn:provesvar /owner', 'client epj-nordfjell /access/0/approved_by']),
      )
      const [scope] = Object(documentOf('api', 'nhn:kjernejournal')['scopes'])
      const renamed = { scopes: [{ ...scope, name: 'nhn:kjernejournal/annet' }] }
      const stranded = await refusalOf(changeOf('api', 'nhn:kjernejournal', renamed))
      expect(stranded.map(({ id, pointer }) => `${id} ${pointer}`)).toContain('epj-nordfjell /access/0/scope')
      const moved = await refusalOf(changeOf('organisation', '310000132', { parent: '310000094' }))
      expect(moved.map(({ id, pointer }) => `${id} ${pointer}`)).toContain('epj-nordfjell /child_organisations/0')
    })

    it('takes entities that refer to each other in one change, and not one without the other', async () => {
      const organisation = changeOf('organisation', '310000094', { name: 'Ny' })
      const added = { ...Object(organisation.document), organisation_number: '310000078' }
      const newOrganisation: Change = { kind: 'organisation', id: '310000078', document: added }
      const newClient: Change = {
        kind: 'client',
        id: 'ny',
        document: { ...documentOf('client', 'skyjournal'), client_id: 'ny', organisation: '310000078' },
      }
      expect((await refusalOf(newClient)).map(({ pointer }) => pointer)).toContain('/organisation')
      const { plan } = await apply(here, newClient, newOrganisation)
      expect(plan.changes.map(({ action, id }) => `${action} ${id}`)).toEqual(['create 310000078', 'create ny'])
    })

    it('names the disabling and the enabling of a client', async () => {
      const off = await apply(here, changeOf('client', 'ny', { status: 'disabled' }))
      const on = await apply(here, changeOf('client', 'ny', { status: 'active' }))
      expect([off, on].map(({ plan }) => plan.changes[0]?.action)).toEqual(['disable', 'enable'])
    })

    it("refuses every change of the broker's own entities, but for the operator's keys", async () => {
      const others: readonly Change[] = [
        changeOf('client', 'tillit-console', { status: 'disabled' }),
        changeOf('api', 'tillit:admin', { name: 'Min' }),
        changeOf('organisation', '000000000', { name: 'Min' }),
        changeOf('client', 'tillit-operator', { require_assertion_typ: false }),
        { kind: 'client', id: 'tillit-operator', document: undefined },
        { kind: 'client', id: 'tillit-ny', document: documentOf('client', 'skyjournal') },
        { kind: 'delegation', id: '999977774-000000000', document: {} },
      ]
      for (const change of others) {
        expect((await refusalOf(change)).map(({ found }) => found)).toEqual([
          'a change of an entity of the broker itself',
        ])
      }
      const { jwks } = documentOf('client', 'skyjournal')
      await apply(here, changeOf('client', 'tillit-operator', { jwks }))
      expect(here.live.registry.client('tillit-operator')?.jwks.keys.length).toBe(1)
    })

    it('tells what an entity was at any revision, and goes back to one as a new revision', async () => {
      const target = 1
      const before = here.live.revision
      const { revision } = await here.store.apply({
        changes: await changesToRollBack(here.database, target),
        author,
        reason: 'rolled back',
      })
      expect(revision).toBe(before + 1)
      expect(here.live.registry.client('epj-nordfjell')?.clientName).toBe('EPJ Nordfjell')
      expect(here.live.registry.client('ny')).toBeUndefined()
      const own = (await diffRevisions(here.database, target, revision)).map(({ id }) => id)
      expect(own).toEqual(['tillit-operator'])
      expect(await entityAt(here.database, { kind: 'client', id: 'ny' }, before)).toBeDefined()
      expect(await entityAt(here.database, { kind: 'client', id: 'ny' }, revision)).toBeUndefined()
      expect((await revisionsOf(here.database, { kind: 'client', id: 'ny' })).length).toBe(4)
      await expect(changesToRollBack(here.database, 0)).rejects.toThrow(RangeError)
      await expect(changesToRollBack(here.database, revision + 1)).rejects.toThrow(RangeError)
    })

    it('has a whole audit trail, with a record for each entity and for each approval on behalf of its owner', async () => {
      const { records, firstBreak } = await here.verifyAudit()
      expect([firstBreak, records > 40]).toEqual([undefined, true])
      const rows = await here.database.query
        .selectFrom('audit_record')
        .select('record')
        .where('event', '=', 'registry.changed')
        .execute()
      const all = rows.map(({ record }) => JSON.parse(record))
      const approvals = all.filter(({ details }) => details.action === 'approve-access')
      expect(approvals.find(({ client_id }) => client_id === 'epj-nordfjell')).toMatchObject({
        actor: { kind: 'broker', on_behalf_of: '310000094' },
        details: { scopes: ['nhn:kjernejournal/api', 'nhn:reseptformidleren/api'] },
      })
      expect(all.find(({ after }) => after?.client_name === 'EPJ to')).toMatchObject({
        before: { client_name: 'EPJ Nordfjell' },
        actor: { kind: 'operator', id: 'kari' },
        details: { os_user: 'kari', os_host: 'drift-1', reason: 'a test' },
      })
      expect(rows.some(({ record }) => record.includes('"crv"'))).toBe(false)
    })
  })
}
