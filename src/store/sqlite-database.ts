import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables/tables.ts'

/** Milliseconds that a statement may hold up the event loop for another process; the wait for a turn to write is longer. */
const busyMilliseconds = 10
/** The same while opening, when nobody is served yet: only one process at a time changes the journal mode. */
const openingMilliseconds = 1000

/**
 * The embedded durable database: one file, write-ahead log, every acknowledged transaction on disk. Two connections, so
 * that a long read (an export) holds up no writer.
 */
export function openSqliteDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const writing = connect(file, 'journal_mode = WAL', 'synchronous = FULL')
  chmodSync(file, 0o600)
  const query = new Kysely<Tables>({ dialect: new NodeSqliteDialect(connect(file, 'query_only = ON')) })
  const writer = new Kysely<Tables>({ dialect: new NodeSqliteDialect(writing) })
  return {
    kind: 'sqlite',
    query,
    write: (work) => writer.transaction().execute(work),
    check: async () => {
      await writer.transaction().execute((transaction) => sql`select 1`.execute(transaction))
    },
    close: async () => {
      await query.destroy()
      await writer.destroy()
    },
  }
}

function connect(file: string, ...pragmas: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: openingMilliseconds })
  for (const pragma of [...pragmas, `busy_timeout = ${busyMilliseconds}`]) database.exec(`PRAGMA ${pragma}`)
  return database
}
