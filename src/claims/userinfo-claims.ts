import type { Login } from '#src/assurance/login.ts'
import { claimNames } from './claim-names.ts'
import { hprDetails } from './hpr-details.ts'
import { type Claims, personClaims, pick } from './person-claims.ts'
import { claimNamesOfScopes } from './scope-claims.ts'

/**
 * Userinfo (OpenID Connect Core section 5.3.2): `sub` always, the rest by the scopes of the access token. The approvals
 * of health personnel are told here alone, to those who may know the HPR number.
 */
export function buildUserinfoClaims(parts: { readonly login: Login; readonly scopes: readonly string[] }): Claims {
  const { login, scopes } = parts
  const names = claimNamesOfScopes(scopes)
  const details = names.has(claimNames.hprNumber) && login.hpr !== undefined ? hprDetails(login.hpr) : undefined
  return {
    sub: login.subject,
    ...pick(personClaims(login), names),
    ...(details === undefined ? {} : { [claimNames.hprDetails]: details }),
  }
}
