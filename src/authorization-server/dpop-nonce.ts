import { hkdfSync } from 'node:crypto'

/** Seconds that one nonce step lasts. The engine's own number; a nonce is accepted in its step and the next. */
const stepSeconds = 60

/**
 * Stateless DPoP nonces (RFC 9449 section 8): the same on every node, nothing stored, good for 60 to 120 seconds.
 *
 * The engine checks every nonce that a proof carries against its own formula, so ours must be that formula. Should an
 * upgrade change it, no token request succeeds any more: every test of the token endpoint holds the two together.
 */
export class DpopNonces {
  readonly #secret: Uint8Array
  readonly #nowSeconds: () => number
  #cache: { readonly step: number; readonly current: string; readonly next: string } | undefined

  constructor(secret: Uint8Array, nowSeconds: () => number) {
    this.#secret = secret
    this.#nowSeconds = nowSeconds
  }

  /** The nonce to hand out now. */
  next(): string {
    return this.#at(1)
  }

  isFresh(nonce: string): boolean {
    return nonce === this.#at(1) || nonce === this.#at(0)
  }

  #at(offset: 0 | 1): string {
    const step = Math.floor(this.#nowSeconds() / stepSeconds)
    if (this.#cache?.step !== step) {
      this.#cache = { step, current: derive(this.#secret, step), next: derive(this.#secret, step + 1) }
    }
    return offset === 0 ? this.#cache.current : this.#cache.next
  }
}

function derive(secret: Uint8Array, step: number): string {
  const salt = Buffer.alloc(8)
  salt.writeBigUInt64BE(BigInt(step))
  return Buffer.from(hkdfSync('sha256', secret, salt, 'DPoP', 32)).toString('base64url')
}
