import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import { checkDpopProof } from './check-dpop-proof.ts'
import { AccessTokenRefused } from './refusal.ts'
import type { ReplayStore } from './replay-store.ts'
import { levelOf, type SecurityLevel, scopesOf } from './token-claims.ts'
import { verifyAccessToken } from './verify-access-token.ts'

/** What your API demands. The same for every request, or one for each address. */
export interface AccessTokenRules {
  /** Exactly as in the issuer's metadata. */
  readonly issuer: string
  /** The API's own name in the registry, for example `nhn:kjernejournal`. */
  readonly audience: string
  /** Each of them must be in the token. */
  readonly scopes: readonly string[]
  /** Lowest level of a person's login (4 is assurance level high, 3 substantial); a machine's token has neither. */
  readonly minimumSecurityLevel: SecurityLevel
  /** True when a machine without a person behind it may not come. Default false. */
  readonly personRequired?: boolean
  /** Claims that must be there as text, for example `helseid://claims/client/claims/orgnr_parent`. Default none. */
  readonly requiredClaims?: readonly string[]
  /** The issuer's public keys: `issuerAt(issuer).keys`. */
  readonly keys: JWTVerifyGetKey
  readonly replays: ReplayStore
  /** Whether the token still lives, asked last (see `introspectWith`). Without it a token lives to its `exp`. */
  readonly isActive?: (accessToken: string) => Promise<boolean>
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
  readonly securityLevel: SecurityLevel | undefined
}

/**
 * Everything an API must check before it answers: that the token is the issuer's, meant for this API, alive, sufficient,
 * and in the hands of the one it was issued to. Takes DPoP-bound tokens only; an API that took Bearer too would accept
 * the same tokens stolen. Both token profiles are read: `helseid` and `rfc9068`.
 *
 * @throws {AccessTokenRefused} answer its `status` with `challengeFor(error)`; anything else is not the caller's fault.
 * @see RFC 9068 section 4, RFC 9449 sections 4.3 and 7
 */
export async function checkAccessToken(
  request: ProtectedRequest,
  rules: AccessTokenRules,
): Promise<CheckedAccessToken> {
  const accessToken = readAuthorization(request.authorization)
  const claims = await verifyAccessToken(accessToken, rules)
  const thumbprint = readThumbprint(claims)
  const { method, url, dpop } = request
  await checkDpopProof(dpop, { method, url, accessToken, thumbprint, replays: rules.replays })
  const scopes = checkScopes(claims, rules.scopes)
  if ((rules.requiredClaims ?? []).some((name) => typeof claims[name] !== 'string' || claims[name] === '')) {
    throw new AccessTokenRefused('organisation_missing')
  }
  const securityLevel = checkLevel(claims, rules)
  if (rules.isActive !== undefined && !(await rules.isActive(accessToken))) {
    throw new AccessTokenRefused('token_revoked')
  }
  return { claims, scopes, securityLevel }
}

function readAuthorization(header: string | undefined): string {
  if (header === undefined) throw new AccessTokenRefused('token_missing')
  const token = /^DPoP +([\w.-]+)$/i.exec(header)?.[1]
  if (token === undefined) throw new AccessTokenRefused('scheme_wrong')
  return token
}

function readThumbprint({ cnf }: JWTPayload): string {
  const isObject = typeof cnf === 'object' && cnf !== null
  if (isObject && 'jkt' in cnf && typeof cnf.jkt === 'string') return cnf.jkt
  throw new AccessTokenRefused('token_unbound')
}

function checkScopes({ scope }: JWTPayload, needed: readonly string[]): readonly string[] {
  const scopes = scopesOf(scope)
  if (needed.every((one) => scopes.includes(one))) return scopes
  throw new AccessTokenRefused('scope_missing', { scope: needed.join(' ') })
}

/** With a person behind the token (`sub` is not the client itself) the login must be strong enough. */
function checkLevel(
  claims: JWTPayload,
  { minimumSecurityLevel, personRequired = false }: AccessTokenRules,
): SecurityLevel | undefined {
  if (claims.sub === undefined || claims.sub === claims['client_id']) {
    if (personRequired) throw new AccessTokenRefused('person_missing')
    return undefined
  }
  const level = levelOf(claims)
  if (level !== undefined && level >= minimumSecurityLevel) return level
  throw new AccessTokenRefused('level_too_low', { acr_values: `Level${minimumSecurityLevel}` })
}
