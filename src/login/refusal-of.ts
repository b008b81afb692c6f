import type { LoginFailure } from '#idp-adapters/contract.ts'
import type { Reason } from '#src/http/reasons.ts'
import { currentReferenceCode } from '#src/operations/correlation.ts'
import type { LoginRoom } from './login-room.ts'
import type { LoginRefusal } from './login-transaction.ts'

/** Turns an adapter's failure into what the person is told. */
export function refusalOf(room: LoginRoom, providerId: string, failure: LoginFailure): LoginRefusal {
  return makeRefusal(room, providerId, { reason: failure.reason, detail: failure.detail })
}

/** What the person is told; logs what the operator must know, with the code that the page will show. */
export function makeRefusal(
  room: LoginRoom,
  providerId: string,
  refused: { readonly reason: Reason; readonly level?: number | undefined; readonly detail?: string | undefined },
): LoginRefusal {
  const { reason, level, detail } = refused
  const reference = currentReferenceCode() ?? ''
  room.log.info({ reason, reference, idp: providerId, level, detail }, 'login refused')
  room.metrics.countLogin(providerId, reason)
  return {
    reason,
    providerId,
    reference,
    at: room.clock.nowMilliseconds(),
    ...(level === undefined ? {} : { level }),
  }
}
