/**
 * Scopes that ask for something about the person or the login itself and belong to no API. A client gets only those that
 * its own `scope` names, and never without a person.
 */
const personScopes = [
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

/**
 * Names of the structures that a client sends in its assertion, which HelseID lists as scopes too. They open nothing: the
 * claim comes from the structure, with the scope or without. A machine may ask for them as well.
 */
const structureScopes = ['nhn:tillitsrammeverk:parameters', 'nhn:sfm:journal-id'] as const

/** Every scope that belongs to no API. */
export const identityScopes = [...personScopes, ...structureScopes] as const

const known: ReadonlySet<string> = new Set(identityScopes)
const ofPersons: ReadonlySet<string> = new Set(personScopes)

/** Exact comparison: scopes are case-sensitive (RFC 6749 section 3.3). */
export function isIdentityScope(scope: string): boolean {
  return known.has(scope)
}

/** Whether it asks for something that there is not without a person. */
export function isPersonScope(scope: string): boolean {
  return ofPersons.has(scope)
}
