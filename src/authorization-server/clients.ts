import type { JWK } from 'jose'
import { type ClientMetadata, type Client as EngineClient, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { BoundedCache } from '#src/registry/bounded-cache.ts'
import type { Client } from '#src/registry/client.ts'
import { livingKeysOf } from '#src/registry/living-keys.ts'
import type { PublicJwk } from '#src/registry/public-jwk.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { AssertionExceptions } from './assertion-exceptions.ts'
import { comesToSignature, hasKeyFor, readInVain, verifyInVain } from './decoy-verification.ts'
import { noteExpiredKey } from './expired-key.ts'
import { refuseDeepAssertion } from './refuse-deep-assertion.ts'
import { noteExceptions } from './used-exceptions.ts'

type Keys = readonly (PublicJwk | (JWK & { readonly kty: string }))[]

/** Clients that are kept as the engine wants them. One takes some kilobytes and a tenth of a millisecond to make. */
const keptClients = 1000

/** A client as the engine wants it, with the keys that lived when it was made. */
interface Made {
  readonly client: EngineClient
  readonly keys: readonly PublicJwk[]
}

/**
 * Gives the engine its clients straight from the registry in memory, each parsed once as long as it is not changed.
 * (Through the storage adapter each request would parse again behind a cache of a hundred clients.)
 */
export function serveClientsFromRegistry(
  provider: Provider,
  registry: () => Registry,
  { exceptions, nowSeconds }: { readonly exceptions: AssertionExceptions; readonly nowSeconds: () => number },
): void {
  // By the entity itself, which is another one after a change.
  const parsed = new BoundedCache<Client, Made>(keptClients)
  provider.Client.find = async (id: string) => {
    const client = registry().client(id)
    const context = Provider.ctx
    if (context !== undefined) refuseDeepAssertion(context)
    // A draft or disabled client is answered like an unknown one.
    if (client?.status !== 'active') {
      if (context !== undefined) await workAsFor(context, id, undefined)
      return undefined
    }
    const now = nowSeconds()
    const keys = livingKeysOf(client, now)
    if (context !== undefined) {
      if (client.keyExpirations.size > 0) noteExpiredKey(context, client, now)
      // The engine asks for the client right before it verifies the assertion.
      if (client.assertionExceptions.length > 0) {
        noteExceptions(context, await exceptions.apply(context.oidc.params ?? {}, client))
      }
      await workAsFor(context, id, withOurs(client, keys, exceptions))
    }
    const known = parsed.get(client)
    // Keys fall out in the order of their ends: as many as before are the same ones.
    if (known?.keys.length === keys.length) return known.client
    const made = makeClient(provider, client, withOurs(client, keys, exceptions))
    // Every ID token names its session (`sid`), also for clients without back-channel logout.
    Object.defineProperty(made, 'includeSid', { value: () => true })
    parsed.set(client, { client: made, keys })
    return made
  }
}

/**
 * The engine verifies a signature only for a client that it knows, with a key that fits and claims that it likes. Where it
 * will not come to it, the same work is done in vain; for a client that it does not know, its reading of the assertion too.
 */
async function workAsFor({ oidc }: KoaContextWithOIDC, id: string, keys: Keys | undefined): Promise<void> {
  const assertion = oidc.params?.client_assertion
  if (typeof assertion !== 'string') return
  const audiences = [...oidc.clientJwtAuthExpectedAudience()]
  // All of it in any case, whatever comes of the parts.
  const [fits, comes] = [hasKeyFor(assertion, keys ?? []), comesToSignature(assertion, id, audiences)]
  if (keys === undefined) readInVain(assertion, id, [...oidc.clientJwtAuthExpectedAudience()])
  if (!fits || !comes) await verifyInVain(assertion)
}

/** Ours is there for clients with exceptions alone: what we have verified ourselves is signed again with it. */
function withOurs(client: Client, keys: readonly PublicJwk[], exceptions: AssertionExceptions): Keys {
  return client.assertionExceptions.length > 0 ? [...keys, exceptions.publicJwk] : keys
}

function makeClient(provider: Provider, client: Client, keys: Keys): EngineClient {
  // The published types leave this constructor out; the engine makes its own static clients with it.
  const Constructor = provider.Client as unknown as new (metadata: ClientMetadata) => EngineClient
  return new Constructor(engineMetadata(client, keys))
}

/** RFC 7591 metadata as the engine wants it; what a client may not choose is fixed here. */
function engineMetadata(client: Client, keys: Keys): ClientMetadata {
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
    jwks: { keys: keys.map((key) => ({ ...key })) },
    subject_type: 'public',
    id_token_signed_response_alg: client.idTokenSigningAlg,
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    ...(client.backchannelLogoutUri === undefined
      ? {}
      : { backchannel_logout_uri: client.backchannelLogoutUri, backchannel_logout_session_required: true }),
  }
}
