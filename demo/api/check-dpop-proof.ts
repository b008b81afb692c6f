import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose'
import type { ProofMemory } from './proof-memory.ts'
import { AccessTokenRefused } from './refusal.ts'

/** Asymmetric only. A proof signed with HS256 or `none` proves nothing. */
export const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA']

/** Seconds. A proof is made for one request and used at once; HelseID's samples take 10, and 5 for clocks that differ. */
const proofAgeSeconds = 10
const clockSkewSeconds = 5

/** Members of a JWK that belong to a private or shared key (RFC 7518 section 6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** What the proof must fit. */
export interface ProofExpectation {
  readonly method: string
  /** The address as the client knows it, from your own configuration. Never from the `Host` header. */
  readonly url: string
  readonly accessToken: string
  /** `cnf.jkt` of the access token. */
  readonly thumbprint: string
  readonly proofs: ProofMemory
}

/**
 * Checks a DPoP proof in every point of RFC 9449 section 4.3 (the nonce is the authorization server's business).
 * @param headers every `DPoP` header of the request, unjoined: with two, nobody knows which one counts.
 * @throws {AccessTokenRefused} `invalid_dpop_proof`
 */
export async function checkDpopProof(headers: readonly string[], expected: ProofExpectation): Promise<void> {
  const [proof, ...more] = headers
  refuseUnless(proof !== undefined && proof !== '', 'the DPoP header is missing')
  refuseUnless(more.length === 0, 'there must be exactly one DPoP header')

  const { header, payload } = await verify(proof)
  const { jwk } = header
  refuseUnless(jwk !== undefined && !secretMembers.some((member) => member in jwk), 'jwk must be a public key')
  const thumbprint = await calculateJwkThumbprint(jwk)
  refuseUnless(
    thumbprint === expected.thumbprint,
    'the proof is signed by another key than the token is bound to (cnf.jkt)',
  )

  refuseUnless(payload['ath'] === sha256(expected.accessToken), 'ath is not the hash of this access token')
  refuseUnless(payload['htm'] === expected.method, 'htm is not the method of this request')
  refuseUnless(sameAddress(payload['htu'], expected.url), 'htu is not the address of this request')

  const age = Math.floor(Date.now() / 1000) - (payload.iat ?? Number.NaN)
  refuseUnless(age <= proofAgeSeconds + clockSkewSeconds && age >= -clockSkewSeconds, 'iat is too old or in the future')

  const { jti } = payload
  refuseUnless(typeof jti === 'string' && jti !== '' && jti.length <= 512, 'jti is missing')
  // Last, so that a proof that is wrong in another way spends nothing.
  const isFirst = await expected.proofs.rememberOnce(
    sha256(`${thumbprint} ${jti}`),
    proofAgeSeconds + 2 * clockSkewSeconds,
  )
  refuseUnless(isFirst, 'this proof was used before (jti)')
}

async function verify(proof: string): Promise<{ header: ProtectedHeaderParameters; payload: JWTPayload }> {
  try {
    const { protectedHeader, payload } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: proofAlgorithms,
      typ: 'dpop+jwt',
    })
    return { header: protectedHeader, payload }
  } catch {
    throw new AccessTokenRefused(
      'invalid_dpop_proof',
      'the proof is not a signed dpop+jwt with an allowed alg and a public jwk',
    )
  }
}

/** Scheme, host and path; query and fragment do not count (RFC 9449 section 4.3, point 9). */
function sameAddress(htu: unknown, url: string): boolean {
  const given = typeof htu === 'string' ? URL.parse(htu) : null
  const { origin, pathname } = new URL(url)
  return given !== null && given.origin === origin && given.pathname === pathname
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function refuseUnless(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new AccessTokenRefused('invalid_dpop_proof', reason)
}
