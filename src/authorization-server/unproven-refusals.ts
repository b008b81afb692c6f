import type { AuditEntry } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import { TokenBuckets } from '#src/http/token-buckets.ts'
import type { Log } from '#src/operations/log.ts'

/** Records of one caller: enough for somebody who sets up a client, and then one every two minutes. */
const ofOne = { capacity: 10, perSecond: 1 / 120 }
/** Records of all callers together: what a flood under ever new names can add to the trail. */
const ofAll = { capacity: 60, perSecond: 1 / 2 }
/** Callers and reasons that are counted apart; what comes beyond them is counted as one. */
const countedApart = 20

interface Counted {
  readonly entry: AuditEntry
  count: number
}

/**
 * Refusals of callers who have proved nothing: a wrong key, an unknown client, a token that is none. The first of each
 * caller are recorded one by one; what comes faster than that is counted, and the counts are recorded by
 * {@link flush}. So nobody can fill the durable trail at will, and nothing is left out of it.
 *
 * Recorded beside the answer, never before it: nothing is issued that would need the record first, and an answer that
 * waited for the disk would tell by its time that the client exists. docs/decisions/0077-refusals-of-strangers.md
 */
export class UnprovenRefusals {
  readonly #audit: Pick<AuditTrail, 'append'>
  readonly #log: Log
  readonly #one: TokenBuckets
  readonly #all: TokenBuckets
  #counted = new Map<string, Counted>()

  constructor(parts: {
    readonly audit: Pick<AuditTrail, 'append'>
    readonly log: Log
    readonly nowMilliseconds: () => number
  }) {
    this.#audit = parts.audit
    this.#log = parts.log
    const { nowMilliseconds } = parts
    this.#one = new TokenBuckets({ ...ofOne, nowMilliseconds })
    this.#all = new TokenBuckets({ ...ofAll, nowMilliseconds })
  }

  /** Must be called within the request, whose correlation id the record gets. */
  tell(entry: AuditEntry): void {
    if (!this.#one.take(entry.actor.id ?? '') || !this.#all.take('')) {
      this.#count(entry, 1)
      return
    }
    this.#audit.append(entry).catch((error: unknown) => {
      this.#log.warn({ name: error instanceof Error ? error.name : typeof error }, 'a refusal was not recorded')
      this.#count(entry, 1)
    })
  }

  /** Records what was only counted until now. @throws {StoreUnavailable} and then it is counted on. */
  async flush(): Promise<void> {
    const counted = [...this.#counted.values()]
    this.#counted = new Map()
    try {
      await this.#audit.append(...counted.map(asCount))
    } catch (error) {
      for (const { entry, count } of counted) this.#count(entry, count)
      throw error
    }
  }

  #count(entry: AuditEntry, count: number): void {
    const key = `${entry.actor.id ?? ''} ${entry.reason} ${entry.event}`
    const isFull = this.#counted.size >= countedApart && !this.#counted.has(key)
    const known = this.#counted.get(isFull ? '' : key)
    if (known !== undefined) known.count += count
    else this.#counted.set(isFull ? '' : key, { entry: isFull ? withoutName(entry) : entry, count })
  }
}

/** Of many callers: none of them is named. */
function withoutName({ event, outcome }: AuditEntry): AuditEntry {
  return { event, outcome, actor: { kind: 'client' } }
}

function asCount({ entry, count }: Counted): AuditEntry {
  const { details: _, ...rest } = entry
  return { ...rest, event: 'refusals.counted', details: { count, of: entry.event } }
}
