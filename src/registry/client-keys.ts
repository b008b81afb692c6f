import { jwkThumbprint } from '#config/jwk-thumbprint.ts'
import type { ClientWire } from './client-schema.ts'
import { mostKeys, type PublicJwkWire } from './jwk-schema.ts'

/** Changes of a client's keys in its document. All pure; `nowSeconds` is the caller's clock. */

const daySeconds = 86_400

/** A registered key with what is known of its end. */
export interface ClientKey {
  readonly jwk: PublicJwkWire
  /** RFC 7638. */
  readonly thumbprint: string
  /** Epoch seconds; undefined: as long as it is registered. */
  readonly expiresAt?: number
  /** Whole days, begun ones counted; 0 when it has ended. */
  readonly daysLeft?: number
  /** Whether another key of the client goes on after this one has ended. */
  readonly isReplaced: boolean
}

/** In the order of the document. */
export function keysOf(wire: Pick<ClientWire, 'jwks' | 'key_expirations'>, nowSeconds: number): readonly ClientKey[] {
  const ends = new Map(wire.jwks.keys.map(({ kid }) => [kid, endOf(wire, kid)]))
  return wire.jwks.keys.map((jwk) => {
    const end = endOf(wire, jwk.kid)
    const isReplaced = [...ends].some(([kid, other]) => kid !== jwk.kid && other > end)
    return {
      jwk,
      thumbprint: jwkThumbprint(jwk) ?? '',
      ...(end === Number.POSITIVE_INFINITY
        ? {}
        : { expiresAt: end, daysLeft: Math.max(0, Math.ceil((end - nowSeconds) / daySeconds)) }),
      isReplaced,
    }
  })
}

/** What becomes of a key that is offered. */
export type KeyAddition =
  | { readonly kind: 'added'; readonly wire: ClientWire; readonly expiresAt: number }
  /** This very key is there already, and stays as it is: whoever lost the answer may ask again. */
  | { readonly kind: 'known'; readonly expiresAt: number | undefined }
  | { readonly kind: 'refused'; readonly found: string; readonly allowed: string }

/**
 * Adds a key beside the others; none that counts is taken away. When there is no room, the one that ended longest ago
 * gives way.
 *
 * @param terms `overlapUntil`: the others end then at the latest. All in epoch seconds.
 */
export function addKey(
  wire: ClientWire,
  jwk: PublicJwkWire,
  terms: { readonly expiresAt: number; readonly overlapUntil?: number; readonly nowSeconds: number },
): KeyAddition {
  const { expiresAt, overlapUntil, nowSeconds } = terms
  if (expiresAt <= nowSeconds) return refused('an end that has passed', 'a moment to come')
  const known = keysOf(wire, nowSeconds)
  const same = known.find(({ thumbprint }) => thumbprint === jwkThumbprint(jwk))
  if (same !== undefined) return addAgain(same, jwk)
  if (known.some((key) => key.jwk.kid === jwk.kid)) {
    return refused('the kid of another key', 'a kid that no key of the client has')
  }
  const kept = makeRoom(known)
  if (kept === undefined) {
    return refused(`a key beside ${known.length} others`, `at most ${mostKeys}: retire one that is not used any more`)
  }
  const limited = kept.map((key): readonly [string, number] => {
    const end = key.expiresAt ?? Number.POSITIVE_INFINITY
    return [key.jwk.kid, Math.min(end, overlapUntil ?? end)]
  })
  const expirations = [...limited, [jwk.kid, expiresAt] as const].filter(([, end]) => Number.isFinite(end))
  const keys = [...kept.map((key) => key.jwk), jwk]
  return { kind: 'added', expiresAt, wire: { ...wire, jwks: { keys }, key_expirations: asMoments(expirations) } }
}

function addAgain(same: ClientKey, { kid }: PublicJwkWire): KeyAddition {
  if (same.daysLeft === 0) return refused('a key that has expired', 'a new key: one that has ended does not come back')
  if (same.jwk.kid !== kid) return refused('a key that is registered under another kid', 'that kid, or a new key')
  return { kind: 'known', expiresAt: same.expiresAt }
}

/** @returns undefined when every key still counts. */
function makeRoom(known: readonly ClientKey[]): readonly ClientKey[] | undefined {
  if (known.length < mostKeys) return known
  const [oldest] = known
    .filter(({ daysLeft }) => daysLeft === 0)
    .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))
  return oldest === undefined ? undefined : known.filter((key) => key !== oldest)
}

/** @returns what is wrong when it can't be taken away. */
export function retireKey(wire: ClientWire, kid: string, nowSeconds: number): ClientWire | 'unknown' | 'last' {
  const known = keysOf(wire, nowSeconds)
  const retired = known.find(({ jwk }) => jwk.kid === kid)
  if (retired === undefined) return 'unknown'
  const rest = known.filter((key) => key !== retired)
  const isLiving = ({ daysLeft }: ClientKey) => daysLeft !== 0
  if (wire.status === 'active' && isLiving(retired) && !rest.some(isLiving)) return 'last'
  const { key_expirations: ends = {}, ...others } = wire
  const left = Object.entries(ends).filter(([name]) => name !== kid)
  return {
    ...others,
    jwks: { keys: rest.map(({ jwk }) => jwk) },
    ...(left.length === 0 ? {} : { key_expirations: Object.fromEntries(left) }),
  }
}

function endOf({ key_expirations = {} }: Pick<ClientWire, 'key_expirations'>, kid: string): number {
  const moment = Object.hasOwn(key_expirations, kid) ? key_expirations[kid] : undefined
  return moment === undefined ? Number.POSITIVE_INFINITY : Math.floor(Date.parse(moment) / 1000)
}

function asMoments(ends: readonly (readonly [string, number])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(ends.map(([kid, end]) => [kid, new Date(end * 1000).toISOString()]))
}

function refused(found: string, allowed: string): KeyAddition {
  return { kind: 'refused', found, allowed }
}
