import { allowInsecureRequests, customFetch, discovery, None, type ServerMetadata } from 'openid-client'
import { type AdapterParts, LoginFailure } from '../contract.ts'
import { asLoginFailure } from './login-failure.ts'
import type { OutboundFetch } from './outbound-fetch.ts'
import { allowsInsecureRequests, type FederationSettings } from './settings.ts'

/** ID-porten's own advice on how long to keep its metadata. */
const metadataMaxAgeSeconds = 24 * 60 * 60

const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'pushed_authorization_request_endpoint',
  'end_session_endpoint',
] as const satisfies readonly (keyof ServerMetadata)[]

/**
 * Reads a provider's metadata and keeps it for a day. A failed attempt is kept by nobody: the next login tries again.
 * Logins that begin at the same time share one request.
 * @returns a function that throws {@link LoginFailure} `provider_unavailable` or `provider_answer_invalid`.
 * @see OpenID Connect Discovery 1.0 section 4
 */
export function createMetadataCache(
  settings: FederationSettings,
  parts: Pick<AdapterParts, 'environment' | 'now'>,
  outboundFetch: OutboundFetch,
): () => Promise<ServerMetadata> {
  let kept: { readonly metadata: ServerMetadata; readonly fetchedAt: number } | undefined
  let running: Promise<ServerMetadata> | undefined

  async function read(): Promise<ServerMetadata> {
    const metadata = await discover(settings, parts.environment, outboundFetch)
    kept = { metadata, fetchedAt: parts.now() }
    return metadata
  }

  return () => {
    if (kept && parts.now() - kept.fetchedAt < metadataMaxAgeSeconds) return Promise.resolve(kept.metadata)
    running ??= read().finally(() => {
      running = undefined
    })
    return running
  }
}

async function discover(
  settings: FederationSettings,
  environment: AdapterParts['environment'],
  outboundFetch: OutboundFetch,
): Promise<ServerMetadata> {
  const insecure = allowsInsecureRequests(settings.issuer, environment)
  let metadata: ServerMetadata
  try {
    const configuration = await discovery(new URL(settings.issuer), settings.client_id, undefined, None(), {
      [customFetch]: outboundFetch,
      timeout: settings.timeout_seconds,
      ...(insecure && { execute: [allowInsecureRequests] }),
    })
    metadata = configuration.serverMetadata()
  } catch (error) {
    throw asLoginFailure(error, 'discovery')
  }
  checkMetadata(metadata, settings, environment)
  return metadata
}

function checkMetadata(
  metadata: ServerMetadata,
  settings: FederationSettings,
  environment: AdapterParts['environment'],
): void {
  // The library compares issuers as URLs; a trailing slash must count, since the level table is keyed by issuer.
  if (metadata.issuer !== settings.issuer) {
    throw new LoginFailure('provider_answer_invalid', 'issuer in the metadata differs from the configured one')
  }
  for (const name of endpoints) {
    const address = metadata[name]
    if (address === undefined) continue
    const isSecure = URL.canParse(address) && new URL(address).protocol === 'https:'
    if (!isSecure && !(URL.canParse(address) && allowsInsecureRequests(address, environment))) {
      throw new LoginFailure('provider_answer_invalid', `${name} in the metadata is not an https address`)
    }
  }
  const required = [
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    ...(settings.par === 'required' ? (['pushed_authorization_request_endpoint'] as const) : []),
  ] as const
  const missing = required.filter((name) => metadata[name] === undefined)
  if (missing.length > 0) {
    throw new LoginFailure('provider_answer_invalid', `metadata without ${missing.join(', ')}`)
  }
}
