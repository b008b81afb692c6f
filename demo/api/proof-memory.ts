/**
 * Remembers which proofs were used. This one lives in memory: right for one process. With several, keep it in what they
 * share, for example Redis `SET key 1 NX EX seconds`; the answer must be atomic.
 */
export interface ProofMemory {
  /** True the first time, false ever after until `seconds` have passed. */
  rememberOnce(id: string, seconds: number): boolean | Promise<boolean>
}

/** @see ProofMemory */
export class InMemoryProofs implements ProofMemory {
  readonly #expiry = new Map<string, number>()

  rememberOnce(id: string, seconds: number): boolean {
    const now = Date.now()
    // Oldest first, as a Map keeps its order and every entry lives equally long.
    for (const [old, expiresAt] of this.#expiry) {
      if (expiresAt > now) break
      this.#expiry.delete(old)
    }
    if (this.#expiry.has(id)) return false
    this.#expiry.set(id, now + seconds * 1000)
    return true
  }
}
