import { acrOfLevel, assuranceLevelName } from '#src/assurance/levels.ts'
import type { Login } from '#src/assurance/login.ts'
import { claimNames } from './claim-names.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Everything that can be said about the person behind a login. Callers pick; nobody gets it whole. */
export function personClaims(login: Login): Claims {
  const { name, givenName, middleName, familyName } = login.name
  return defined({
    [claimNames.pid]: login.pid,
    [claimNames.pidPseudonym]: login.subject,
    // A string, as HelseID writes it.
    [claimNames.securityLevel]: String(login.level),
    [claimNames.assuranceLevel]: assuranceLevelName(login.level),
    [claimNames.network]: login.network,
    // Absent for who is not in HPR: a claim that is not there says nothing, an empty one would.
    [claimNames.hprNumber]: login.hpr?.number,
    [claimNames.onBehalfOf]: login.onBehalfOf,
    name,
    given_name: givenName,
    middle_name: middleName,
    family_name: familyName,
  })
}

/** What every token about a person says of the login itself: the truth of this login, not of a later one. */
export function loginClaims(login: Login): Claims {
  return {
    acr: acrOfLevel(login.level),
    amr: [login.method],
    auth_time: login.authTime,
    idp: login.providerId,
  }
}

/** The named members of `claims` that are there. Own ones only: a name like `constructor` must not reach the prototype. */
export function pick(claims: Claims, names: Iterable<string>): Claims {
  const wanted = new Set(names)
  return defined(Object.fromEntries(Object.entries(claims).filter(([name]) => wanted.has(name))))
}

export function defined(claims: Claims): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}
