import type { KeyRing, RingKey } from './key-ring.ts'
import type { SigningAlgorithm } from './signing-keys.ts'

/** How a key is to be replaced. */
export interface RotationRequest {
  readonly alg: SigningAlgorithm
  /** The new key signs at once: what has not fetched the JWKS since refuses its tokens for a while. */
  readonly immediately: boolean
  /** The old key was exposed: nothing that it signed counts any more. Only together with `immediately`. */
  readonly withdraw: boolean
}

/** What is to be done; every part may be missing. All moments are epoch seconds. */
export interface Rotation {
  readonly alg: SigningAlgorithm
  /** A new key of this sequence, unless another node made it first. */
  readonly make?: { readonly sequence: number; readonly activeAt: number }
  /** The key that is published ahead signs from now on. */
  readonly activate?: RingKey
  readonly withdraw?: RingKey
}

/** Pure. Of a key that is published ahead already no second one is made. */
export function planRotation(
  { keys }: KeyRing,
  { alg, immediately, withdraw }: RotationRequest,
  { now, publishAheadSeconds }: { readonly now: number; readonly publishAheadSeconds: number },
): Rotation {
  const own = keys.filter(({ key }) => key.alg === alg)
  const next = own.find(({ state }) => state === 'next')
  const active = own.find(({ state }) => state === 'active')
  const sequence = Math.max(0, ...own.map((one) => one.sequence)) + 1
  return {
    alg,
    ...(next === undefined ? { make: { sequence, activeAt: immediately ? now : now + publishAheadSeconds } } : {}),
    ...(next !== undefined && immediately ? { activate: next } : {}),
    ...(withdraw && immediately && active !== undefined ? { withdraw: active } : {}),
  }
}

/** Algorithms whose active key is older than it may become, and has no successor yet. */
export function dueForRotation(
  { keys }: KeyRing,
  { now, rotateAfterSeconds }: { readonly now: number; readonly rotateAfterSeconds: number },
): readonly SigningAlgorithm[] {
  if (rotateAfterSeconds === 0) return []
  const hasNext = (alg: SigningAlgorithm) => keys.some(({ key, state }) => key.alg === alg && state === 'next')
  return keys
    .filter(
      ({ state, activeAt, key }) => state === 'active' && now - activeAt >= rotateAfterSeconds && !hasNext(key.alg),
    )
    .map(({ key }) => key.alg)
}
