import { claimNames } from './claim-names.ts'

/** What each identity scope opens in the ID token and at userinfo. A scope that is not here opens nothing. */
const claimsOfScope: ReadonlyMap<string, readonly string[]> = new Map([
  ['profile', ['name', 'given_name', 'middle_name', 'family_name']],
  ['helseid://scopes/identity/pid', [claimNames.pid]],
  ['helseid://scopes/identity/pid_pseudonym', [claimNames.pidPseudonym]],
  ['helseid://scopes/identity/security_level', [claimNames.securityLevel]],
  ['helseid://scopes/identity/assurance_level', [claimNames.assuranceLevel]],
  ['helseid://scopes/identity/network', [claimNames.network]],
  [
    'helseid://scopes/identity/all',
    [claimNames.pid, claimNames.pidPseudonym, claimNames.securityLevel, claimNames.assuranceLevel, claimNames.network],
  ],
  ['helseid://scopes/hpr/hpr_number', [claimNames.hprNumber]],
  // The old name of the same scope.
  ['helseid://scopes/hpr', [claimNames.hprNumber]],
])

export function claimNamesOfScopes(scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes.flatMap((scope) => claimsOfScope.get(scope) ?? []))
}
