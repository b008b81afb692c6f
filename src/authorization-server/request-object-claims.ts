import type { JWTPayload } from 'jose'
import type { Client } from '#src/registry/client.ts'
import { clockToleranceSeconds } from './client-assertion.ts'

export interface RequestObjectLimits {
  readonly issuer: string
  /** Greatest time between begin and end, in seconds. */
  readonly longestLifeSeconds: number
  readonly nowSeconds: () => number
}

const types: readonly unknown[] = [undefined, 'JWT', 'jwt', 'oauth-authz-req+jwt']

/**
 * What is wrong with a request object whose signature holds.
 *
 * HelseID's clients that are registered as `merged` send it in a looser form: `iat` as a string, no `client_id`, a `sub`,
 * and the type of a client assertion. Its `jti` is spent among the assertions', so that it can't be used as one.
 *
 * @see RFC 9101 sections 4 and 10.8, FAPI 2.0 Message Signing section 5.3.1
 */
export function problemWithRequestObject(
  claims: JWTPayload,
  header: { readonly typ?: string | undefined },
  client: Client,
  limits: RequestObjectLimits,
): string | undefined {
  const isLoose = client.requestObjectPolicy === 'merged'
  const { iss, aud, sub, jti, client_id: clientId } = claims
  if (!types.includes(header.typ) && !(isLoose && header.typ === 'client-authentication+jwt')) {
    return 'typ must be oauth-authz-req+jwt or JWT'
  }
  if (iss !== client.clientId) return 'iss must be the client_id'
  if (aud !== limits.issuer) return 'aud must be the issuer, as one string'
  if (clientId !== client.clientId && !(isLoose && clientId === undefined))
    return 'client_id must be that of the client'
  if (sub !== undefined && !(isLoose && sub === client.clientId)) return 'sub must not be there'
  if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > 512)) {
    return 'jti must be a string of at most 512 characters'
  }
  return problemWithTime({ ...claims, iat: isLoose ? asNumber(claims.iat) : claims.iat }, limits)
}

function problemWithTime(
  claims: { readonly [name: string]: unknown },
  limits: RequestObjectLimits,
): string | undefined {
  const { exp, nbf, iat } = claims
  const now = limits.nowSeconds()
  if (!isWholeSeconds(exp)) return 'exp must be a whole number of seconds'
  if (!isWholeSeconds(nbf)) return 'nbf must be a whole number of seconds'
  if (iat !== undefined && !isWholeSeconds(iat)) return 'iat must be a whole number of seconds'
  if (nbf > now + clockToleranceSeconds) return 'nbf lies in the future'
  if (iat !== undefined && iat > now + clockToleranceSeconds) return 'iat lies in the future'
  if (exp <= now - clockToleranceSeconds) return 'it has expired'
  if (exp - nbf > limits.longestLifeSeconds) return `it lives longer than ${limits.longestLifeSeconds} s`
  return undefined
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
}

function isWholeSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
