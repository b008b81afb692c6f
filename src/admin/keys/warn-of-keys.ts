import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import { shownKeyId } from '#src/registry/shown-key-id.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type EndingKey, type KeyEnds, warningDays } from './key-ends.ts'

/** A warning that some node has put into its log. */
const warned = 'key-warning'
/** Longer than the day that it is about. */
const rememberedSeconds = 2 * 86_400
/** Warnings that are looked up at once. */
const batch = 200

/** How many keys end within each of the warning days: `60d`, `30d`, `7d`, `1d`. */
export type EndingCounts = ReadonlyMap<string, number>

/**
 * Tells the operator of keys that end soon and leave a client without one: in the log once a day, by one node of all,
 * and as figures. A key that is replaced already is no reason to warn.
 */
export class WarnOfKeys {
  readonly #ends: KeyEnds
  readonly #newUnit: () => UnitOfWork
  readonly #clock: Clock
  readonly #log: Log
  #counts: EndingCounts = countsOf([])
  /** What this node knows to have been told today. */
  #told: { readonly day: string; readonly ids: Set<string> } = { day: '', ids: new Set() }

  constructor(parts: {
    readonly ends: KeyEnds
    readonly newUnit: () => UnitOfWork
    readonly clock: Clock
    readonly log: Log
  }) {
    this.#ends = parts.ends
    this.#newUnit = parts.newUnit
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /** As of the last turn. */
  get counts(): EndingCounts {
    return this.#counts
  }

  /** One turn of the work that every node does. @throws {StoreUnavailable} */
  async turn(): Promise<void> {
    const now = this.#clock.nowSeconds()
    const ending = (await this.#ends.within(warningDays[0], now)).filter(({ key }) => !key.isReplaced)
    this.#counts = countsOf(ending)
    const day = new Date(now * 1000).toISOString().slice(0, 10)
    if (this.#told.day !== day) this.#told = { day, ids: new Set() }
    const waiting = ending.filter((one) => !this.#told.ids.has(idOf(day, one)))
    for (let from = 0; from < waiting.length; from += batch) await this.#tell(day, waiting.slice(from, from + batch))
  }

  async #tell(day: string, waiting: readonly EndingKey[]): Promise<void> {
    const records = waiting.map((one) => ({ kind: warned, id: idOf(day, one) }))
    const found = await this.#newUnit().getMany(records)
    for (const [at, one] of waiting.entries()) {
      const id = idOf(day, one)
      if (found[at] === undefined && (await this.#claim(id))) this.#write(one)
      this.#told.ids.add(id)
    }
  }

  /** @returns false when another node was first. */
  async #claim(id: string): Promise<boolean> {
    const unit = this.#newUnit()
    unit.claim(warned, id, rememberedSeconds, { reason: 'precondition_failed' })
    return (await unit.commit('success')).committed
  }

  #write({ client, key, threshold }: EndingKey): void {
    this.#log.warn(
      {
        client_id: client.client_id,
        organisation: client.organisation,
        kid: shownKeyId(key.jwk.kid),
        expires_at: new Date(key.expiresAt * 1000).toISOString(),
        days_left: key.daysLeft,
        threshold,
      },
      'a client has no key after this one has ended',
    )
  }
}

function idOf(day: string, { client, key, threshold }: EndingKey): string {
  return JSON.stringify([day, threshold, client.client_id, key.jwk.kid])
}

function countsOf(ending: readonly EndingKey[]): EndingCounts {
  return new Map(warningDays.map((days) => [`${days}d`, ending.filter(({ key }) => key.daysLeft <= days).length]))
}
