/** Keys that are watched at the same time; beyond them the one that was quiet the longest is forgotten. */
const mostKeys = 50_000

interface Bucket {
  tokens: number
  /** Milliseconds since the epoch. */
  filledAt: number
}

/**
 * Limits of a rate per key: each has a bucket that holds so many and fills at so many a second. Kept in this node's
 * memory alone: a limit protects a node, and a node that forgets it at a restart gives nothing away.
 */
export class TokenBuckets {
  readonly #capacity: number
  readonly #perSecond: number
  readonly #nowMilliseconds: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(parts: {
    readonly capacity: number
    readonly perSecond: number
    readonly nowMilliseconds: () => number
  }) {
    this.#capacity = parts.capacity
    this.#perSecond = parts.perSecond
    this.#nowMilliseconds = parts.nowMilliseconds
  }

  /** Takes one. @returns false when there is none, and then nothing was taken. */
  take(key: string): boolean {
    const now = this.#nowMilliseconds()
    const bucket = this.#buckets.get(key) ?? { tokens: this.#capacity, filledAt: now }
    // Taken out and put back, so that the map stays in the order of use.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    this.#forgetOldest()
    const passedSeconds = Math.max(0, now - bucket.filledAt) / 1000
    bucket.tokens = Math.min(this.#capacity, bucket.tokens + passedSeconds * this.#perSecond)
    bucket.filledAt = now
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > mostKeys && oldest !== undefined) this.#buckets.delete(oldest)
  }
}
