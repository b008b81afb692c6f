import { z } from 'zod'
import { LoginFailure, type PersonName, type SecurityLevel } from '../contract.ts'
import { pidClaimSetting } from './claim-name.ts'
import { readText } from './claims.ts'
import type { IdTokenClaims } from './id-token.ts'

const claimName = z.string().min(1).max(200)
const levels: z.ZodType<SecurityLevel> = z.union([z.literal(2), z.literal(3), z.literal(4)])

/** Seconds in eight hours: a day at work, and the longest that the broker's own session lives. */
const workdaySeconds = 8 * 60 * 60

/**
 * Settings for a login that an employer vouches for. An employer's directory has no claim of its own for the national
 * identity number or the level: which claims carry them is agreed with each employer, so nothing here has a default that
 * could be taken for an agreement.
 */
export const employerFields = {
  /** Organisation number of the employer that these logins speak for. */
  employer: z.string().regex(/^\d{9}$/, 'nine digits'),
  /** The claim with the national identity number. */
  pid_claim: pidClaimSetting(['upn', 'unique_name', 'preferred_username', 'email', 'oid', 'sid', 'windowsaccountname']),
  /** What the agreed claim's values prove. A value that is not here proves nothing. */
  level_map: z
    .record(claimName, levels)
    .refine((map) => Object.keys(map).length > 0, 'at least one value with its level'),
  name_claims: z
    .strictObject({
      name: claimName.default('name'),
      given_name: claimName.default('given_name'),
      family_name: claimName.default('family_name'),
    })
    .prefault({}),
  /** Seconds. A login at the employer that is older than this is not taken: single sign-on ends with the day. */
  maximum_login_age_seconds: z.int().min(60).max(workdaySeconds).default(workdaySeconds),
} as const

/**
 * Method evidence from every claim that may hold it, in the order of the settings.
 * @throws {LoginFailure} `provider_answer_invalid` when such a claim is there and unreadable: evidence may lower a level,
 * so it must not be lost.
 */
export function readMethodEvidence(claims: IdTokenClaims, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = claims[name]
    if (value === undefined) return []
    if (typeof value === 'string') return [value]
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
    throw new LoginFailure('provider_answer_invalid', `${name} is neither text nor a list of texts`)
  })
}

/** The person's name from the agreed claims. */
export function readAgreedName(
  claims: IdTokenClaims,
  names: { readonly name: string; readonly given_name: string; readonly family_name: string },
): PersonName {
  const name = readText(claims, names.name)
  const givenName = readText(claims, names.given_name)
  const familyName = readText(claims, names.family_name)
  return {
    ...(name !== undefined && { name }),
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
  }
}

/** @throws {LoginFailure} `authentication_too_old` for a login older than the employer's logins may be. */
export function checkLoginAge(authTime: number, now: number, maximumSeconds: number): void {
  if (now - authTime > maximumSeconds) {
    throw new LoginFailure('authentication_too_old', `auth_time is older than ${maximumSeconds} seconds`)
  }
}
