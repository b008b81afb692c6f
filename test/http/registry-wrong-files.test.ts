// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders stand so in the files
import { describe, expect, it } from 'vitest'
import {
  api,
  approved,
  ec,
  epj,
  levelAllowed,
  type Members,
  machine,
  offCurve,
  organisation,
  problemsOf,
  rsa,
  scopeOfApi,
  withMembers,
} from './registry-documents.ts'

interface WrongFile {
  readonly what: string
  readonly file: string
  readonly members: Members
  readonly path: string
  readonly found: string
  readonly allowed: string
}

const row = (
  what: string,
  file: string,
  members: Members,
  path: string,
  found: string,
  allowed: string,
): WrongFile => ({
  what,
  file,
  members,
  path,
  found,
  allowed,
})

const delegation = 'delegations/999977774-310000116.json'

// biome-ignore format: a table is read by its rows
const wrongFiles: readonly WrongFile[] = [
  row('an unknown key', epj, { redirect_uri: 'x' }, 'redirect_uri', 'an unknown key', 'the keys of the schema'),
  row('a missing key', epj, { tenancy: undefined }, 'tenancy', 'nothing', '"single-tenant" or "multi-tenant"'),
  row('a client kind that does not exist', epj, { kind: 'spa' }, 'kind', '"spa"', '"web", "native", "machine" or'),
  row('a client status that does not exist', epj, { status: 'on' }, 'status', '"on"', '"draft", "active" or "disabled"'),
  row('a client secret', epj, { token_endpoint_auth_method: 'client_secret_basic' }, 'token_endpoint_auth_method', '"client_secret_basic"', '"private_key_jwt"'),
  row('the implicit grant', epj, { grant_types: ['implicit'] }, 'grant_types[0]', '"implicit"', '"authorization_code", '),
  row('a client id that is no file name', epj, { client_id: '../epj' }, 'client_id', '"../epj"', 'up to 100 letters'),
  row('a client id that is not the file name', epj, { client_id: 'epj-2' }, 'client_id', '"epj-2"', '"epj-2.json"'),
  row('an invisible character in a name', epj, { client_name: 'EPJ\u202e' }, 'client_name', 'EPJ', 'without control or invisible'),
  row('an unknown organisation', epj, { organisation: '974760673' }, 'organisation', '"974760673"', 'an organisation that has a file'),
  row('an unknown child organisation', epj, { child_organisations: ['974760673'] }, 'child_organisations[0]', '"974760673"', 'an organisation that has a file'),
  row('a child that is no sub-unit', epj, { child_organisations: ['310000094'] }, 'child_organisations[0]', '"310000094"', 'a sub-unit whose parent is "999977774"'),
  row('no redirect URI', epj, { redirect_uris: [] }, 'redirect_uris', 'an empty array', 'at least one'),
  row('redirect URIs without code grant', machine, { redirect_uris: ['https://a.example/cb'] }, 'redirect_uris', 'an array of 1', 'none without'),
  row('a relative redirect URI', epj, { redirect_uris: ['/cb'] }, 'redirect_uris[0]', '"/cb"', 'an absolute https address'),
  row('a redirect URI that runs script', epj, { redirect_uris: ['javascript:alert(1)'] }, 'redirect_uris[0]', 'javascript', 'an absolute https address'),
  row('a redirect URI with fragment', epj, { redirect_uris: ['https://a.example/cb#'] }, 'redirect_uris[0]', 'cb#', 'without fragment'),
  row('a redirect URI with wildcard', epj, { redirect_uris: ['https://*.a.example/cb'] }, 'redirect_uris[0]', '*', 'without wildcard'),
  row('a redirect URI with user name', epj, { redirect_uris: ['https://u:hunter2@a.example/cb'] }, 'redirect_uris[0]', '"https://…@a.example/cb"', 'without user name or password'),
  row('a redirect URI with an empty user name', epj, { redirect_uris: ['https://@a.example/cb'] }, 'redirect_uris[0]', '"https://…@a.example/cb"', 'without user name'),
  row('a redirect URI over http', epj, { redirect_uris: ['http://a.example/cb'] }, 'redirect_uris[0]', 'http://a', 'https, or http on a loopback address'),
  row('a redirect URI with backslash', epj, { redirect_uris: ['https://a.example\\@b.example'] }, 'redirect_uris[0]', '…@b.example', 'without backslash'),
  row('a redirect URI not in normal form', epj, { redirect_uris: ['https://A.example:443/x/../cb'] }, 'redirect_uris[0]', 'A.example', 'in normal form, "https://a.example/cb"'),
  row('a back-channel address over http', epj, { backchannel_logout_uri: 'http://a.example/' }, 'backchannel_logout_uri', 'http://a', 'https, or http on a loopback address'),
  row('an unknown placeholder', epj, { redirect_uris: ['${HOME}/cb'] }, 'redirect_uris[0]', '${HOME}', '"${TILLIT_DEMO_URL}" or'),
  row('refresh tokens without login', machine, { grant_types: ['client_credentials', 'refresh_token'] }, 'grant_types', '"refresh_token" alone', 'only beside authorization_code'),
  row('a login of a machine', machine, { grant_types: ['authorization_code'], redirect_uris: ['https://a.example/cb'] }, 'grant_types[0]', '"authorization_code"', 'for machine'),
  row('an identity scope of a machine', machine, { scope: 'openid' }, 'scope', '"openid"', 'no identity scope for machine'),
  row('a web client without login', 'helsekort-web.json', { grant_types: ['client_credentials'], redirect_uris: [] }, 'grant_types', '"client_credentials"', 'authorization_code or the device code grant'),
  row('offline_access without refresh tokens', 'helsekort-web.json', { scope: 'openid offline_access' }, 'scope', '"offline_access"', 'only with the grant refresh_token'),
  row('an unknown scope in scope', epj, { scope: 'openid email' }, 'scope', '"email"', 'identity scopes of the broker'),
  row('an API scope in scope without access', 'helsekort-web.json', { scope: 'openid nhn:provesvar/api' }, 'scope', '"nhn:provesvar/api"', 'an entry under access'),
  row('an unknown provider', epj, { allowed_identity_providers: ['minid'] }, 'allowed_identity_providers[0]', '"minid"', '"idporten-oidc" or "bankid-oidc"'),
  row('access to an unknown scope', epj, { access: [{ ...approved, scope: 'nhn:kjernejournal/alt' }] }, 'access[0].scope', '"nhn:kjernejournal/alt"', 'a scope of an API'),
  row('access approved by a stranger', epj, { access: [{ ...approved, approved_by: '999977774' }] }, 'access[0].approved_by', '"999977774"', '"310000094", the owner of nhn:kjernejournal'),
  row('access approved by nobody', epj, { access: [{ ...approved, approved_by: undefined }] }, 'access[0].approved_by', 'nothing', '"310000094", the owner'),
  row('an unknown approver', epj, { access: [{ ...approved, status: 'revoked', approved_by: '974760673' }] }, 'access[0].approved_by', '"974760673"', 'an organisation that has a file'),
  row('two entries for one scope', epj, { access: [approved, { ...approved, status: 'revoked' }] }, 'access[1].scope', '"nhn:kjernejournal/api"', 'one entry a scope'),
  row('an unknown access status', epj, { access: [{ ...approved, status: 'granted' }] }, 'access[0].status', '"granted"', '"requested", "approved", "refused" or "revoked"'),
  row('an unknown exchange actor', epj, { token_exchange_actors: ['nobody'] }, 'token_exchange_actors[0]', '"nobody"', 'a client that has a file'),
  row('a fixed claim in our name', epj, { api_claims: { 'nhn:kjernejournal': { 'helseid://claims/identity/pid': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'helseid://claims/identity/pid', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim of a standard', epj, { api_claims: { 'nhn:kjernejournal': { 'sub': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'sub', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim of a standard that binds the token', epj, { api_claims: { 'nhn:kjernejournal': { 'cnf': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'cnf', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim that says who acts', epj, { api_claims: { 'nhn:kjernejournal': { 'act': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'act', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim that the broker makes of details', epj, { api_claims: { 'nhn:kjernejournal': { 'nhn:sfm:journal-id': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'nhn:sfm:journal-id', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim in the namespace of another API', epj, { api_claims: { 'nhn:kjernejournal': { 'nhn:reseptformidleren/client/claims/herid': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'nhn:reseptformidleren/client/claims/herid', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim as an address', epj, { api_claims: { 'nhn:kjernejournal': { 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim in capitals', epj, { api_claims: { 'nhn:kjernejournal': { 'Sub': 'x' } } }, 'api_claims["nhn:kjernejournal"]', 'Sub', 'a name that begins with "nhn:kjernejournal/"'),
  row('a fixed claim for an unknown API', epj, { api_claims: { 'nhn:nothing': { herid: '1' } } }, 'api_claims["nhn:nothing"]', 'nhn:nothing', 'an API that has a file'),
  row('a fixed claim that is no text', epj, { api_claims: { 'nhn:kjernejournal': { herid: 1 } } }, 'api_claims.nhn:kjernejournal.herid', '1', 'a value of type string'),
  row('a low level without reason', epj, { minimum_security_level: 3 }, 'minimum_security_level_reason', 'nothing', levelAllowed),
  row('a low level without decider', epj, { minimum_security_level: 2 }, 'minimum_security_level_decided_by', 'nothing', levelAllowed),
  row('a low level without date', epj, { minimum_security_level: 3 }, 'minimum_security_level_decided_at', 'nothing', levelAllowed),
  row('a decision beside level 4', epj, { minimum_security_level_reason: 'because' }, 'minimum_security_level_reason', 'a decision', 'minimum_security_level is 4'),
  row('a level that is never issued', epj, { minimum_security_level: 1 }, 'minimum_security_level', '1', '2, 3 or 4'),
  row('a level as text', epj, { minimum_security_level: '4' }, 'minimum_security_level', '"4"', '2, 3 or 4'),
  row('an active client without key', epj, { jwks: { keys: [] } }, 'jwks.keys', 'an empty array', 'at least one public key'),
  row('a symmetric key', epj, { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'a' }] } }, 'jwks.keys[0].kty', '"oct"', '"EC", "RSA" or "OKP"'),
  row('a key without kid', epj, { jwks: { keys: [{ ...ec('P-256'), kid: undefined }] } }, 'jwks.keys[0].kid', 'nothing', 'a value of type string'),
  row('two keys with one kid', epj, { jwks: { keys: [ec('P-256'), ec('P-384')] } }, 'jwks.keys[1].kid', '"k1"', 'a kid that no other key has'),
  row('a curve that is not allowed', epj, { jwks: { keys: [ec('secp256k1')] } }, 'jwks.keys[0].crv', '"secp256k1"', '"P-256", "P-384" or "P-521"'),
  row('a point off the curve', epj, { jwks: { keys: [offCurve] } }, 'jwks.keys[0]', 'no valid EC key', 'a public key'),
  row('a short RSA key', epj, { jwks: { keys: [rsa(1024)] } }, 'jwks.keys[0]', 'an RSA key of 1024 bits', 'at least 2048 bits'),
  row('an RSA key with exponent 3', epj, { jwks: { keys: [rsa(2048, 3)] } }, 'jwks.keys[0].e', 'a weak exponent', 'at least 65537'),
  row('an alg of another key type', epj, { jwks: { keys: [{ ...ec('P-256'), alg: 'ES384' }] } }, 'jwks.keys[0].alg', '"ES384"', '"ES256" for this key'),
  row('RS256 without a named exception', epj, { jwks: { keys: [{ ...rsa(2048), alg: 'RS256' }] } }, 'jwks.keys[0].alg', '"RS256"', '(signing_algs)'),
  row('a signing algorithm without key', epj, { signing_algs: ['ES256', 'PS256'] }, 'signing_algs[1]', '"PS256"', 'one of the keys can'),
  row('HS256', epj, { signing_algs: ['HS256'] }, 'signing_algs[0]', '"HS256"', '"PS256", "PS384"'),
  row('a key by URL', epj, { jwks: { keys: [{ ...ec('P-256'), x5u: 'https://a.example' }] } }, 'jwks.keys[0].x5u', 'an unknown key', 'the keys of the schema'),
  row('a resource that is not the file name', api, { resource: 'nhn:journal' }, 'resource', '"nhn:journal"', '"journal.json" or "nhn-journal.json"'),
  row('a scope of another API', api, { scopes: [{ ...scopeOfApi, name: 'nhn:provesvar/alt' }] }, 'scopes[0].name', '"nhn:provesvar/alt"', 'begins with "nhn:kjernejournal/"'),
  row('a scope without name', api, { scopes: [{ ...scopeOfApi, name: 'nhn:kjernejournal/' }] }, 'scopes[0].name', '"nhn:kjernejournal/"', 'begins with'),
  row('a scope twice', api, { scopes: [scopeOfApi, scopeOfApi] }, 'scopes[1].name', '"nhn:kjernejournal/api"', 'no other entry has'),
  row('a text in two languages only', api, { scopes: [{ ...scopeOfApi, description: { nb: 'a', nn: 'b' } }] }, 'scopes[0].description.en', 'nothing', 'type string'),
  row('a scope that nobody may use', api, { scopes: [{ ...scopeOfApi, used_by: [] }] }, 'scopes[0].used_by', 'an empty array', 'at least 1 elements'),
  row('a low level of a scope', api, { scopes: [{ ...scopeOfApi, minimum_security_level: 3 }] }, 'scopes[0].minimum_security_level_reason', 'nothing', levelAllowed),
  row('a token that lives a day', api, { access_token: { profile: 'helseid', signing_alg: 'PS256', lifetime_seconds: 86_400 } }, 'access_token.lifetime_seconds', '86400', 'at most 3600'),
  row('a token signed with RS256', api, { access_token: { profile: 'helseid', signing_alg: 'RS256' } }, 'access_token.signing_alg', '"RS256"', '"ES256" or "PS256"'),
  row('a bearer token', api, { access_token: { profile: 'helseid', signing_alg: 'PS256', sender_constraint: 'none' } }, 'access_token.sender_constraint', '"none"', '"dpop", "mtls" or "any"'),
  row('a claim that does not exist', api, { access_token: { profile: 'helseid', signing_alg: 'PS256', claims: ['pid'] } }, 'access_token.claims[0]', '"pid"', '"helseid://claims/identity/pid"'),
  row('an unknown owner', api, { owner: '974760673' }, 'owner', '"974760673"', 'an organisation that has a file'),
  row('an unknown introspection client', api, { introspection_clients: ['nobody'] }, 'introspection_clients[0]', '"nobody"', 'a client that has a file'),
  row('a machine at an API for persons', api, { scopes: [{ ...scopeOfApi, used_by: ['user'] }] }, 'access[0].scope', '"nhn:kjernejournal/api"', 'whose used_by has "machine"'),
  row('a wrong check digit', organisation, { organisation_number: '999977775' }, 'organisation_number', 'check digit is wrong', 'modulus 11'),
  row('a number that is not the file name', organisation, { organisation_number: '974760673' }, 'organisation_number', '"974760673"', '"974760673.json"'),
  row('an unknown main unit', organisation, { parent: '974760673' }, 'parent', '"974760673"', 'an organisation that has a file'),
  row('an organisation above itself', organisation, { parent: '999977774' }, 'parent', 'leads back to "999977774"', 'a main unit above it'),
  row('an agreement that is not yes or no', organisation, { agreements: { customer_agreement: 'yes', terms_of_use: true, risk_assessment: true } }, 'agreements.customer_agreement', '"yes"', 'a value of type boolean'),
  row('terms of an API that does not exist', organisation, { accepted_api_terms: ['nhn:nothing'] }, 'accepted_api_terms[0]', '"nhn:nothing"', 'an API that has a file'),
  row('a policy for request objects that does not exist', epj, { request_object_policy: 'any' }, 'request_object_policy', '"any"', '"allowed", "merged" or "required"'),
  row('a delegation whose name has another supplier', delegation, { to: '310000094' }, 'from', '"999977774-310000094"', '"999977774-310000094.json"'),
  row('a delegation to oneself', delegation, { to: '999977774' }, 'to', '"999977774"', 'another organisation'),
  row('a delegation of an unknown organisation', delegation, { to: '310000205' }, 'to', '"310000205"', 'an organisation that has a file'),
  row('a delegation of a sub-unit', organisation, { parent: '310000094' }, 'from', '"999977774", a sub-unit', 'a main unit'),
  row('a delegation that ends before it begins', delegation, { valid_until: '2025-01-01T00:00:00+01:00' }, 'valid_until', '"2025-01-01T00:00:00+01:00"', 'a moment after valid_from'),
  row('a delegation until a day, in no time zone', delegation, { valid_until: '2030-01-01' }, 'valid_until', '"2030-01-01"', '2026-01-01T00:00:00+01:00'),
  row('a delegation limited to a foreign unit', delegation, { child_organisations: ['310000140'] }, 'child_organisations[0]', '"310000140"', 'a sub-unit whose parent is "999977774"'),
  row('a delegation for ever by a made-up key', delegation, { for_ever: true }, 'for_ever', 'an unknown key', 'the keys of the schema')]

describe('a registry file', () => {
  it.each(wrongFiles)(
    'with $what is refused, with path, found and allowed',
    ({ file, members, path, found, allowed }) => {
      const problems = problemsOf(withMembers(file, members))
      const problem = problems.find((candidate) => candidate.path === path)
      expect(problem, JSON.stringify(problems)).toBeDefined()
      expect(problem?.found).toContain(found)
      expect(problem?.allowed).toContain(allowed)
    },
  )
})
