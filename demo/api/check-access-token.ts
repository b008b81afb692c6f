import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { checkDpopProof } from './check-dpop-proof.ts'
import type { ProofMemory } from './proof-memory.ts'
import { AccessTokenRefused } from './refusal.ts'

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

const securityLevelClaim = 'helseid://claims/identity/security_level'

/** What your API demands. The same for every request. */
export interface AccessTokenRules {
  /** Exactly as in the issuer's metadata. */
  readonly issuer: string
  /** The API's own name in the registry, for example `nhn:kjernejournal`. */
  readonly audience: string
  /** Each of them must be in the token. */
  readonly scopes: readonly string[]
  /** Lowest level of a person's login; a machine's token has no person and no level. */
  readonly minimumSecurityLevel: 3 | 4
  /** The issuer's public keys: jose's `createRemoteJWKSet(new URL(metadata.jwks_uri))`. */
  readonly keys: JWTVerifyGetKey
  readonly proofs: ProofMemory
}

/** The parts of the request that count. */
export interface ProtectedRequest {
  readonly method: string
  /** The address as the client knows it, from your own configuration. Never from the `Host` header. */
  readonly url: string
  readonly authorization: string | undefined
  /** Every `DPoP` header, unjoined (in Node: `request.headersDistinct.dpop`). */
  readonly dpop: readonly string[]
}

/** A token that passed, with who stands behind it. */
export interface CheckedAccessToken {
  readonly claims: JWTPayload
  readonly scopes: readonly string[]
  /** Undefined when a machine calls on its own behalf. */
  readonly securityLevel: number | undefined
}

/**
 * Everything an API must check before it answers: that the token is the issuer's, meant for this API, alive, sufficient,
 * and in the hands of the one it was issued to. Takes DPoP-bound tokens only; an API that took Bearer too would accept
 * the same tokens stolen.
 *
 * @throws {AccessTokenRefused} with the code for `WWW-Authenticate`.
 * @see RFC 9068 section 4, RFC 9449 sections 4.3 and 7
 */
export async function checkAccessToken(
  request: ProtectedRequest,
  rules: AccessTokenRules,
): Promise<CheckedAccessToken> {
  const accessToken = readAuthorization(request.authorization)
  const claims = await verifyToken(accessToken, rules)

  const thumbprint = readThumbprint(claims)
  if (thumbprint === undefined) throw refused('the token is not bound to a key (cnf.jkt)')
  const { method, url } = request
  await checkDpopProof(request.dpop, { method, url, accessToken, thumbprint, proofs: rules.proofs })

  const scopes = readScopes(claims['scope'])
  const missing = rules.scopes.find((scope) => !scopes.includes(scope))
  if (missing !== undefined) throw new AccessTokenRefused('insufficient_scope', `the scope ${missing} is missing`)
  return { claims, scopes, securityLevel: checkLevel(claims, rules.minimumSecurityLevel) }
}

function readAuthorization(header: string | undefined): string {
  if (header === undefined) throw new AccessTokenRefused(undefined, 'there is no access token')
  const token = /^DPoP ([\w.-]+)$/i.exec(header)?.[1]
  if (token === undefined) throw new AccessTokenRefused('invalid_request', 'send Authorization: DPoP <access token>')
  return token
}

async function verifyToken(accessToken: string, rules: AccessTokenRules): Promise<JWTPayload> {
  const { issuer, audience, keys } = rules
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
    if (Array.isArray(payload.aud) && payload.aud.length !== 1)
      throw refused('the token must be for this API alone (aud)')
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('the token has expired')
    if (error instanceof errors.JWTClaimValidationFailed) throw refused(`the token does not fit here: ${error.claim}`)
    if (forgeries.some((kind) => error instanceof kind)) throw refused('the token is not signed by this issuer')
    // A key set that can't be fetched, for example: not the caller's fault, so not a refusal.
    throw error
  }
}

/** HelseID writes `scope` as an array, RFC 9068 as one string with spaces. */
function readScopes(scope: unknown): readonly string[] {
  if (typeof scope === 'string') return scope.split(' ')
  return Array.isArray(scope) ? scope.filter((one) => typeof one === 'string') : []
}

function readThumbprint({ cnf }: JWTPayload): string | undefined {
  const isObject = typeof cnf === 'object' && cnf !== null
  return isObject && 'jkt' in cnf && typeof cnf.jkt === 'string' ? cnf.jkt : undefined
}

/** With a person behind the token (`sub` is not the client itself) the login must be strong enough. */
function checkLevel(claims: JWTPayload, minimum: number): number | undefined {
  if (claims.sub === undefined || claims.sub === claims['client_id']) return undefined
  // `acr` says the same in every token; the claim comes when the API has asked for it in its registration.
  const claim = claims[securityLevelClaim] ?? claims['acr']
  const level = typeof claim === 'string' ? Number(/^(?:Level)?([234])$/.exec(claim)?.[1] ?? 0) : 0
  if (level >= minimum) return level
  throw new AccessTokenRefused('insufficient_user_authentication', `a login at security level ${minimum} is needed`)
}

function refused(reason: string): AccessTokenRefused {
  return new AccessTokenRefused('invalid_token', reason)
}
