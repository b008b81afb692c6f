/**
 * Remembers which proofs were used. With several processes, keep it in what they share, for example Redis
 * `SET id 1 NX EX seconds`: one atomic step whose answer decides. When the store does not answer, throw; never say true.
 */
export interface ReplayStore {
  /**
   * @param id a digest; says nothing about the proof.
   * @returns true the first time, false ever after until `seconds` have passed.
   */
  rememberOnce(id: string, seconds: number): boolean | Promise<boolean>
}

/** For one process. Holds half a minute of proofs, some hundred bytes each. @see ReplayStore */
export class InMemoryReplayStore implements ReplayStore {
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
