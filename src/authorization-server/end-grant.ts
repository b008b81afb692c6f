import type { UnitOfWork } from '#src/store/unit-of-work.ts'

/** A grant that has ended: by revocation, or a code or one-time token offered twice. Outlives every token of the grant. */
export const grantEnded = 'grant-ended'

/** Longer than any refresh token may live, so that an ended grant can't come back. */
const grantEndedTtlSeconds = 30 * 24 * 3600

const ended = new WeakMap<UnitOfWork, Set<string>>()

/** Grants that this unit ends, for the audit trail. */
export function grantsEndedIn(unit: UnitOfWork): readonly string[] {
  return [...(ended.get(unit) ?? [])]
}

/** Ends a grant with all its tokens, for good: also when the answer of this request is an error. */
export function endGrant(unit: UnitOfWork, grantId: string): void {
  // The engine asks once for each kind of token.
  ended.set(unit, new Set(grantsEndedIn(unit)).add(grantId))
  unit.put(grantEnded, grantId, true, grantEndedTtlSeconds, 'always')
}
