import { BrokerError } from '#src/http/broker-error.ts'
import { readForm } from '#src/http/form-body.ts'
import { consoleClientId } from '#src/registry/built-in/names.ts'
import type { ConsoleStep } from '../console-room.ts'
import { checkForm } from '../session/check-form.ts'
import { dropSession, findSession } from '../session/sessions.ts'

/**
 * POST /admin/logout: ends the console's session, then the login itself (OpenID Connect RP-Initiated Logout 1.0). The
 * request is posted to ourselves and the browser follows by its handle alone: an ID token has no place in an address.
 */
export const logOut: ConsoleStep = async (room, ctx) => {
  const form = await readForm(ctx)
  const found = await findSession(room, ctx)
  if (found === undefined) {
    await dropSession(room, ctx)
    ctx.status = 303
    ctx.redirect('/admin')
    return
  }
  checkForm(room, ctx, form, found)
  await dropSession(room, ctx)
  const { issuer } = room.config
  const answer = await room.fetchOwn('')(`${issuer}/connect/endsession`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      id_token_hint: found.session.idToken,
      client_id: consoleClientId,
      post_logout_redirect_uri: `${issuer}/admin`,
    }),
  })
  const next = answer.headers.get('location')
  if (next === null) throw new BrokerError('temporarily_unavailable', 'the logout could not be handed on')
  // A page and not a redirect: after a form `form-action` would stop the way on to a provider's own logout.
  room.pages.hop(ctx, { name: () => 'Tillit', url: new URL(next, issuer).href })
}
