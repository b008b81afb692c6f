import { createHash } from 'node:crypto'

/** The members of each key type that make its thumbprint, in lexicographic order (RFC 7638 section 3.2, RFC 8037). */
const requiredMembers: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
}

/**
 * SHA-256 thumbprint of an asymmetric key, base64url; the same for both halves.
 *
 * @returns undefined for what is no EC, OKP or RSA key.
 * @see RFC 7638
 */
export function jwkThumbprint(jwk: object): string | undefined {
  const kty: unknown = Reflect.get(jwk, 'kty')
  const names = typeof kty === 'string' && Object.hasOwn(requiredMembers, kty) ? requiredMembers[kty] : undefined
  if (names === undefined) return undefined
  const members = names.map((name): readonly [string, unknown] => [name, Reflect.get(jwk, name)])
  if (members.some(([, value]) => typeof value !== 'string')) return undefined
  const canonical = JSON.stringify(Object.fromEntries(members))
  return createHash('sha256').update(canonical).digest('base64url')
}
