/** Values made from keys, the most recently used ones. What falls out is made again. */
export class BoundedCache<Key, Value> {
  readonly #values = new Map<Key, Value>()
  readonly #size: number

  /** @param size values that are kept, at most. */
  constructor(size: number) {
    this.#size = size
  }

  get(key: Key): Value | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    // To the end of the map's order: the oldest in use is the first.
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#size && oldest !== undefined) this.#values.delete(oldest)
  }
}
