import type { UnitOfWork } from '#src/store/unit-of-work.ts'

/** Seconds that the engine adds to now for a DPoP proof (its `CHALLENGE_OK_WINDOW`); an assertion lives shorter. */
const engineProofWindowSeconds = 300

/** Longest life of an assertion that we accept, with tolerance: tells the engine's two callers apart. */
const longestAssertionSeconds = 120

/**
 * Spends a `jti` in the request's unit: whether it was free is decided by the one atomic commit, not by a read before.
 * Assertions and proofs have kinds of their own, and the id is length-prefixed, so that a `jti` used in both is no clash
 * and no two pairs of issuer and `jti` share an id.
 *
 * @returns false when this very request has spent it already.
 */
export function spendJti(
  unit: UnitOfWork,
  spent: { readonly issuer: string; readonly jti: string; readonly expiresAt: number; readonly nowSeconds: number },
): boolean {
  const ttlSeconds = Math.max(1, spent.expiresAt - spent.nowSeconds)
  const isProof = ttlSeconds > longestAssertionSeconds
  const id = `${spent.issuer.length}:${spent.issuer}${spent.jti}`
  return isProof
    ? unit.claim('spent-proof', id, engineProofWindowSeconds, { reason: 'dpop_replayed' }, 'always')
    : unit.claim('spent-assertion', id, ttlSeconds, { reason: 'assertion_replayed' }, 'always')
}
