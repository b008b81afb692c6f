import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'

/** Milliseconds for which the issuer's metadata are believed; HelseID's profile asks for about a day (FK2). */
const metadataLifeMs = 24 * 3_600_000

/** Milliseconds for which the keys are believed. A `kid` that is not among them makes the set be fetched again, twice a minute at most. */
const keysLifeMs = 10 * 60_000

/** Milliseconds to wait for the issuer. */
const timeoutMs = 5000

/** What an API needs of its issuer's metadata. */
export interface Issuer {
  /** For jose: finds the public key of a token. Throws when the issuer does not answer. */
  readonly keys: JWTVerifyGetKey
  /** Undefined when the issuer has none. */
  introspectionEndpoint(): Promise<string | undefined>
}

interface Metadata {
  readonly keys: JWTVerifyGetKey
  readonly introspectionEndpoint: string | undefined
}

/**
 * The issuer by its address: metadata and keys are fetched at the first request, once however many requests wait for
 * them, and kept. A fetch that fails is not kept.
 *
 * @param issuer exactly as in tokens; its metadata must say the same (RFC 8414 section 3.3).
 */
export function issuerAt(issuer: string): Issuer {
  let held: { readonly until: number; readonly metadata: Promise<Metadata> } | undefined
  const metadata = (): Promise<Metadata> => {
    if (held === undefined || held.until <= Date.now()) {
      const asked = fetchMetadata(issuer)
      held = { until: Date.now() + metadataLifeMs, metadata: asked }
      asked.catch(() => {
        held = undefined
      })
    }
    return held.metadata
  }
  return {
    keys: async (header, token) => (await metadata()).keys(header, token),
    introspectionEndpoint: async () => (await metadata()).introspectionEndpoint,
  }
}

async function fetchMetadata(issuer: string): Promise<Metadata> {
  const url = `${issuer}/.well-known/openid-configuration`
  // A redirect could lead to somebody else's keys.
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  const document: unknown = await response.json()
  if (member(document, 'issuer') !== issuer) throw new Error(`${url} is about another issuer`)
  const jwksUri = member(document, 'jwks_uri')
  if (jwksUri === undefined) throw new Error(`${url} has no jwks_uri`)
  const options = { cacheMaxAge: keysLifeMs, timeoutDuration: timeoutMs }
  const keys = createRemoteJWKSet(new URL(jwksUri), options)
  return { keys, introspectionEndpoint: member(document, 'introspection_endpoint') }
}

function member(document: unknown, name: string): string | undefined {
  if (typeof document !== 'object' || document === null) return undefined
  const value: unknown = Object.getOwnPropertyDescriptor(document, name)?.value
  return typeof value === 'string' ? value : undefined
}
