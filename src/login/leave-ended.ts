import type { Context } from 'koa'
import { findWayBack, takeWayBack, type WayBack } from '#src/authorization-server/way-back.ts'
import { errorUri } from '#src/http/error-uri.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { loginRefused } from './audit-entries.ts'
import { canLeave } from './can-leave.ts'
import type { LoginRoom } from './login-room.ts'
import { serviceOf } from './service-of.ts'

/**
 * Back to the service from a login that the engine has no more: it took too long, or its cookie is lost. The service gets
 * its OAuth error with `state` and `iss` (RFC 6749 section 4.1.2.1, RFC 9207), as long as it has had no other answer.
 *
 * @returns false when there is nothing to leave in this way: the login lives, is unknown, another browser's, or answered,
 * or the service no longer takes answers at that address.
 * @throws {BrokerError} `form_not_ours`
 */
export async function leaveEndedLogin(
  room: LoginRoom,
  ctx: Context,
  unit: UnitOfWork,
  csrf: string | undefined,
): Promise<boolean> {
  const uid = ctx.path.slice('/login/'.length)
  if ((await room.interactions.ofBrowser(ctx)) !== undefined) return false
  const wayBack = await findWayBack(unit, uid)
  const browser = room.browserOf(ctx)
  if (wayBack?.answer === undefined || wayBack.browser !== browser || !(await canLeave(room, wayBack))) return false
  room.forms.check(ctx, csrf, uid, browser)
  await room.interactions.forget(uid)
  takeWayBack(unit, uid, room.config.lifetimes.interactionSeconds)
  const outcome = await unit.commit('success')
  // In this very moment the login was finished after all.
  if (!outcome.committed && outcome.conflicts.some(({ reason }) => reason === 'page_expired')) return false
  // A second click comes to the same answer; it is one refusal.
  if (outcome.committed) await room.audit.append(loginRefused(room, { interaction: wayBack }, 'login_expired'))
  sendBack(room, ctx, wayBack, wayBack.answer, 'login_expired')
  return true
}

function sendBack(
  room: LoginRoom,
  ctx: Context,
  { clientId, uiLocales }: WayBack,
  { redirectUri, responseMode, state }: NonNullable<WayBack['answer']>,
  reason: Reason,
): void {
  const { issuer } = room.config
  const { name } = serviceOf(room.registry(), clientId)
  const fields = {
    error: reasons[reason].error,
    error_description: 'the login took too long',
    error_uri: errorUri(issuer, reason),
    ...(state === undefined ? {} : { state }),
    iss: issuer,
  }
  if (responseMode === 'form_post') {
    room.pages.postBack(ctx, { name, action: redirectUri, fields, uiLocales })
    return
  }
  const url = new URL(redirectUri)
  if (responseMode === 'fragment') url.hash = new URLSearchParams(fields).toString()
  else for (const [key, value] of Object.entries(fields)) url.searchParams.set(key, value)
  room.pages.hop(ctx, { name: () => name, url: url.href, uiLocales })
}
