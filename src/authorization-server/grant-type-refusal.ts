import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { BrokerError } from '#src/http/broker-error.ts'

/**
 * The engine answers a grant that this client may not use with `invalid_request`; RFC 6749 section 5.2 has a code of its
 * own, by which a client tells a missing registration from a malformed request. Told by state, never by message.
 *
 * @returns `unauthorized_client` in that case, otherwise the failure as it was.
 */
export function nameRefusedGrantType(ctx: KoaContextWithOIDC, failure: unknown): unknown {
  if (!(failure instanceof errors.InvalidRequest) || ctx.oidc?.route !== 'token') return failure
  const { client, params } = ctx.oidc
  const grantType = params?.grant_type
  if (client === undefined || typeof grantType !== 'string' || client.grantTypeAllowed(grantType)) return failure
  return new BrokerError('grant_type_refused', 'the client may not use this grant type', {
    detail: `client ${client.clientId} asked for a grant type that is not registered for it`,
  })
}
