import { createPrivateKey, hkdfSync } from 'node:crypto'
import type { JWK } from 'jose'

/** An Ed25519 private key in PKCS #8 (RFC 8410 section 7) up to its 32 bytes. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The console's own key at the broker. */
export interface ConsoleKey {
  readonly privateJwk: JWK
  readonly publicJwk: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string; readonly kid: string }
}

/**
 * The key with which the console authenticates as a client: derived from the store key, so that every node has it and
 * nothing more is kept.
 *
 * @param storeKey 32 random bytes, the same on every node.
 */
export function deriveConsoleKey(storeKey: Uint8Array): ConsoleKey {
  const seed = Buffer.from(hkdfSync('sha256', storeKey, '', 'tillit console key', 32))
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const jwk = key.export({ format: 'jwk' })
  const kid = 'tillit-console'
  return {
    privateJwk: { ...jwk, kid, alg: 'EdDSA' },
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: String(jwk.x), kid },
  }
}
