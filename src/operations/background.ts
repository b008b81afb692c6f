import type { Log } from './log.ts'

/** Work that a node does again and again beside its requests; one turn at a time, and none is cut off at the end. */
export class Background {
  readonly #log: Log
  readonly #timers: NodeJS.Timeout[] = []
  readonly #turns = new Map<string, Promise<void>>()
  readonly #last: (readonly [name: string, work: () => Promise<void>])[] = []

  constructor(log: Log) {
    this.#log = log
  }

  /** @param name for the log */
  every(milliseconds: number, name: string, work: () => Promise<void>): void {
    const turn = () => {
      if (this.#turns.has(name)) return
      const running = work()
        .catch((error: unknown) => this.#warn(name, error))
        .finally(() => this.#turns.delete(name))
      this.#turns.set(name, running)
    }
    this.#timers.push(setInterval(turn, milliseconds).unref())
  }

  /** Work that is done once more when the node stops, so that nothing is left. */
  atEnd(name: string, work: () => Promise<void>): void {
    this.#last.push([name, work])
  }

  /** No new turn; resolves when those under way have ended and the last work is done. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#turns.values())
    for (const [name, work] of this.#last) await work().catch((error: unknown) => this.#warn(name, error))
  }

  #warn(name: string, error: unknown): void {
    this.#log.warn({ work: name, name: error instanceof Error ? error.name : typeof error }, 'a turn failed')
  }
}
