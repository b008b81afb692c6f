import type { KoaContextWithOIDC } from 'oidc-provider'
import { claimNames } from '#src/claims/claim-names.ts'
import { clientAlgorithms } from './client-algorithms.ts'

/** Claims about the client, which the engine does not know of: it makes ID tokens. */
const accessTokenClaims = [
  'client_amr',
  claimNames.clientName,
  claimNames.clientTenancy,
  claimNames.orgnrParent,
  claimNames.orgnrChild,
  claimNames.orgnrSupplier,
  claimNames.attest,
  claimNames.sfmJournalId,
]

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
  metadata['claims_supported'] = [...listOf(metadata['claims_supported']), ...accessTokenClaims]
  metadata['authorization_response_iss_parameter_supported'] = true
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
