import type { Seal } from '#src/store/seal.ts'

const kind = 'audit-person'

/** A person in the trail: a search needs the number and the store key, and a stolen database has neither. */
export class PersonSeal {
  readonly #seal: Seal

  constructor(seal: Seal) {
    this.#seal = seal
  }

  /** The same number gives the same digest, without which nothing could be found. */
  digest(pid: string): string {
    return this.#seal.key(kind, pid).slice(kind.length + 1)
  }

  seal(pid: string): { readonly digest: string; readonly sealed: string } {
    const digest = this.digest(pid)
    return { digest, sealed: Buffer.from(this.#seal.seal(`${kind}:${digest}`, pid)).toString('base64url') }
  }

  /** @throws {Error} when it was sealed with another store key or for another digest. */
  open(person: { readonly digest: string; readonly sealed: string }): string {
    return String(this.#seal.open(`${kind}:${person.digest}`, Buffer.from(person.sealed, 'base64url')))
  }
}
