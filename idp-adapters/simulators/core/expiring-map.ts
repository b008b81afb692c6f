/** A map whose entries die by themselves. Times in seconds since the epoch. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  set(key: string, value: Value, ttlSeconds: number): void {
    for (const [old, entry] of this.#entries) if (entry.expiresAt <= this.#now()) this.#entries.delete(old)
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlSeconds })
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.expiresAt > this.#now() ? entry.value : undefined
  }

  /** The value, once: it is gone afterwards. */
  take(key: string): Value | undefined {
    const value = this.get(key)
    this.#entries.delete(key)
    return value
  }
}
