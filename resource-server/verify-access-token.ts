import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { AccessTokenRefused, type RefusalReason } from './refusal.ts'

/** What the issuer signs with. A list of your own: never what the token's header says, never `none`. */
const tokenAlgorithms = ['PS256', 'ES256']

/** Seconds that clocks may differ for `exp` and `nbf`. */
const clockSkewSeconds = 5

/** What jose says about a token that is malformed, forged, or signed with what we do not take. */
const forgeries = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
]

const reasonByClaim: Readonly<Record<string, RefusalReason>> = {
  typ: 'token_type',
  iss: 'token_issuer',
  aud: 'token_audience',
  nbf: 'token_early',
}

export interface TokenExpectation {
  readonly issuer: string
  readonly audience: string
  readonly keys: JWTVerifyGetKey
}

/**
 * That the token is the issuer's, an access token, for this API alone, and alive.
 * @throws {AccessTokenRefused} `token_…`
 * @see RFC 9068 section 4
 */
export async function verifyAccessToken(accessToken: string, expected: TokenExpectation): Promise<JWTPayload> {
  const { issuer, audience, keys } = expected
  try {
    const { payload } = await jwtVerify(accessToken, keys, {
      issuer,
      audience,
      algorithms: tokenAlgorithms,
      // An ID token or a client assertion is a signed JWT too, and must not pass for an access token.
      typ: 'at+jwt',
      requiredClaims: ['exp', 'client_id'],
      clockTolerance: clockSkewSeconds,
    })
    // A token for several APIs could be used by one of them at another.
    if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw new AccessTokenRefused('token_audiences')
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AccessTokenRefused('token_expired')
    if (error instanceof errors.JWTClaimValidationFailed) {
      throw new AccessTokenRefused(reasonByClaim[error.claim] ?? 'token_claims')
    }
    if (forgeries.some((kind) => error instanceof kind)) throw new AccessTokenRefused('token_forged')
    // A key set that can't be fetched, for example: not the caller's fault, so not a refusal.
    throw error
  }
}
