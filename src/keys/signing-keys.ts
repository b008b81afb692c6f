import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'

const recordKind = 'signing-keys'
const recordId = 'all'

/** RSA modulus in bits: the strength of P-256 (NIST SP 800-57, 128 bits of security). */
const rsaBits = 3072

/** A private signing key with everything that the JWKS and a JWS header need. */
export type SigningKey = JWK & { readonly kid: string; readonly alg: 'ES256' | 'PS256'; readonly use: 'sig' }

/**
 * The keys that tokens are signed with: made at the very first start, kept encrypted in the store, the same on every
 * node. The first key of an algorithm is the one in use.
 *
 * @throws {StoreUnavailable}
 */
export async function loadSigningKeys(parts: {
  readonly store: Store
  readonly seal: Seal
}): Promise<readonly SigningKey[]> {
  const { store, seal } = parts
  const key = seal.key(recordKind, recordId)
  const known = await readKeys(store, seal, key)
  if (known !== undefined) return known
  const made = await Promise.all([makeSigningKey('ES256'), makeSigningKey('PS256')])
  const outcome = await store.commit({
    absent: [key],
    writes: [{ key, value: seal.seal(key, made), ttlSeconds: undefined }],
  })
  if (outcome.committed) return made
  // Another node was first; its keys are everybody's.
  const theirs = await readKeys(store, seal, key)
  if (theirs === undefined) throw new Error('the signing keys vanished while they were made')
  return theirs
}

async function readKeys(store: Store, seal: Seal, key: string): Promise<readonly SigningKey[] | undefined> {
  const [sealed] = await store.read([key])
  // Written by loadSigningKeys alone; the seal proves it.
  return sealed === undefined ? undefined : (seal.open(key, sealed) as readonly SigningKey[])
}

async function makeSigningKey(alg: 'ES256' | 'PS256'): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: rsaBits })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' }
}

/** The public half, member by member: what is not named here never leaves. */
export function publicKeyOf(key: SigningKey): JWK {
  const { kty, kid, alg, use, crv, x, y, n, e } = key
  const members = { kty, kid, alg, use, crv, x, y, n, e }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
