/**
 * The seam to SQLite and Redis: byte values under string keys, an expiry, and one atomic step.
 *
 * Everything that may happen once rests on {@link Store.commit}: its reply, not an earlier read, decides.
 * Keys arrive as keyed digests and values as ciphertext (`seal.ts`), so a store holds nothing secret in clear.
 */
export interface Store {
  /** Values in the order of the keys; undefined for a key that is absent or expired. @throws {StoreUnavailable} */
  read(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>
  /**
   * Checks every condition and, if all hold, makes every write: one atomic step over all nodes.
   * When it resolves with `committed: true` the writes survive a crash of this process.
   * @throws {StoreUnavailable} when the outcome is unknown or nothing was written.
   */
  commit(change: Change): Promise<CommitOutcome>
  /** Resolves when the store answers and accepts writes. @throws {StoreUnavailable} */
  check(): Promise<void>
  close(): Promise<void>
}

export interface Change {
  /** Keys that must not exist (an expired key does not). */
  readonly absent?: readonly string[]
  /** Keys that must still hold exactly these bytes. */
  readonly unchanged?: readonly { readonly key: string; readonly value: Uint8Array }[]
  /** In no particular order: a key stands here at most once. */
  readonly writes: readonly Write[]
}

export type Write =
  /** `ttlSeconds` undefined: kept until deleted. Nought or less: gone at once. */
  | { readonly key: string; readonly value: Uint8Array; readonly ttlSeconds: number | undefined }
  | { readonly key: string; readonly value: undefined }

export type CommitOutcome =
  | { readonly committed: true }
  /** Nothing was written. `conflicts` holds every key whose condition failed. */
  | { readonly committed: false; readonly conflicts: readonly string[] }

/** The store did not answer in time, or answered with an error. Callers answer 503 with `Retry-After`. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
