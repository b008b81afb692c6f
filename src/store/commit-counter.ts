import { randomToken } from '#src/operations/random.ts'
import { counterMilliseconds } from './commit-script.ts'

/**
 * Numbers one node's commits, so that the node notices when Redis has lost some that it had acknowledged: then the
 * number that Redis holds for it is a smaller one.
 */
export class CommitCounter {
  /** Of this start of this node alone. */
  readonly key = `node:${randomToken()}`
  readonly #now: () => number
  #sent = 0
  #acknowledged = 0
  #acknowledgedAt = 0

  constructor(now: () => number) {
    this.#now = now
  }

  next(): number {
    this.#sent += 1
    return this.#sent
  }

  acknowledge(number: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, number)
    this.#acknowledgedAt = this.#now()
  }

  /** What Redis must still know of; 0 when it may have forgotten by itself. */
  get acknowledged(): number {
    return this.#now() - this.#acknowledgedAt < counterMilliseconds / 2 ? this.#acknowledged : 0
  }

  /** The loss has been noticed and dealt with: nothing before it is asked for again. */
  forget(): void {
    this.#acknowledged = 0
  }
}
