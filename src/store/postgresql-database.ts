import { type DatabaseConnection, Kysely, PostgresDialect, PostgresDriver, sql } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import { StoreUnavailable } from './store.ts'
import type { Tables } from './tables/tables.ts'

/** A request must not hang on a database that is away: a fast, honest no (milliseconds). */
const connectMilliseconds = 1000
const statementMilliseconds = 2000
/** Above the server's own limit: only a server that fell silent meets it. */
const silenceMilliseconds = 3000
/** Connections of one node. */
const connections = 10
/** Object id of `bigint`, which `pg` gives as text. Ours are counts and times, far below 2^53. */
const bigintOid = 20

/** Many nodes, one PostgreSQL. */
export function openPostgresqlDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMilliseconds,
    statement_timeout: statementMilliseconds,
    idle_in_transaction_session_timeout: statementMilliseconds,
    query_timeout: silenceMilliseconds,
    application_name: 'tillit',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === bigintOid ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // Every failure reaches its caller as a rejected query; without a listener an idle connection that breaks ends us.
  pool.on('error', () => {})
  const query = new Kysely<Tables>({ dialect: new GuardedDialect(pool) })
  return {
    kind: 'postgresql',
    query,
    write: (work) => query.transaction().execute(work),
    check: () => checkDurability(query),
    close: () => pool.end(),
  }
}

/** `off` acknowledges what a crash of the server then loses. */
async function checkDurability(query: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(query)
  if (rows[0]?.synchronous_commit === 'off') {
    throw new StoreUnavailable('PostgreSQL must keep what it acknowledges: set synchronous_commit on')
  }
}

/** Every query passes {@link guard}, so that a database that is away is told from errors of ours. */
class GuardedDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): PostgresDriver {
    return new GuardedDriver({ pool: this.#pool })
  }
}

class GuardedDriver extends PostgresDriver {
  readonly #guarded = new WeakSet<DatabaseConnection>()

  /** One connection object stands for one client of the pool, for as long as that lives. */
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await guard(() => super.acquireConnection())
    if (this.#guarded.has(connection)) return connection
    this.#guarded.add(connection)
    connection.executeQuery = new Proxy(connection.executeQuery, {
      apply: (execute, self, parameters) => guard(() => Reflect.apply(execute, self, parameters)),
    })
    return connection
  }
}

/** SQLSTATE classes that tell of our own mistake: data exception, integrity constraint, syntax or access rule. */
const ownMistakes: readonly string[] = ['22', '23', '42']

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (cause instanceof pg.DatabaseError && ownMistakes.includes(code.slice(0, 2))) throw cause
    // The code alone: a message may name the host and the user.
    throw new StoreUnavailable(`PostgreSQL did not answer ${code}`.trim(), { cause })
  }
}
