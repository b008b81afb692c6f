import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

/** Algorithms that tokens are signed with. */
export const signingAlgorithms = ['ES256', 'PS256'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** RSA modulus in bits: the strength of P-256 (NIST SP 800-57, 128 bits of security). */
const rsaBits = 3072

/** A private signing key with everything that the JWKS and a JWS header need. */
export type SigningKey = JWK & { readonly kid: string; readonly alg: SigningAlgorithm; readonly use: 'sig' }

export async function makeSigningKey(alg: SigningAlgorithm): Promise<SigningKey> {
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
