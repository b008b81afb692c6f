import type { JWK } from 'jose'
import { publicKeyOf, type SigningAlgorithm, type SigningKey } from './signing-keys.ts'

/**
 * `next` is published ahead and signs nothing yet · `active` signs · `retired` signs no more, and what it signed may still
 * be valid · `expired` is kept for hints and old evidence · `withdrawn` was taken back: nothing it signed counts any more.
 */
export type KeyState = 'next' | 'active' | 'retired' | 'expired' | 'withdrawn'

/** A signing key as it is kept. All moments are epoch seconds. */
export interface KeptKey {
  readonly key: SigningKey
  /** 1, 2, 3 … of its algorithm. */
  readonly sequence: number
  readonly createdAt: number
  readonly activeAt: number
  readonly withdrawnAt?: number
}

export interface RingKey extends KeptKey {
  readonly state: KeyState
  /** When a later key took over. */
  readonly retiredAt?: number
}

/** Which key does what at one moment. */
export interface KeyRing {
  /** In the order of algorithm and sequence. */
  readonly keys: readonly RingKey[]
  /** For the engine: everything in the JWKS, and of each algorithm the active key first, for the first is what signs. */
  readonly signing: readonly SigningKey[]
  /** The JWKS. */
  readonly published: readonly JWK[]
  /** `/connect/expiredjwks`. */
  readonly expired: readonly JWK[]
  /** Both together: every key whose signatures were ours and are not taken back. */
  readonly known: readonly JWK[]
}

/** Pure: every node comes to the same by its clock, and nothing has to be done at the moment of a change. */
export function keyRingAt(
  kept: readonly KeptKey[],
  { now, retentionSeconds }: { readonly now: number; readonly retentionSeconds: number },
): KeyRing {
  const ordered = kept.toSorted((a, b) => a.key.alg.localeCompare(b.key.alg) || a.sequence - b.sequence)
  const keys = ordered.map((one) => place(one, ordered, { now, retentionSeconds }))
  const order: readonly KeyState[] = ['active', 'next', 'retired']
  const inJwks = keys
    .filter(({ state }) => order.includes(state))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map(({ key }) => key)
  const published = inJwks.map(publicKeyOf)
  const expired = keys.filter(({ state }) => state === 'expired').map(({ key }) => publicKeyOf(key))
  return { keys, signing: inJwks, published, expired, known: [...published, ...expired] }
}

/** The key of an algorithm that signs. @throws {Error} when there is none, which no start allows. */
export function activeKey({ keys }: KeyRing, alg: SigningAlgorithm): RingKey {
  const found = keys.find((one) => one.state === 'active' && one.key.alg === alg)
  if (found === undefined) throw new Error(`there is no active signing key for ${alg}`)
  return found
}

function place(
  one: KeptKey,
  all: readonly KeptKey[],
  { now, retentionSeconds }: { readonly now: number; readonly retentionSeconds: number },
): RingKey {
  if (one.withdrawnAt !== undefined) return { ...one, state: 'withdrawn' }
  if (one.activeAt > now) return { ...one, state: 'next' }
  const successors = all
    .filter(
      ({ key, sequence, withdrawnAt }) =>
        key.alg === one.key.alg && sequence > one.sequence && withdrawnAt === undefined,
    )
    .map(({ activeAt }) => activeAt)
    .filter((activeAt) => activeAt <= now)
  if (successors.length === 0) return { ...one, state: 'active' }
  const retiredAt = Math.min(...successors)
  return { ...one, retiredAt, state: now < retiredAt + retentionSeconds ? 'retired' : 'expired' }
}
