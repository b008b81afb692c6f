import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SigningKeyStore } from '#src/keys/signing-key-store.ts'
import type { Database } from '#src/store/database.ts'
import { type Migration, migrate } from '#src/store/migrate.ts'
import { Seal } from '#src/store/seal.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import { migrations } from '#src/store/tables/tables.ts'

type Probe = { probe: { readonly id: number; readonly text: string; readonly bytes: Uint8Array | null } }

const probeMigration: Migration = {
  name: 'probe-1',
  up: async ({ schema }) => {
    await schema
      .createTable('probe')
      .addColumn('id', 'bigint', (column) => column.primaryKey())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bytea')
      .execute()
  },
}
const all = [...migrations, probeMigration]

let runs = 0
const counted: Migration = {
  name: 'probe-2',
  up: async ({ run }) => {
    runs += 1
    await run(sql`insert into probe (id, text) values (7, 'migrated')`)
  },
}

/** What every durable database must do. `open` gives another node's view of the same database each time. */
export function databaseConformance(name: string, parts: { readonly open: () => Promise<Database> }): void {
  describe(`the durable database on ${name}`, () => {
    let database: Database
    let other: Database
    // Opened before the probe's migration: afterwards this version of Tillit refuses the database.
    let nodes: readonly Database[] = []

    beforeAll(async () => {
      nodes = await Promise.all(Array.from({ length: 6 }, () => parts.open()))
      const [first, second] = nodes
      if (first === undefined || second === undefined) throw new Error('no nodes')
      database = first
      other = second
      await migrate(database, all, () => 1)
    })

    afterAll(async () => {
      for (const node of nodes) await node.close()
    })

    const insert = (id: number, text: string, node = database) =>
      node.write((transaction) =>
        transaction.withTables<Probe>().insertInto('probe').values({ id, text, bytes: null }).execute(),
      )
    const textOf = async (id: number, node = database) =>
      (await node.query.withTables<Probe>().selectFrom('probe').select('text').where('id', '=', id).execute())[0]?.text

    it('gives the same signing keys to nodes that make them at the same moment', async () => {
      const seal = new Seal(new Uint8Array(32).fill(1))
      const made = await Promise.all(nodes.map((node) => new SigningKeyStore({ database: node, seal }).ensure(1000)))
      const kids = made.map((keys) =>
        keys
          .map(({ key }) => key.kid)
          .sort()
          .join(' '),
      )
      expect(new Set(kids).size).toBe(1)
      expect(made[0]?.map(({ key }) => key.alg).sort()).toEqual(['ES256', 'PS256'])
    })

    it('shows what is committed to every node at once', async () => {
      await insert(1, 'blåbær')
      expect([await textOf(1), await textOf(1, other)]).toEqual(['blåbær', 'blåbær'])
    })

    it('gives numbers beyond 32 bits as numbers, and bytes as they were', async () => {
      const bytes = Uint8Array.from([0, 255, 10, 0])
      const id = 2 ** 41
      const probe = database.query.withTables<Probe>().selectFrom('probe').selectAll().where('id', '=', id)
      await database.write((transaction) =>
        transaction.withTables<Probe>().insertInto('probe').values({ id, text: '', bytes }).execute(),
      )
      const [row] = await probe.execute()
      expect(row?.id).toBe(id)
      expect(Buffer.compare(row?.bytes ?? new Uint8Array(), bytes)).toBe(0)
    })

    it('leaves nothing of a transaction whose work fails', async () => {
      const failing = database.write(async (transaction) => {
        await transaction.withTables<Probe>().insertInto('probe').values({ id: 3, text: 'x', bytes: null }).execute()
        throw new RangeError('ours')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await textOf(3)).toBeUndefined()
      await insert(3, 'after')
      expect(await textOf(3)).toBe('after')
    })

    it('does not show a reader what is not committed, and does not make it wait', async () => {
      const seen = await database.write(async (transaction) => {
        await transaction.withTables<Probe>().insertInto('probe').values({ id: 4, text: 'x', bytes: null }).execute()
        return [await textOf(4), await textOf(4, other)]
      })
      expect(seen).toEqual([undefined, undefined])
    })

    it('tells a violated constraint from a database that is away', async () => {
      await insert(5, 'first')
      const second = insert(5, 'second').catch((error: unknown) => error)
      expect(await second).toBeInstanceOf(Error)
      expect(await second).not.toBeInstanceOf(StoreUnavailable)
      expect(await textOf(5)).toBe('first')
    })

    it('makes writers of one row take turns: no update is lost', async () => {
      await insert(6, '0')
      const addOne = (node: Database) =>
        node.write(async (transaction) => {
          const tables = transaction.withTables<Probe>()
          const { text } = await tables
            .updateTable('probe')
            .set({ bytes: null })
            .where('id', '=', 6)
            .returning('text')
            .executeTakeFirstOrThrow()
          await tables
            .updateTable('probe')
            .set({ text: String(Number(text) + 1) })
            .where('id', '=', 6)
            .execute()
        })
      await Promise.all(Array.from({ length: 12 }, (_, i) => addOne(i % 2 === 0 ? other : database)))
      expect(await textOf(6)).toBe('12')
    })

    it('runs each migration once, however many nodes start at the same moment', async () => {
      runs = 0
      await Promise.all(nodes.map((node) => migrate(node, [...all, counted], () => 1)))
      expect(runs).toBe(1)
      expect(await textOf(7)).toBe('migrated')
    })

    it('leaves nothing of a migration that fails', async () => {
      const broken: Migration = {
        name: 'probe-3',
        up: async ({ schema, run }) => {
          await schema.createTable('half').addColumn('id', 'integer').execute()
          await run(sql`insert into nowhere values (1)`)
        },
      }
      await expect(migrate(database, [...all, counted, broken], () => 1)).rejects.toThrow()
      const tables = await database.query.introspection.getTables()
      expect(tables.map((table) => table.name)).toContain('probe')
      expect(tables.map((table) => table.name)).not.toContain('half')
    })

    it('refuses a database that a newer version made', async () => {
      await expect(migrate(database, migrations, () => 1)).rejects.toThrow('newer version of Tillit')
    })
  })
}
