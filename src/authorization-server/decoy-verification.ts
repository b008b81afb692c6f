import { generateKeyPairSync } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWK } from 'jose'
import { errors } from 'oidc-provider'
import type { PublicJwk } from '#src/registry/public-jwk.ts'

/**
 * Verifies an assertion by a key of nobody's, of the kind that its header claims, and never succeeds: the work that a
 * client's own key would have made, so that the time of a refusal does not tell whether the client exists.
 *
 * What it does not hide: docs/decisions/0078-time-tells-nothing.md
 */
export async function verifyInVain(assertion: string): Promise<void> {
  try {
    const { alg = '' } = decodeProtectedHeader(assertion)
    const key = decoyFor(alg, assertion)
    if (key !== undefined) await compactVerify(assertion, key)
  } catch {
    // As it must end.
  }
}

/** Whether a verifier that looks at the claims first comes to the signature, as the engine does. */
export function comesToSignature(assertion: string, clientId: string, audiences: readonly string[]): boolean {
  try {
    const { exp, jti, iss, aud } = decodeJwt(assertion)
    const isAccepted = [aud ?? []].flat().some((one) => audiences.includes(one))
    return Boolean(exp) && Boolean(jti) && iss === clientId && isAccepted
  } catch {
    return false
  }
}

/** What the engine does with the assertion of a client that it knows, up to the signature, and with its failure. */
export function readInVain(assertion: string, clientId: string, audiences: readonly string[]): void {
  try {
    decodeProtectedHeader(assertion)
    if (comesToSignature(assertion, clientId, audiences)) throw new errors.InvalidClientAuth('in vain')
  } catch {
    // As it must end.
  }
}

/** Whether one of the keys is for this assertion, by its `kid` and algorithm. */
export function hasKeyFor(assertion: string, keys: readonly (PublicJwk | JWK)[]): boolean {
  try {
    const { alg = '', kid } = decodeProtectedHeader(assertion)
    return keys.some(
      (key) =>
        (kid === undefined || kid === key.kid) &&
        (key.alg === undefined || key.alg === alg) &&
        kindOf(alg) === kindOfKey(key),
    )
  } catch {
    return false
  }
}

/** JWS algorithm to the kind of key that makes it (RFC 7518 section 3.1, RFC 8037). */
function kindOf(alg: string): string | undefined {
  if (/^[PR]S(256|384|512)$/.test(alg)) return 'RSA'
  return { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', EdDSA: 'Ed25519', Ed25519: 'Ed25519' }[alg]
}

function kindOfKey({ kty, crv }: PublicJwk | JWK): string | undefined {
  return kty === 'RSA' ? kty : typeof crv === 'string' ? crv : undefined
}

/** The library keeps what it has imported by the object, as it does with a client's keys. */
const decoys = new Map<string, JWK>()

function decoyFor(alg: string, assertion: string): JWK | undefined {
  const kind = kindOf(alg)
  if (kind === undefined) return undefined
  // A signature by RSA is as long as the key that made it, and a longer key is more work.
  const bytes = kind === 'RSA' ? rsaBytes(assertion) : 0
  const name = `${kind} ${bytes}`
  const known = decoys.get(name) ?? makeDecoy(kind, bytes)
  decoys.set(name, known)
  return known
}

const rsaSizes = [256, 384, 512]

function rsaBytes(assertion: string): number {
  const signature = Buffer.from(assertion.split('.')[2] ?? '', 'base64url')
  return rsaSizes.find((size) => signature.length <= size) ?? 512
}

function makeDecoy(kind: string, bytes: number): JWK {
  if (kind === 'RSA') {
    // Any odd number of the right length is as much work as a product of two primes. Here every byte is the same odd one.
    return { kty: 'RSA', n: Buffer.alloc(bytes, 0xb5).toString('base64url'), e: 'AQAB' }
  }
  const { publicKey } =
    kind === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind })
  return publicKey.export({ format: 'jwk' })
}
