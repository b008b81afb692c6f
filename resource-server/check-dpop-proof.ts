import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose'
import { AccessTokenRefused, type RefusalReason } from './refusal.ts'
import type { ReplayStore } from './replay-store.ts'

/** Asymmetric only. A proof signed with HS256 or `none` proves nothing. */
export const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA']

/** Seconds. A proof is made for one request and used at once; HelseID's samples take 10. */
const proofAgeSeconds = 10

/** Seconds that clocks may differ (FAPI 2.0 section 5.3.2.1: up to 10 ahead must be accepted). */
const clockSkewSeconds = 10

/** Characters. Greater ones are no proofs: an RSA-4096 key and signature fit three times. */
const proofLimit = 8192

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
  readonly replays: ReplayStore
}

/**
 * Checks a DPoP proof in every point of RFC 9449 section 4.3 (the nonce is the authorization server's business).
 * @param headers every `DPoP` header of the request, unjoined: with two, nobody knows which one counts.
 * @throws {AccessTokenRefused} `proof_…`, all of them `invalid_dpop_proof`
 */
export async function checkDpopProof(headers: readonly string[], expected: ProofExpectation): Promise<void> {
  const [proof, ...more] = headers
  refuseUnless(proof !== undefined && proof !== '', 'proof_missing')
  // Some servers join two headers with a comma, which no proof holds.
  refuseUnless(more.length === 0 && !proof.includes(','), 'proof_twice')

  const { header, payload } = await verify(proof)
  const { jwk } = header
  refuseUnless(jwk !== undefined && !secretMembers.some((member) => member in jwk), 'proof_private_key')
  const thumbprint = await calculateJwkThumbprint(jwk)
  refuseUnless(thumbprint === expected.thumbprint, 'proof_key')
  refuseUnless(payload['ath'] === sha256(expected.accessToken), 'proof_ath')
  refuseUnless(payload['htm'] === expected.method, 'proof_htm')
  refuseUnless(sameAddress(payload['htu'], expected.url), 'proof_htu')
  const age = Math.floor(Date.now() / 1000) - (payload.iat ?? Number.NaN)
  refuseUnless(age <= proofAgeSeconds + clockSkewSeconds && age >= -clockSkewSeconds, 'proof_iat')
  const { jti } = payload
  refuseUnless(typeof jti === 'string' && jti !== '' && jti.length <= 512, 'proof_jti')
  // Last, so that a proof that is wrong in another way spends nothing.
  const seconds = proofAgeSeconds + 2 * clockSkewSeconds
  refuseUnless(await expected.replays.rememberOnce(sha256(`${thumbprint} ${jti}`), seconds), 'proof_used')
}

async function verify(proof: string): Promise<{ header: ProtectedHeaderParameters; payload: JWTPayload }> {
  refuseUnless(proof.length <= proofLimit, 'proof_forged')
  try {
    const { protectedHeader, payload } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: proofAlgorithms,
      typ: 'dpop+jwt',
      clockTolerance: clockSkewSeconds,
    })
    return { header: protectedHeader, payload }
  } catch {
    throw new AccessTokenRefused('proof_forged')
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

function refuseUnless(holds: boolean, reason: RefusalReason): asserts holds {
  if (!holds) throw new AccessTokenRefused(reason)
}
