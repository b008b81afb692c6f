import { type LevelEvidence, LoginFailure, type PersonName } from '../contract.ts'
import type { IdTokenClaims } from './id-token.ts'

/**
 * The national identity number from the one claim that this provider puts it in. There is no fall-back to another
 * claim: Buypass, for one, has something else under `pid`.
 * @throws {LoginFailure} `pid_missing`; `provider_answer_invalid` when the claim is no string.
 */
export function readPid(claims: IdTokenClaims, claim: string): string {
  const pid = claims[claim]
  if (pid === undefined || pid === null || pid === '')
    throw new LoginFailure('pid_missing', `ID token without ${claim}`)
  if (typeof pid !== 'string') throw new LoginFailure('provider_answer_invalid', `${claim} is not a string`)
  return pid
}

/** `acr` untouched; `amr` as a list whether it came as a string or an array, empty when it is anything else. */
export function readEvidence(claims: IdTokenClaims): LevelEvidence {
  return { issuer: claims.iss, acr: claims['acr'], amr: readMethods(claims['amr']) }
}

function readMethods(amr: unknown): readonly string[] {
  if (typeof amr === 'string') return [amr]
  return Array.isArray(amr) && amr.every((value) => typeof value === 'string') ? amr : []
}

/** The standard name claims, those that are non-empty strings. @see OpenID Connect Core 1.0 section 5.1 */
export function readName(claims: IdTokenClaims): PersonName {
  const name = readText(claims, 'name')
  const givenName = readText(claims, 'given_name')
  const middleName = readText(claims, 'middle_name')
  const familyName = readText(claims, 'family_name')
  return {
    ...(name !== undefined && { name }),
    ...(givenName !== undefined && { givenName }),
    ...(middleName !== undefined && { middleName }),
    ...(familyName !== undefined && { familyName }),
  }
}

/** A claim that is a non-empty string, otherwise undefined. */
export function readText(claims: IdTokenClaims, claim: string): string | undefined {
  const value = claims[claim]
  return typeof value === 'string' && value !== '' ? value : undefined
}
