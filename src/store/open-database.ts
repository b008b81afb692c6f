import { join } from 'node:path'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openSqliteDatabase } from './sqlite-database.ts'
import { migrations } from './tables/tables.ts'

/** Where the embedded database lies: a file of its own, beside the protocol state. */
export function embeddedDatabaseFile(dataDir: string): string {
  return join(dataDir, 'registry.db')
}

/**
 * PostgreSQL when an address is given, otherwise the embedded database; with its schema up to date, unless it is to be
 * left as it is (a command beside a broker of another version).
 * @throws {StoreUnavailable} {Error} see {@link migrate}
 */
export async function openDatabase(parts: {
  readonly dataDir: string
  /** May hold a password: never into a log or an error. */
  readonly databaseUrl?: string
  readonly nowMilliseconds: () => number
  readonly schema?: 'update' | 'leave'
}): Promise<Database> {
  const database = await connect(parts)
  try {
    await database.check()
    if (parts.schema !== 'leave') await migrate(database, migrations, parts.nowMilliseconds)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function connect(parts: { readonly dataDir: string; readonly databaseUrl?: string }): Promise<Database> {
  if (parts.databaseUrl === undefined) return openSqliteDatabase(embeddedDatabaseFile(parts.dataDir))
  // Loaded only where it is used: the embedded broker starts faster without it.
  const { openPostgresqlDatabase } = await import('./postgresql-database.ts')
  return openPostgresqlDatabase(parts.databaseUrl)
}
