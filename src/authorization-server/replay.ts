import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { clockToleranceSeconds } from './client-assertion.ts'

/** A JWT that may be used once. */
export interface SpentJwt {
  readonly issuer: string
  readonly jti: string
  /** Epoch seconds. */
  readonly expiresAt: number
  readonly nowSeconds: number
}

/** Seconds that the engine adds to now for a DPoP proof (its `CHALLENGE_OK_WINDOW`); an assertion lives shorter. */
const engineProofWindowSeconds = 300

/**
 * A request object is spent among the assertions: some clients give both the same form, and what was shown as one must
 * not be shown as the other.
 *
 * @returns false when this very request has spent it already.
 */
export function spendRequestObject(unit: UnitOfWork, spent: SpentJwt): boolean {
  const ttlSeconds = Math.max(1, spent.expiresAt + clockToleranceSeconds - spent.nowSeconds)
  return unit.claim('spent-assertion', idOf(spent), ttlSeconds, { reason: 'request_object_replayed' }, 'always')
}

/** Longest life of an assertion that we accept, with tolerance: tells the engine's two callers apart. */
const longestAssertionSeconds = 120

/**
 * Spends a `jti` in the request's unit: whether it was free is decided by the one atomic commit, not by a read before.
 * Assertions and proofs have kinds of their own, and the id is length-prefixed, so that a `jti` used in both is no clash
 * and no two pairs of issuer and `jti` share an id.
 *
 * @returns false when this very request has spent it already.
 */
export function spendJti(unit: UnitOfWork, spent: SpentJwt): boolean {
  const ttlSeconds = Math.max(1, spent.expiresAt - spent.nowSeconds)
  const isProof = ttlSeconds > longestAssertionSeconds
  const id = idOf(spent)
  return isProof
    ? unit.claim('spent-proof', id, engineProofWindowSeconds, { reason: 'dpop_replayed' }, 'always')
    : unit.claim('spent-assertion', id, ttlSeconds, { reason: 'assertion_replayed' }, 'always')
}

function idOf({ issuer, jti }: SpentJwt): string {
  return `${issuer.length}:${issuer}${jti}`
}
