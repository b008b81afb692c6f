import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import { type KeptKey, type KeyRing, keyRingAt } from './key-ring.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

/** The signing keys that this node works with. They follow the database and the clock. */
export class LiveKeys {
  readonly #store: SigningKeyStore
  readonly #clock: Clock
  readonly #log: Log
  readonly #retentionSeconds: number
  #ring: KeyRing
  #onChange: () => void = () => {}

  private constructor(parts: LiveKeysParts, kept: readonly KeptKey[]) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#log = parts.log
    this.#retentionSeconds = parts.retentionSeconds
    this.#ring = this.#ringOf(kept)
  }

  /** Makes the very first keys. @throws {StoreUnavailable} {Error} when they can't be opened. */
  static async open(parts: LiveKeysParts): Promise<LiveKeys> {
    return new LiveKeys(parts, await parts.store.ensure(parts.clock.nowSeconds()))
  }

  /** The same object until a key changes what it does. */
  get ring(): KeyRing {
    return this.#ring
  }

  /** @param listener called after each change of what is signed with or published. */
  onChange(listener: () => void): void {
    this.#onChange = listener
  }

  /** Looks for new keys and at the clock. @throws {StoreUnavailable} and stays as it was. */
  async follow(): Promise<void> {
    const ring = this.#ringOf(await this.#store.load())
    if (statesOf(ring) === statesOf(this.#ring)) return
    this.#ring = ring
    this.#log.info({ keys: ring.keys.map(({ key, state }) => ({ kid: key.kid, alg: key.alg, state })) }, 'signing keys')
    this.#onChange()
  }

  #ringOf(kept: readonly KeptKey[]): KeyRing {
    return keyRingAt(kept, { now: this.#clock.nowSeconds(), retentionSeconds: this.#retentionSeconds })
  }
}

interface LiveKeysParts {
  readonly store: SigningKeyStore
  readonly clock: Clock
  readonly log: Log
  /** How long a retired key stays in the JWKS. */
  readonly retentionSeconds: number
}

function statesOf({ keys }: KeyRing): string {
  return keys.map(({ key, state, activeAt }) => `${key.kid} ${state} ${activeAt}`).join()
}
