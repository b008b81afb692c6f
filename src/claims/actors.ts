import { claimNames } from './claim-names.ts'

/** An access token's payload, as far as it says which clients it came through. */
interface TokenPayload {
  readonly client_id: string
  readonly act?: unknown
}

/** The clients that acted for others (RFC 8693 section 4.1), newest first. Stops at the first link that is no actor. */
export function actorsOf({ act }: TokenPayload): readonly string[] {
  const ids: string[] = []
  for (let link: unknown = act; isActor(link); link = link.act) ids.push(link.client_id)
  return ids
}

/** Every client that a token came through: the one that holds it, those that acted, and the first of all. */
export function clientsBehind(payload: TokenPayload): readonly string[] {
  const original = Object.entries(payload).find(([name]) => name === claimNames.originalClientId)?.[1]
  return [payload.client_id, ...actorsOf(payload), ...(typeof original === 'string' ? [original] : [])]
}

function isActor(value: unknown): value is { readonly client_id: string; readonly act?: unknown } {
  return typeof value === 'object' && value !== null && 'client_id' in value && typeof value.client_id === 'string'
}
