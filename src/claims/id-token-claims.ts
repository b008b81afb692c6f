import type { Login } from '#src/assurance/login.ts'
import { claimNames } from './claim-names.ts'
import { type Claims, loginClaims, personClaims, pick } from './person-claims.ts'
import { claimNamesOfScopes } from './scope-claims.ts'

/** ID token: claims about the person by the scopes that were granted, and what the login behind it proved. */
export function buildIdTokenClaims(parts: { readonly login: Login; readonly scopes: readonly string[] }): Claims {
  const { login, scopes } = parts
  const about = personClaims(login)
  return { ...pick(about, [...claimNamesOfScopes(scopes), claimNames.onBehalfOf]), ...loginClaims(login) }
}
