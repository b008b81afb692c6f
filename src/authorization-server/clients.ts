import type { JWK } from 'jose'
import { type ClientMetadata, type Client as EngineClient, Provider } from 'oidc-provider'
import { BoundedCache } from '#src/registry/bounded-cache.ts'
import type { Client } from '#src/registry/client.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { AssertionExceptions } from './assertion-exceptions.ts'

/** Clients that are kept as the engine wants them. One takes some kilobytes and a tenth of a millisecond to make. */
const keptClients = 1000

/**
 * Gives the engine its clients straight from the registry in memory, each parsed once as long as it is not changed.
 * (Through the storage adapter each request would parse again behind a cache of a hundred clients.)
 */
export function serveClientsFromRegistry(
  provider: Provider,
  registry: () => Registry,
  exceptions: AssertionExceptions,
): void {
  // By the entity itself, which is another one after a change.
  const parsed = new BoundedCache<Client, EngineClient>(keptClients)
  provider.Client.find = async (id: string) => {
    const client = registry().client(id)
    // A draft or disabled client is answered like an unknown one.
    if (client?.status !== 'active') return undefined
    // The engine asks for the client right before it verifies the assertion.
    if (client.assertionExceptions.length > 0) await exceptions.apply(Provider.ctx?.oidc.params ?? {}, client)
    const known = parsed.get(client)
    if (known !== undefined) return known
    const made = makeClient(provider, client, exceptions)
    // Every ID token names its session (`sid`), also for clients without back-channel logout.
    Object.defineProperty(made, 'includeSid', { value: () => true })
    parsed.set(client, made)
    return made
  }
}

function makeClient(provider: Provider, client: Client, exceptions: AssertionExceptions): EngineClient {
  // The published types leave this constructor out; the engine makes its own static clients with it.
  const Constructor = provider.Client as unknown as new (metadata: ClientMetadata) => EngineClient
  return new Constructor(engineMetadata(client, client.assertionExceptions.length > 0 ? [exceptions.publicJwk] : []))
}

/** RFC 7591 metadata as the engine wants it; what a client may not choose is fixed here. */
function engineMetadata(client: Client, ourKeys: readonly (JWK & { readonly kty: string })[]): ClientMetadata {
  return {
    client_id: client.clientId,
    client_name: client.clientName,
    application_type: client.kind === 'native' ? 'native' : 'web',
    grant_types: [...client.grantTypes],
    response_types: client.grantTypes.includes('authorization_code') ? ['code'] : [],
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    ...(client.scope.length === 0 ? {} : { scope: client.scope.join(' ') }),
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [...client.jwks.keys, ...ourKeys].map((key) => ({ ...key })) },
    subject_type: 'public',
    id_token_signed_response_alg: client.idTokenSigningAlg,
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    ...(client.backchannelLogoutUri === undefined
      ? {}
      : { backchannel_logout_uri: client.backchannelLogoutUri, backchannel_logout_session_required: true }),
  }
}
