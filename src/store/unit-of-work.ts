import type { Reason } from '#src/http/reasons.ts'
import type { Seal } from './seal.ts'
import type { Store, Write } from './store.ts'

/** `always` operations are written also when the answer is an error: spent `jti`s, revocations. */
export type When = 'success' | 'always'

/** What it means that somebody else was first. */
export interface Conflict {
  readonly reason: Reason
  /** What must be written because of it, for example the end of a grant whose code was offered twice. */
  readonly onConflict?: (unit: UnitOfWork) => void | Promise<void>
  /** Nothing is wrong with the request: it only has to be made again, on what is there now. */
  readonly again?: true
}

export type UnitOutcome =
  | { readonly committed: true }
  | { readonly committed: false; readonly conflicts: readonly Conflict[] }

interface Condition {
  readonly conflict: Conflict
  readonly when: When
  /** The bytes that must still be there; undefined: nothing may be there. */
  readonly unchanged: Uint8Array | undefined
}

interface PendingWrite {
  readonly when: When
  readonly value: unknown
  readonly ttlSeconds: number | undefined
}

/** A read row: its bytes as they are in the store, and what they say. */
interface ReadRow {
  readonly bytes: Uint8Array | undefined
  readonly value: unknown
}

/**
 * All reads and writes of one request. Reads see the unit's own writes; nothing reaches the store before
 * {@link UnitOfWork.commit}, which checks and writes everything in one atomic step.
 */
export class UnitOfWork {
  readonly #store: Store
  readonly #seal: Seal
  readonly #onUnreadable: (kind: string) => void
  readonly #read = new Map<string, ReadRow>()
  readonly #writes = new Map<string, PendingWrite>()
  readonly #conditions = new Map<string, Condition>()
  readonly #hidden = new Set<string>()

  /** @param parts `onUnreadable` hears of a row that does not open: a wrong key, or somebody tampered with the store. */
  constructor(parts: { readonly store: Store; readonly seal: Seal; readonly onUnreadable?: (kind: string) => void }) {
    this.#store = parts.store
    this.#seal = parts.seal
    this.#onUnreadable = parts.onUnreadable ?? (() => {})
  }

  async get(kind: string, id: string): Promise<unknown> {
    return (await this.getMany([{ kind, id }]))[0]
  }

  /** Several records in one round trip. @throws {StoreUnavailable} */
  async getMany(records: readonly { readonly kind: string; readonly id: string }[]): Promise<readonly unknown[]> {
    const wanted = records.map(({ kind, id }) => ({ kind, key: this.#seal.key(kind, id) }))
    const unknown = wanted.filter(({ key }) => !this.#read.has(key) && !this.#writes.has(key) && !this.#hidden.has(key))
    if (unknown.length > 0) {
      const rows = await this.#store.read(unknown.map(({ key }) => key))
      for (const [i, { kind, key }] of unknown.entries()) this.#read.set(key, this.#open(kind, key, rows[i]))
    }
    return wanted.map(({ key }) => this.#valueOf(key))
  }

  put(kind: string, id: string, value: unknown, ttlSeconds: number | undefined, when: When = 'success'): void {
    if (value === undefined) throw new Error('a record needs a value; use delete')
    this.#writes.set(this.#seal.key(kind, id), { when, value, ttlSeconds })
  }

  delete(kind: string, id: string, when: When = 'success'): void {
    this.#writes.set(this.#seal.key(kind, id), { when, value: undefined, ttlSeconds: undefined })
  }

  /**
   * Takes an id that may be taken once; whether it was free is decided at commit.
   * @returns false when this very unit has taken it before.
   */
  claim(kind: string, id: string, ttlSeconds: number, conflict: Conflict, when: When = 'success'): boolean {
    const key = this.#seal.key(kind, id)
    if (this.#conditions.has(key)) return false
    this.#conditions.set(key, { conflict, when, unchanged: undefined })
    this.#writes.set(key, { when, value: true, ttlSeconds })
    return true
  }

  /** What `get` read must still be the same at commit. @throws {Error} if it was not read, or was absent. */
  requireUnchanged(kind: string, id: string, conflict: Conflict, when: When = 'success'): void {
    const key = this.#seal.key(kind, id)
    const bytes = this.#read.get(key)?.bytes
    if (bytes === undefined) throw new Error(`a ${kind} must be read before it can be required unchanged`)
    this.#conditions.set(key, { conflict, when, unchanged: bytes })
  }

  /** Guards a record that is read, changed and written: what was read must still be there, or still be missing. */
  requireAsRead(kind: string, id: string, conflict: Conflict, when: When = 'success'): void {
    const key = this.#seal.key(kind, id)
    const row = this.#read.get(key)
    if (row === undefined) throw new Error(`a ${kind} must be read before it can be required as read`)
    this.#conditions.set(key, { conflict, when, unchanged: row.bytes })
  }

  /** Whether this unit has found the record in the store. */
  hasFound(kind: string, id: string): boolean {
    return this.#read.get(this.#seal.key(kind, id))?.bytes !== undefined
  }

  requireAbsent(kind: string, id: string, conflict: Conflict, when: When = 'success'): void {
    this.#conditions.set(this.#seal.key(kind, id), { conflict, when, unchanged: undefined })
  }

  /** From now on this unit does not see the record. */
  hide(kind: string, id: string): void {
    const key = this.#seal.key(kind, id)
    this.#hidden.add(key)
    this.#read.delete(key)
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0 && this.#conditions.size === 0
  }

  /**
   * One atomic step. After an error only what is marked `always` counts. Without anything to check or write the store
   * is not asked. @throws {StoreUnavailable} when it is not known whether anything was written.
   */
  async commit(outcome: 'success' | 'error'): Promise<UnitOutcome> {
    const counts = ({ when }: { readonly when: When }) => outcome === 'success' || when === 'always'
    const conditions = [...this.#conditions].filter(([, condition]) => counts(condition))
    const writes = [...this.#writes]
      .filter(([, write]) => counts(write))
      .map(([key, write]) => this.#sealed(key, write))
    if (writes.length === 0 && conditions.length === 0) return { committed: true }
    const result = await this.#store.commit({
      absent: conditions.flatMap(([key, { unchanged }]) => (unchanged === undefined ? [key] : [])),
      unchanged: conditions.flatMap(([key, { unchanged }]) =>
        unchanged === undefined ? [] : [{ key, value: unchanged }],
      ),
      writes,
    })
    if (result.committed) return result
    const failed = new Set(result.conflicts)
    return {
      committed: false,
      conflicts: conditions.filter(([key]) => failed.has(key)).map(([, { conflict }]) => conflict),
    }
  }

  #sealed(key: string, { value, ttlSeconds }: PendingWrite): Write {
    return value === undefined ? { key, value } : { key, value: this.#seal.seal(key, value), ttlSeconds }
  }

  #valueOf(key: string): unknown {
    if (this.#hidden.has(key)) return undefined
    const written = this.#writes.get(key)
    return written === undefined ? this.#read.get(key)?.value : written.value
  }

  #open(kind: string, key: string, bytes: Uint8Array | undefined): ReadRow {
    if (bytes === undefined) return { bytes, value: undefined }
    try {
      return { bytes, value: this.#seal.open(key, bytes) }
    } catch {
      this.#onUnreadable(kind)
      return { bytes: undefined, value: undefined }
    }
  }
}
