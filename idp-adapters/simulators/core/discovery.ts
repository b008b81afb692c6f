import { type Answer, answerJson } from './answer.ts'
import type { OpState } from './op-state.ts'

/** The provider's metadata. @see OpenID Connect Discovery 1.0 section 3, RFC 9126 section 5, RFC 9207 section 3 */
export function answerDiscovery(op: OpState): Answer {
  if (op.armed.take('discovery') === 'discovery-404') return answerJson(404, { error: 'not_found' })
  const { provider, issuer } = op
  return answerJson(200, {
    issuer,
    authorization_endpoint: `${issuer}${provider.paths.authorize}`,
    ...(provider.paths.par !== undefined && {
      pushed_authorization_request_endpoint: `${issuer}${provider.paths.par}`,
      require_pushed_authorization_requests: true,
    }),
    token_endpoint: `${issuer}${provider.paths.token}`,
    jwks_uri: `${issuer}${provider.paths.jwks}`,
    ...(provider.paths.logout !== undefined && { end_session_endpoint: `${issuer}${provider.paths.logout}` }),
    response_types_supported: ['code'],
    response_modes_supported: provider.responseModes ?? ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: provider.clientAssertionAlgs ?? ['ES256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: provider.scopes,
    ...(provider.acrValues.length > 0 && { acr_values_supported: provider.acrValues }),
    ui_locales_supported: provider.uiLocales,
    ...(provider.sendsIss !== false && { authorization_response_iss_parameter_supported: true }),
  })
}

export function answerKeys(op: OpState): Answer {
  return answerJson(200, op.keys.jwks())
}
