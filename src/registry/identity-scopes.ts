/**
 * Scopes that ask for something about the person or the login itself and belong to no API. A client gets only those that
 * its own `scope` names, and never without a person.
 */
export const identityScopes = [
  'openid',
  'profile',
  'offline_access',
  'helseid://scopes/identity/pid',
  'helseid://scopes/identity/pid_pseudonym',
  'helseid://scopes/identity/security_level',
  'helseid://scopes/identity/assurance_level',
  'helseid://scopes/identity/network',
  'helseid://scopes/identity/all',
  'helseid://scopes/hpr/hpr_number',
  'helseid://scopes/hpr',
  'helseid://scopes/client/client_name',
  'helseid://scopes/client/info',
] as const

const known: ReadonlySet<string> = new Set(identityScopes)

/** Exact comparison: scopes are case-sensitive (RFC 6749 section 3.3). */
export function isIdentityScope(scope: string): boolean {
  return known.has(scope)
}
