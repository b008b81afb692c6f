import type { KoaContextWithOIDC } from 'oidc-provider'
import { clientAlgorithms } from './client-algorithms.ts'

/**
 * The metadata as this server means them (RFC 8414): what only a named exception may do is not offered to everybody.
 */
export function tidyMetadata(ctx: KoaContextWithOIDC): void {
  const { body } = ctx
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return
  const metadata: Record<string, unknown> = Object(body)
  metadata['token_endpoint_auth_signing_alg_values_supported'] = [...clientAlgorithms]
  // A fragment is for responses without a code, which no client here gets.
  metadata['response_modes_supported'] = ['query', 'form_post']
  metadata['authorization_response_iss_parameter_supported'] = true
}
