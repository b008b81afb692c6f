import { type RawBuilder, type SchemaModule, sql } from 'kysely'
import type { Database } from './database.ts'

/** One step of the schema. Written once: what has been released is never changed, only followed by another. */
export interface Migration {
  /** Unique for good; it is what the database remembers. */
  readonly name: string
  /** Runs inside one transaction with all the others. */
  up(tools: MigrationTools): Promise<void>
}

/** No typed tables: a migration is about the tables as they were when it was written. */
export interface MigrationTools {
  readonly kind: Database['kind']
  readonly schema: SchemaModule
  run(statement: RawBuilder<unknown>): Promise<unknown>
}

// A type, not an interface: `withTables` wants an index signature, which only types have implicitly.
type MigrationTable = { migration: { readonly name: string; readonly applied_at: number } }

/** Any number that nobody else uses in this database: the key of the advisory lock. */
const lockKey = 7_455_481
/** A node that waits for another's migration may wait longer than a request. */
const migrationTimeout = '60s'

/**
 * Brings the schema up to date, in one transaction under a lock: of several nodes that start together one does it and the
 * others find it done.
 *
 * @throws {Error} when the database was made by a newer version: this one would not know what it reads.
 * @throws {StoreUnavailable}
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  nowMilliseconds: () => number,
): Promise<void> {
  await database.write(async (tables) => {
    const transaction = tables.withTables<MigrationTable>()
    if (database.kind === 'postgresql') {
      await sql`set local statement_timeout = ${sql.lit(migrationTimeout)}`.execute(transaction)
      await sql`select pg_advisory_xact_lock(${sql.lit(lockKey)})`.execute(transaction)
    }
    await transaction.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'bigint', (column) => column.notNull())
      .execute()
    const applied = (await transaction.selectFrom('migration').select('name').execute()).map(({ name }) => name)
    const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name))
    if (unknown.length > 0) {
      throw new Error(`the database was made by a newer version of Tillit (it has ${unknown.join(', ')})`)
    }
    for (const { name, up } of migrations.filter((migration) => !applied.includes(migration.name))) {
      await up({ kind: database.kind, schema: transaction.schema, run: (statement) => statement.execute(transaction) })
      await transaction.insertInto('migration').values({ name, applied_at: nowMilliseconds() }).execute()
    }
  })
}
