import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables/tables.ts'

/**
 * The durable database: registry and audit, on SQLite or PostgreSQL through one code path. Apart from the protocol state
 * (`store.ts`), so that a transaction here, which takes several turns of the event loop, holds up no request there.
 *
 * What it can't do throws `StoreUnavailable`: it is away, too slow or full. An error of ours, a violated constraint for
 * one, goes through as it is.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgresql'
  /** For reading. Sees what is committed; never waits for a writer. */
  readonly query: Kysely<Tables>
  /**
   * One transaction; whatever `work` throws rolls it back. When this resolves the writes survive a crash.
   *
   * SQLite takes one at a time. On PostgreSQL several run at once ("read committed"): what must be serial locks a row of
   * its own, by an UPDATE, before it reads.
   *
   * @throws {StoreUnavailable} when nothing was written, or when it is not known.
   */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Resolves when it answers and keeps what it acknowledges. @throws {StoreUnavailable} */
  check(): Promise<void>
  close(): Promise<void>
}
