import { type Answer, answerPage, answerRedirect } from './answer.ts'
import { type Exchange, readForm } from './exchange.ts'
import type { OpState } from './op-state.ts'
import { renderPage } from './page.ts'
import { endSession } from './session.ts'

/**
 * Ends the browser's session here and sends it back. As at ID-porten: without a session the person stands on an error
 * page, and without `client_id` there is no way back.
 * @see OpenID Connect RP-Initiated Logout 1.0
 */
export function answerEndSession(op: OpState, exchange: Exchange): Answer {
  const parameters = exchange.method === 'POST' ? readForm(exchange) : exchange.query
  const hadSession = endSession(op, exchange)
  if (op.provider.session !== undefined && !hadSession) {
    const text = '<p>Du har ingen innlogging her som kan avsluttes.</p>'
    return answerPage(400, renderPage(op, 'nb', 'Du er ikke logget inn', text))
  }
  const target = parameters.get('post_logout_redirect_uri') ?? ''
  const isKnown = parameters.get('client_id') === op.client.clientId && op.client.postLogoutRedirectUris.has(target)
  if (!isKnown) return answerPage(200, renderPage(op, 'nb', 'Du er logget ut', ''))
  const url = new URL(target)
  const state = parameters.get('state')
  if (state !== null) url.searchParams.set('state', state)
  return answerRedirect(url.href)
}
