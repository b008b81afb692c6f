import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { engineError } from './engine-errors.ts'

/** When the refresh token of a grant was last used; the engine's own row knows the absolute life only. */
const refreshUse = 'refresh-use'
interface RefreshUse {
  /** Epoch seconds. */
  readonly at: number
}

/** Where it stands, so that it is read in the same round trip as the grant. */
export function refreshUseKey(grantId: string): { readonly kind: string; readonly id: string } {
  return { kind: refreshUse, id: grantId }
}

/** Notes that the refresh token of this grant was given or used now. */
export function noteRefreshUse(unit: UnitOfWork, grantId: string, nowSeconds: number, idleSeconds: number): void {
  const use: RefreshUse = { at: nowSeconds }
  unit.put(refreshUse, grantId, use, idleSeconds)
}

/** @throws `refresh_token_idle` when the token has lain unused for longer than it may. */
export function checkNotIdle(found: unknown, nowSeconds: number, idleSeconds: number): void {
  // Written by noteRefreshUse alone, and sealed.
  const use = found as RefreshUse | undefined
  if (use === undefined || nowSeconds > use.at + idleSeconds) {
    throw engineError('refresh_token_idle', 'the refresh token has not been used for too long: log in again')
  }
}
