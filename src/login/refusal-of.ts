import type { LoginFailure } from '#idp-adapters/contract.ts'
import type { Reason } from '#src/http/reasons.ts'
import { currentCorrelationId, referenceCodeOf } from '#src/operations/correlation.ts'
import type { LoginRoom } from './login-room.ts'
import type { LoginRefusal } from './login-transaction.ts'

/** Turns an adapter's failure into what the person is told, and logs what the operator must know. */
export function refusalOf(room: LoginRoom, providerId: string, failure: LoginFailure): LoginRefusal {
  room.log.info({ reason: failure.reason, idp: providerId, detail: failure.detail }, 'login refused')
  return makeRefusal(room, providerId, failure.reason)
}

export function makeRefusal(room: LoginRoom, providerId: string, reason: Reason, level?: number): LoginRefusal {
  room.metrics.countLogin(providerId, reason)
  return {
    reason,
    providerId,
    reference: referenceCodeOf(currentCorrelationId() ?? ''),
    at: room.clock.nowMilliseconds(),
    ...(level === undefined ? {} : { level }),
  }
}
