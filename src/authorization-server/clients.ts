import type { JWK } from 'jose'
import { type ClientMetadata, type Client as EngineClient, Provider } from 'oidc-provider'
import type { Client } from '#src/registry/client.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { AssertionExceptions } from './assertion-exceptions.ts'

/**
 * Gives the engine its clients straight from the registry in memory, parsed once per registry revision. (Through the
 * storage adapter each request would parse again behind a cache of a hundred clients.)
 */
export function serveClientsFromRegistry(
  provider: Provider,
  registry: () => Registry,
  exceptions: AssertionExceptions,
): void {
  let parsed = new Map<string, EngineClient>()
  let revision = ''
  provider.Client.find = async (id: string) => {
    const current = registry()
    if (current.revision !== revision) {
      parsed = new Map()
      revision = current.revision
    }
    const client = current.client(id)
    // A draft or disabled client is answered like an unknown one.
    if (client?.status !== 'active') return undefined
    // The engine asks for the client right before it verifies the assertion.
    if (client.assertionExceptions.length > 0) await exceptions.apply(Provider.ctx?.oidc.params ?? {}, client)
    const known = parsed.get(id)
    if (known !== undefined) return known
    const made = makeClient(provider, client, exceptions)
    // Every ID token names its session (`sid`), also for clients without back-channel logout.
    Object.defineProperty(made, 'includeSid', { value: () => true })
    parsed.set(id, made)
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
