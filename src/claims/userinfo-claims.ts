import type { Login } from '#src/assurance/login.ts'
import { type Claims, personClaims, pick } from './person-claims.ts'
import { claimNamesOfScopes } from './scope-claims.ts'

/** Userinfo (OpenID Connect Core section 5.3.2): `sub` always, the rest by the scopes of the access token. */
export function buildUserinfoClaims(parts: { readonly login: Login; readonly scopes: readonly string[] }): Claims {
  const { login, scopes } = parts
  return { sub: login.subject, ...pick(personClaims(login), claimNamesOfScopes(scopes)) }
}
