import type { Log } from './log.ts'

/** Work that a node does again and again beside its requests; one turn at a time, and none is cut off at the end. */
export class Background {
  readonly #log: Log
  readonly #timers: NodeJS.Timeout[] = []
  readonly #turns = new Map<string, Promise<void>>()

  constructor(log: Log) {
    this.#log = log
  }

  /** @param name for the log */
  every(milliseconds: number, name: string, work: () => Promise<void>): void {
    const turn = () => {
      if (this.#turns.has(name)) return
      const running = work()
        .catch((error: unknown) => {
          this.#log.warn({ work: name, name: error instanceof Error ? error.name : typeof error }, 'a turn failed')
        })
        .finally(() => this.#turns.delete(name))
      this.#turns.set(name, running)
    }
    this.#timers.push(setInterval(turn, milliseconds).unref())
  }

  /** No new turn; resolves when those under way have ended. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#turns.values())
  }
}
