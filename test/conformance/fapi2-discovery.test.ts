import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Suite, startSuite } from '../support/fapi-suite.ts'
import { type Answer, read } from '../support/test-client.ts'

/** Module `fapi2-security-profile-final-discovery-end-point-verification`. */
let suite: Suite
let metadata: Answer
beforeAll(async () => {
  suite = await startSuite()
  metadata = await read(await fetch(`${suite.broker.issuer}/.well-known/openid-configuration`))
})
afterAll(() => suite.broker.close())

/** What FAPI 2.0 section 5.4.1 allows for JWTs. */
const allowed = ['PS256', 'ES256', 'EdDSA', 'Ed25519']
/** Of the registry "OAuth Authorization Server Metadata", as far as a server of this kind can have them. */
const registered = new Set(
  `issuer authorization_endpoint token_endpoint jwks_uri scopes_supported response_types_supported response_modes_supported
  grant_types_supported token_endpoint_auth_methods_supported token_endpoint_auth_signing_alg_values_supported
  ui_locales_supported revocation_endpoint revocation_endpoint_auth_methods_supported
  revocation_endpoint_auth_signing_alg_values_supported introspection_endpoint introspection_endpoint_auth_methods_supported
  introspection_endpoint_auth_signing_alg_values_supported introspection_signing_alg_values_supported
  code_challenge_methods_supported userinfo_endpoint acr_values_supported subject_types_supported
  id_token_signing_alg_values_supported claim_types_supported claims_supported claims_parameter_supported
  request_parameter_supported request_uri_parameter_supported request_object_signing_alg_values_supported
  require_signed_request_object require_pushed_authorization_requests pushed_authorization_request_endpoint
  authorization_response_iss_parameter_supported dpop_signing_alg_values_supported end_session_endpoint
  frontchannel_logout_supported frontchannel_logout_session_supported backchannel_logout_supported
  backchannel_logout_session_supported device_authorization_endpoint tls_client_certificate_bound_access_tokens
  mtls_endpoint_aliases prompt_values_supported`.split(/\s+/),
)
const list = (name: string): readonly unknown[] => {
  const value = metadata.body[name]
  return Array.isArray(value) ? value : []
}

describe('discovery', () => {
  it('is JSON at the place that follows from the issuer, and says that issuer', () => {
    expect([metadata.status, metadata.body.issuer]).toEqual([200, suite.broker.issuer])
    expect(metadata.headers.get('content-type')).toMatch(/^application\/json/)
  })

  it('is the same document for OAuth 2.0 (RFC 8414)', async () => {
    const other = await read(await fetch(`${suite.broker.issuer}/.well-known/oauth-authorization-server`))
    expect(other.body).toEqual(metadata.body)
  })

  it.each([
    ['response_types_supported', ['code']],
    ['code_challenge_methods_supported', ['S256']],
    ['subject_types_supported', ['public']],
    ['token_endpoint_auth_methods_supported', ['private_key_jwt']],
    ['revocation_endpoint_auth_methods_supported', ['private_key_jwt']],
    ['introspection_endpoint_auth_methods_supported', ['private_key_jwt']],
    ['response_modes_supported', ['query', 'form_post']],
    ['id_token_signing_alg_values_supported', ['ES256', 'PS256']],
    ['authorization_response_iss_parameter_supported', true],
    ['require_pushed_authorization_requests', true],
    ['request_uri_parameter_supported', false],
    ['claims_parameter_supported', false],
  ] as const)('says %s: %j', (name, value) => {
    expect(metadata.body[name]).toEqual(value)
  })

  it.each(['openid', 'offline_access'])('offers the scope %s', (scope) => {
    expect(list('scopes_supported')).toContain(scope)
  })

  it.each(['authorization_code', 'refresh_token', 'client_credentials'])('offers the grant %s', (grant) => {
    expect(list('grant_types_supported')).toContain(grant)
  })

  it('offers no grant that gives a token by way of the browser or for a password', () => {
    for (const grant of ['implicit', 'password']) expect(list('grant_types_supported')).not.toContain(grant)
  })

  it.each([
    'token_endpoint_auth_signing_alg_values_supported',
    'dpop_signing_alg_values_supported',
    'request_object_signing_alg_values_supported',
    'id_token_signing_alg_values_supported',
  ])('offers algorithms of FAPI 2.0 in %s, and neither RS256, HS256 nor none', (name) => {
    expect(list(name).filter((one) => allowed.includes(String(one))).length).toBeGreaterThanOrEqual(2)
    expect(list(name).filter((one) => /^(RS|HS|none)/.test(String(one)))).toEqual([])
  })

  it('names claims that exist, standard ones and HelseID’s', () => {
    const claims = ['sub', 'acr', 'auth_time', 'name', 'helseid://claims/identity/pid']
    expect(list('claims_supported')).toEqual(expect.arrayContaining(claims))
  })

  it('writes scopes and languages as their RFCs have them', () => {
    expect(list('scopes_supported').filter((one) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(String(one)))).toEqual([])
    expect(list('ui_locales_supported')).toEqual(['nb', 'nn', 'en'])
  })

  it('keeps every address below the issuer', () => {
    const addresses = Object.entries(metadata.body).filter(([name]) => /(_endpoint|_uri)$/.test(name))
    expect(addresses.length).toBeGreaterThanOrEqual(7)
    for (const [name, url] of addresses) expect(String(url).startsWith(`${suite.broker.issuer}/`), name).toBe(true)
  })

  it('has only two members that are not registered with IANA, of which the suite warns: HelseID’s own', () => {
    const own = Object.keys(metadata.body).filter((name) => !registered.has(name))
    expect(own.toSorted()).toEqual(['available_idps', 'expired_jwks_uri'])
  })

  it('leads to public keys with kid, alg and use, of at least 2048 bits or P-256', async () => {
    const { body } = await read(await fetch(String(metadata.body.jwks_uri)))
    const keys: readonly Record<string, unknown>[] = Array.isArray(body.keys) ? body.keys : []
    expect(keys.length).toBeGreaterThanOrEqual(2)
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length)
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig', alg: expect.toBeOneOf(['ES256', 'PS256']) })
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret)
      const size = key.kty === 'RSA' ? Buffer.from(String(key.n), 'base64url').length * 8 : 256
      expect(key.kty === 'EC' ? key.crv : size >= 2048).toEqual(key.kty === 'EC' ? 'P-256' : true)
    }
  })
})
