import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { openSqliteFile } from './sqlite-file.ts'
import { type Change, type CommitOutcome, type Store, StoreUnavailable } from './store.ts'

/** Expired rows are swept so often, and so many at a time, that no request waits for it. */
const sweepMilliseconds = 5000
const sweepRows = 500
/** When there are more of them: a busy broker makes hundreds a second. */
const sweepAgainMilliseconds = 50

interface Queued {
  readonly change: Change
  readonly resolve: (outcome: CommitOutcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * The embedded store: one file, write-ahead log, every acknowledged commit on disk (`synchronous = FULL`).
 *
 * Commits that arrive in the same turn of the event loop share one transaction, and so one wait for the disk; each is
 * still all or nothing, and sees the ones before it.
 */
export async function openSqliteStore(parts: { readonly file: string; readonly now: () => number }): Promise<Store> {
  return new SqliteStore(await openSqliteFile(parts.file), parts.now)
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #select: StatementSync
  readonly #upsert: StatementSync
  readonly #delete: StatementSync
  readonly #sweep: StatementSync
  #sweeper: NodeJS.Timeout
  #queue: Queued[] = []
  #isClosed = false

  constructor(database: DatabaseSync, now: () => number) {
    this.#now = now
    this.#database = database
    const alive = '(expires_at IS NULL OR expires_at > ?)'
    this.#select = this.#database.prepare(`SELECT value FROM record WHERE key = ? AND ${alive}`)
    this.#upsert = this.#database.prepare(
      'INSERT INTO record (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at',
    )
    this.#delete = this.#database.prepare('DELETE FROM record WHERE key = ?')
    this.#sweep = this.#database.prepare(
      'DELETE FROM record WHERE key IN (SELECT key FROM record WHERE expires_at <= ? LIMIT ?)',
    )
    this.#sweeper = this.#sweepIn(sweepMilliseconds)
  }

  async read(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#guard(() => keys.map((key) => this.#valueOf(key)))
  }

  commit(change: Change): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ change, resolve, reject })
      if (this.#queue.length === 1) setImmediate(() => this.#flush())
    })
  }

  async check(): Promise<void> {
    this.#guard(() => this.#database.exec('BEGIN IMMEDIATE; ROLLBACK'))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    clearTimeout(this.#sweeper)
    if (this.#queue.length > 0) this.#flush()
    this.#isClosed = true
    this.#database.close()
  }

  #flush(): void {
    const queued = this.#queue
    this.#queue = []
    if (queued.length === 0) return
    try {
      const outcomes = this.#guard(() => this.#transact(queued.map(({ change }) => change)))
      for (const [i, { resolve }] of queued.entries()) resolve(outcomes[i] ?? { committed: false, conflicts: [] })
    } catch (error) {
      for (const { reject } of queued) reject(error)
    }
  }

  #transact(changes: readonly Change[]): readonly CommitOutcome[] {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const outcomes = changes.map((change) => this.#apply(change))
      this.#database.exec('COMMIT')
      return outcomes
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** All conditions before any write: a change whose conditions fail leaves nothing. */
  #apply({ absent = [], unchanged = [], writes }: Change): CommitOutcome {
    const taken = absent.filter((key) => this.#valueOf(key) !== undefined)
    const changed = unchanged.filter(({ key, value }) => !isSame(this.#valueOf(key), value)).map(({ key }) => key)
    const conflicts = [...taken, ...changed]
    if (conflicts.length > 0) return { committed: false, conflicts }
    const now = this.#now()
    for (const write of writes) {
      if (write.value === undefined) this.#delete.run(write.key)
      else
        this.#upsert.run(write.key, write.value, write.ttlSeconds === undefined ? null : now + write.ttlSeconds * 1000)
    }
    return { committed: true }
  }

  #valueOf(key: string): Uint8Array | undefined {
    const value = this.#select.get(key, this.#now())?.value
    return value instanceof Uint8Array ? value : undefined
  }

  #sweepIn(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#sweeper = this.#sweepIn(this.#sweepExpired() === sweepRows ? sweepAgainMilliseconds : sweepMilliseconds)
    }, milliseconds).unref()
  }

  /** @returns how many rows it removed. */
  #sweepExpired(): number {
    try {
      return Number(this.#sweep.run(this.#now(), sweepRows).changes)
    } catch {
      // Another process writes just now; the next sweep comes soon, and expired rows are invisible anyway.
      return 0
    }
  }

  #guard<T>(work: () => T): T {
    if (this.#isClosed) throw new StoreUnavailable('the store is closed')
    try {
      return work()
    } catch (cause) {
      throw new StoreUnavailable('the embedded store did not answer', { cause })
    }
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0
}
