import type { Client } from './client.ts'
import type { PublicJwk } from './public-jwk.ts'

/** Keys by which a client may authenticate at this moment. Pure; `nowSeconds` is the caller's clock. */
export function livingKeysOf({ jwks, keyExpirations }: Client, nowSeconds: number): readonly PublicJwk[] {
  if (keyExpirations.size === 0) return jwks.keys
  return jwks.keys.filter(({ kid }) => !isPast(keyExpirations.get(kid), nowSeconds))
}

/** Whether this is the id of a key that the client still has registered, and that has ended. */
export function isExpiredKey({ keyExpirations }: Client, kid: string, nowSeconds: number): boolean {
  return isPast(keyExpirations.get(kid), nowSeconds)
}

function isPast(end: number | undefined, nowSeconds: number): boolean {
  return end !== undefined && end <= nowSeconds
}
