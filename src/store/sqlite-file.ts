import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Milliseconds to wait for another process that writes to the same file. */
const busyMilliseconds = 1000
/** The switch to write-ahead logging does not wait for a process that is just making it: it is asked for again, so often. */
const openAttempts = 250
const openRetryMilliseconds = 20
/** SQLite's primary result code, the low byte of an extended one. */
const sqliteBusy = 5

/**
 * Opens the file of the embedded store, or makes it: mode 0600, write-ahead log, every acknowledged commit on disk.
 * Several processes may do so at the same moment. @throws {Error} when it can't be opened, or is no such file.
 */
export async function openSqliteFile(file: string): Promise<DatabaseSync> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(file, { timeout: busyMilliseconds })
  try {
    chmodSync(file, 0o600)
    await logAhead(database)
    database.exec(`
      CREATE TABLE IF NOT EXISTS record (key TEXT PRIMARY KEY, value BLOB NOT NULL, expires_at INTEGER) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS record_by_expiry ON record (expires_at) WHERE expires_at IS NOT NULL;
    `)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

async function logAhead(database: DatabaseSync): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
    } catch (error) {
      if (!isBusy(error) || attempt === openAttempts) throw error
      await new Promise((resolve) => setTimeout(resolve, openRetryMilliseconds))
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy
}
