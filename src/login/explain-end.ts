import type { Context } from 'koa'
import { findWayBack, type WayBack } from '#src/authorization-server/way-back.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Reason } from '#src/http/reasons.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { WayOn } from '#src/views/page.ts'
import { canLeave } from './can-leave.ts'
import type { LoginRoom } from './login-room.ts'
import { serviceOf } from './service-of.ts'

/**
 * "This page has expired" as what really happened to a login, with the way on from there.
 * @returns undefined without a trace of it.
 */
export async function explainEnd(
  room: LoginRoom,
  ctx: Context,
  unit: UnitOfWork,
  ended: { readonly uid: string; readonly error: BrokerError },
): Promise<BrokerError | undefined> {
  const { uid, error } = ended
  const wayBack = await findWayBack(unit, uid)
  if (wayBack === undefined) return undefined
  const browser = room.browserOf(ctx)
  const isMine = wayBack.browser === browser && error.reason !== 'other_browser'
  const reason = isMine ? whatHappened(wayBack, room.clock.nowSeconds()) : 'other_browser'
  const client = room.registry().client(wayBack.clientId)
  const wayOn: WayOn = {
    service: serviceOf(room.registry(), wayBack.clientId).name,
    kind: client?.kind,
    uiLocales: wayBack.uiLocales,
    startUrl: client?.status === 'active' ? client.clientUri : undefined,
    ...(isMine && (await canLeave(room, wayBack))
      ? { form: { action: `/login/${uid}`, csrf: room.forms.make(uid, browser) } }
      : {}),
  }
  const { publicDescription, detail } = error
  return new BrokerError(reason, publicDescription, {
    cause: error,
    wayOn,
    ...(detail === undefined ? {} : { detail }),
  })
}

function whatHappened({ outcome, loginExpiresAt }: WayBack, nowSeconds: number): Reason {
  if (outcome === 'completed') return 'login_finished'
  return outcome === undefined && nowSeconds >= loginExpiresAt ? 'login_expired' : 'page_expired'
}
