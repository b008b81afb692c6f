import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { Registry } from '#src/registry/registry.ts'
import { isCompactJws } from './compact-jws.ts'
import { engineError } from './engine-errors.ts'
import { verifiedAssertions } from './verified-jwts.ts'

/** Seconds that a client's clock may be ahead of ours (design section 7). */
export const clockToleranceSeconds = 10

/** The typ of client assertions in drafts of RFC 7523bis, which FAPI and HelseID have taken up. */
const assertionType = 'client-authentication+jwt'
const allowedTypes: readonly unknown[] = [undefined, 'JWT', 'jwt', assertionType]

export interface AssertionLimits {
  readonly issuer: string
  readonly registry: () => Registry
  /** Whether the client is within its rate; counts this request. */
  readonly mayAsk: (clientId: string) => boolean
  readonly longestLifeSeconds: number
  readonly nowSeconds: () => number
}

/** What one caller may sign with, and how strict it wants to be about `typ`. */
export interface AssertionRules {
  readonly signingAlgs: readonly string[]
  readonly requireAssertionTyp: boolean
}

/**
 * The rules for `private_key_jwt` that go beyond the engine's: the issuer alone as audience, whole seconds, a short
 * life. Runs after the signature was verified and before the `jti` is spent.
 *
 * @throws {errors.InvalidClientAuth} with the cause for the operator; the client sees "client authentication failed".
 * @see RFC 7523 section 3, FAPI 2.0 Security Profile section 5.3.2.1
 */
export function checkClientAssertion(limits: AssertionLimits) {
  return function assertClientAssertion(
    ctx: KoaContextWithOIDC,
    claims: Record<string, unknown>,
    header: Record<string, unknown>,
  ): void {
    const client = limits.registry().client(ctx.oidc.client?.clientId ?? '')
    if (client === undefined) throw new errors.InvalidClientAuth('the client is no longer registered')
    const problem = isCompactJws(ctx.oidc.params?.client_assertion)
      ? problemWithAssertion(claims, header, client, limits)
      : 'the assertion is not a compact JWS'
    if (problem !== undefined) throw new errors.InvalidClientAuth(problem)
    // Only now: a stranger who sends this client's id must not use up what it may ask for.
    if (!limits.mayAsk(String(claims.sub))) throw engineError('too_many_requests', 'the client asks too often')
    verifiedAssertions.keep(ctx, claims)
  }
}

/** What is wrong with an assertion whose signature holds, for the operator; undefined when nothing is. */
export function problemWithAssertion(
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  rules: AssertionRules,
  limits: Pick<AssertionLimits, 'issuer' | 'longestLifeSeconds' | 'nowSeconds'>,
): string | undefined {
  return problemWithHeader(header, rules) ?? problemWith(claims, limits)
}

function problemWithHeader({ typ, alg, crit }: Record<string, unknown>, rules: AssertionRules): string | undefined {
  // Nobody here understands an extension; the engine would take an unencoded payload (RFC 7797) for an encoded one.
  if (crit !== undefined) return 'crit must not be there'
  if (rules.requireAssertionTyp && typ !== assertionType) return `typ must be ${assertionType}`
  if (!allowedTypes.includes(typ)) return `typ must be ${assertionType} or JWT`
  // RFC 9864 has given EdDSA over Ed25519 a name of its own.
  const known = alg === 'Ed25519' ? 'EdDSA' : alg
  if (!rules.signingAlgs.some((allowed) => allowed === known)) return `alg must be ${rules.signingAlgs.join(', ')}`
  return undefined
}

function problemWith(
  claims: Record<string, unknown>,
  limits: Pick<AssertionLimits, 'issuer' | 'longestLifeSeconds' | 'nowSeconds'>,
): string | undefined {
  const { aud, exp, iat, nbf, jti, iss, sub } = claims
  const now = limits.nowSeconds()
  if (aud !== limits.issuer) return 'aud must be the issuer, as one string'
  if (iss !== sub) return 'iss and sub must both be the client_id'
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) return 'jti must be a string of 1 to 512 characters'
  if (!isWholeSeconds(exp)) return 'exp must be a whole number of seconds'
  if (!isWholeSeconds(iat)) return 'iat must be a whole number of seconds'
  if (nbf !== undefined && !isWholeSeconds(nbf)) return 'nbf must be a whole number of seconds'
  if (iat > now + clockToleranceSeconds) return 'iat lies in the future'
  if (nbf !== undefined && nbf > now + clockToleranceSeconds) return 'nbf lies in the future'
  const begin = nbf === undefined ? iat : Math.max(nbf, iat)
  if (exp - begin > limits.longestLifeSeconds) return `the assertion lives longer than ${limits.longestLifeSeconds} s`
  // A begin far in the past with a matching exp is covered by exp itself: the engine refuses an expired assertion.
  if (exp > now + limits.longestLifeSeconds + clockToleranceSeconds) return 'exp lies too far ahead'
  return undefined
}

function isWholeSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
