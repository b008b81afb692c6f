/** Entries that may lie above the base. More, and they are merged into it, which copies all of it. */
const topEntries = 1000

/** A map that never changes: a changed one shares its base, so that a small change of a large map costs little. */
export class LayeredMap<Value> {
  readonly #base: ReadonlyMap<string, Value>
  /** Undefined: taken away. */
  readonly #top: ReadonlyMap<string, Value | undefined>
  #size: number | undefined

  private constructor(base: ReadonlyMap<string, Value>, top: ReadonlyMap<string, Value | undefined>) {
    this.#base = base
    this.#top = top
  }

  static of<Value>(entries: readonly (readonly [id: string, value: Value])[]): LayeredMap<Value> {
    return new LayeredMap<Value>(new Map(entries), new Map())
  }

  get(id: string): Value | undefined {
    return this.#top.has(id) ? this.#top.get(id) : this.#base.get(id)
  }

  /** In no particular order. */
  *values(): Generator<Value> {
    for (const [id, value] of this.#base) if (!this.#top.has(id)) yield value
    for (const value of this.#top.values()) if (value !== undefined) yield value
  }

  /** In no particular order. */
  *ids(): Generator<string> {
    for (const id of this.#base.keys()) if (!this.#top.has(id)) yield id
    for (const [id, value] of this.#top) if (value !== undefined) yield id
  }

  get size(): number {
    if (this.#size === undefined) {
      let size = 0
      for (const _ of this.ids()) size += 1
      this.#size = size
    }
    return this.#size
  }

  with(changes: readonly (readonly [id: string, value: Value | undefined])[]): LayeredMap<Value> {
    if (this.#top.size + changes.length <= topEntries) {
      return new LayeredMap(this.#base, new Map([...this.#top, ...changes]))
    }
    const merged = new Map(this.#base)
    for (const layer of [this.#top, changes]) {
      for (const [id, value] of layer) {
        if (value === undefined) merged.delete(id)
        else merged.set(id, value)
      }
    }
    return new LayeredMap(merged, new Map())
  }
}
