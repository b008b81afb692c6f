import { decodeProtectedHeader } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '#src/registry/client.ts'
import { isExpiredKey } from '#src/registry/living-keys.ts'
import { shownKeyId } from '#src/registry/shown-key-id.ts'

/** What the operator is told of a request that was refused, beside what everybody is told. */
const notes = new WeakMap<object, string>()

/**
 * Notes that the assertion of this request names a key of the client's that has ended: the answer is that for any wrong
 * key, and the client's owner has to find out why. Says nothing about who sent it, for no signature has been looked at.
 */
export function noteExpiredKey(ctx: KoaContextWithOIDC | undefined, client: Client, nowSeconds: number): void {
  const assertion: unknown = ctx?.oidc.params?.client_assertion
  if (ctx === undefined || typeof assertion !== 'string') return
  const note = expiredKeyNamed(assertion, client, nowSeconds)
  if (note !== undefined) notes.set(ctx, note)
}

/** @returns undefined for a request that named no such key. */
export function noteOfExpiredKey(ctx: object): string | undefined {
  return notes.get(ctx)
}

/** The same as a text, for the operator. */
export function expiredKeyNamed(assertion: string, client: Client, nowSeconds: number): string | undefined {
  const kid = keyIdOf(assertion)
  if (kid === undefined || !isExpiredKey(client, kid, nowSeconds)) return undefined
  const end = new Date((client.keyExpirations.get(kid) ?? 0) * 1000).toISOString()
  return `the assertion names the key ${shownKeyId(kid)}, which expired ${end}: register a new key`
}

function keyIdOf(assertion: string): string | undefined {
  try {
    return decodeProtectedHeader(assertion).kid
  } catch {
    return undefined
  }
}
