import { claimNames } from './claim-names.ts'

/**
 * Claims that mean something in tokens, by standard or by habit of the libraries that read them: RFC 7519, 7800, 8693,
 * 8707, 9068, 9396, 9449, 9470, OpenID Connect Core and its logout and CIBA specifications, SCIM names of RFC 9068
 * section 2.2.3.1, and roles as .NET and Java read them.
 */
const standardClaims = [
  'iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'cnf', 'act', 'may_act', 'client_id', 'scope', 'scp', 'azp', 'nonce',
  'auth_time', 'at_hash', 'c_hash', 's_hash', 'acr', 'amr', 'sid', 'events', 'sub_jwk', 'sub_id', 'typ', 'token_type',
  'active', 'username', 'resource', 'authorization_details', 'assertion_details', 'token_introspection', 'oldsub', 'idp',
  'client_amr', 'client_name', 'name', 'given_name', 'middle_name', 'family_name', 'nickname', 'preferred_username',
  'profile', 'picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number',
  'phone_number_verified', 'address', 'updated_at', 'verified_claims', 'vot', 'vtm', 'txn', 'toe', 'orig', 'dest', 'pid',
  'role', 'roles', 'group', 'groups', 'entitlements', 'permissions', 'authorities', 'unique_name', 'upn', 'nameid', 'tid',
  'oid', 'userinfo_issued_at', 'htm', 'htu', 'ath', 'jku', 'jwk', 'x5c', 'x5t', 'kid', 'alg', 'crit', 'constructor',
] // biome-ignore format: a table reads better in few lines

const reserved: ReadonlySet<string> = new Set([...standardClaims, ...Object.values(claimNames)])

/** Whether a claim of this name is somebody's already: a standard's, HelseID's or the broker's. */
export function isReservedClaim(name: string): boolean {
  return reserved.has(name) || /^(helseid|tillit):/i.test(name)
}
