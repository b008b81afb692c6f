import type { Transaction } from 'kysely'
import type { Clock } from '#src/operations/clock.ts'
import type { Tables } from '#src/store/tables/tables.ts'
import type { LiveKeys } from './live-keys.ts'
import { dueForRotation, planRotation, type Rotation, type RotationRequest } from './plan-rotation.ts'
import type { PreparedRotation, SigningKeyStore } from './signing-key-store.ts'

/** Writes a rotation together with what the audit trail tells of it, in one transaction. */
export type CommitRotation = (
  rotation: PreparedRotation,
  write: (transaction: Transaction<Tables>) => Promise<boolean>,
) => Promise<boolean>

/** Replaces signing keys, once over all nodes. */
export class KeyRotation {
  readonly #store: SigningKeyStore
  readonly #live: LiveKeys
  readonly #clock: Clock
  readonly #publishAheadSeconds: number
  readonly #rotateAfterSeconds: number

  constructor(parts: {
    readonly store: SigningKeyStore
    readonly live: LiveKeys
    readonly clock: Clock
    readonly publishAheadSeconds: number
    readonly rotateAfterSeconds: number
  }) {
    this.#store = parts.store
    this.#live = parts.live
    this.#clock = parts.clock
    this.#publishAheadSeconds = parts.publishAheadSeconds
    this.#rotateAfterSeconds = parts.rotateAfterSeconds
  }

  /**
   * Replaces a key now, or publishes its successor. One that is published already stays the only one.
   * @returns whether anything changed. @throws {StoreUnavailable}
   */
  async rotate(request: RotationRequest, commit: CommitRotation): Promise<boolean> {
    await this.#live.follow()
    const now = this.#clock.nowSeconds()
    const plan = planRotation(this.#live.ring, request, { now, publishAheadSeconds: this.#publishAheadSeconds })
    return this.#write(plan, commit, now)
  }

  /** Publishes a successor of every key that has signed for long enough. @throws {StoreUnavailable} */
  async rotateWhenDue(commit: CommitRotation): Promise<void> {
    const now = this.#clock.nowSeconds()
    const due = dueForRotation(this.#live.ring, { now, rotateAfterSeconds: this.#rotateAfterSeconds })
    for (const alg of due) await this.rotate({ alg, immediately: false, withdraw: false }, commit)
  }

  async #write(plan: Rotation, commit: CommitRotation, now: number): Promise<boolean> {
    if (plan.make === undefined && plan.activate === undefined && plan.withdraw === undefined) return false
    const prepared = await this.#store.prepare(plan, now)
    const written = await commit(prepared, (transaction) => this.#store.write(transaction, prepared, now))
    await this.#live.follow()
    return written
  }
}
