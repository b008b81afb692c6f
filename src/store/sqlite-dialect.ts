import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely'
import { StoreUnavailable } from './store.ts'

/** Statements kept prepared. Queries with lists have many shapes; beyond this many the oldest goes. */
const keptStatements = 200

/** `kysely` on `node:sqlite`: the shape that its own dialect expects, and transactions that take the write lock at once. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: ReturnType<typeof asKyselyDatabase>

  constructor(database: DatabaseSync) {
    const adapted = asKyselyDatabase(database)
    super({ database: adapted })
    this.#database = adapted
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database })
  }
}

/** Times that the write lock is asked for, and milliseconds between them: about a second until we say no. */
const lockAttempts = 50
const lockPauseMilliseconds = 10

/**
 * A transaction that reads first and writes later would fail, not wait, when another process has written meanwhile: take
 * the write lock at once. Waits for it without holding up the event loop, on which its holder may be running.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
        return
      } catch (error) {
        if (attempt === lockAttempts || !isBusy(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, lockPauseMilliseconds))
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof StoreUnavailable && codeOf(error.cause) === busyCode
}

function asKyselyDatabase(database: DatabaseSync) {
  const kept = new Map<string, { readonly statement: StatementSync; readonly reader: boolean }>()
  const prepare = (sql: string) => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const prepared = { statement, reader: statement.columns().length > 0 }
    kept.set(sql, prepared)
    const [oldest] = kept.keys()
    if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest)
    return prepared
  }
  return {
    prepare: (sql: string) => {
      const { statement, reader } = guard(() => prepare(sql))
      return {
        reader,
        all: (parameters: readonly unknown[]) => guard(() => statement.all(...asInput(parameters))),
        run: (parameters: readonly unknown[]) => guard(() => statement.run(...asInput(parameters))),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...asInput(parameters)),
      }
    },
    close: () => database.close(),
  }
}

/** `kysely` types parameters as unknown; SQLite itself refuses what it can't store. */
function asInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}

/** Primary result codes that tell of our own mistake, not of a database that is away: error, constraint, mismatch, range. */
const ownMistakes: readonly number[] = [1, 19, 20, 25]

const busyCode = 5

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}

function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const code = codeOf(cause)
    if (code !== undefined && ownMistakes.includes(code)) throw cause
    throw new StoreUnavailable('the embedded database did not answer', { cause })
  }
}
