import { type Answer, answerHop, answerPage, answerRedirect } from './answer.ts'
import { type Exchange, readForm } from './exchange.ts'
import { escapeHtml, renderButton } from './html.ts'
import type { OpState } from './op-state.ts'
import { renderPage } from './page.ts'
import { endSession } from './session.ts'

/**
 * Ends the browser's session here and sends it back. As at ID-porten: without a session the person stands on an error
 * page, and without `client_id` there is no way back. As at Keycloak, where `confirmsLogout` is set: the person is asked
 * first, and having no session is no error.
 * @see OpenID Connect RP-Initiated Logout 1.0
 */
export function answerEndSession(op: OpState, exchange: Exchange): Answer {
  const parameters = exchange.method === 'POST' ? readForm(exchange) : exchange.query
  if (op.provider.confirmsLogout && exchange.method === 'GET') return askFirst(op, parameters)
  const hadSession = endSession(op, exchange)
  if (op.provider.session !== undefined && !op.provider.confirmsLogout && !hadSession) {
    const text = '<p>Du har ingen innlogging her som kan avsluttes.</p>'
    return answerPage(400, renderPage(op, 'nb', 'Du er ikke logget inn', text))
  }
  const target = parameters.get('post_logout_redirect_uri') ?? ''
  const isKnown = parameters.get('client_id') === op.client.clientId && op.client.postLogoutRedirectUris.has(target)
  if (!isKnown) return answerPage(200, renderPage(op, 'nb', 'Du er logget ut', ''))
  const url = new URL(target)
  const state = parameters.get('state')
  if (state !== null) url.searchParams.set('state', state)
  return op.provider.confirmsLogout ? answerHop(url, 'nb') : answerRedirect(url.href)
}

function askFirst(op: OpState, parameters: URLSearchParams): Answer {
  const fields = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const action = `/${op.provider.id}${op.provider.paths.logout ?? ''}`
  const form = `<form method="post" action="${action}">${fields.join('')}${renderButton('next', '1', 'Logg ut', 'main')}</form>`
  return answerPage(200, renderPage(op, 'nb', 'Vil du logge ut?', form))
}
