import { hkdfSync } from 'node:crypto'

/** Secrets that every node must share, derived from the one store key so that there is nothing more to hand round. */
export interface DerivedSecrets {
  /** Signs the engine's cookies. */
  readonly cookieKey: string
  /** Makes DPoP nonces; 32 bytes. */
  readonly nonceSecret: Buffer
  /** Turns a pid into `sub`; changing it changes everybody's `sub`. */
  readonly subjectKey: Uint8Array
  /** Makes form tokens. */
  readonly formKey: Uint8Array
}

/** @param storeKey 32 random bytes, see `store/store-key.ts`. */
export function deriveSecrets(storeKey: Uint8Array): DerivedSecrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', storeKey, '', `tillit ${purpose}`, 32))
  return {
    cookieKey: derive('cookies').toString('base64url'),
    nonceSecret: derive('dpop nonces'),
    subjectKey: derive('subjects'),
    formKey: derive('forms'),
  }
}
