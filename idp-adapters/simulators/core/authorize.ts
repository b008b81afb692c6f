import { type Answer, answerPage, answerRedirect } from './answer.ts'
import { buildCodeResponse } from './authorization-response.ts'
import type { Exchange } from './exchange.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import type { OpState, SimulatedSession } from './op-state.ts'
import { renderPage } from './page.ts'
import { parseRequest } from './par.ts'
import type { AuthorizationRequest } from './provider.ts'
import { randomId } from './random-id.ts'
import { answerAfterRedirect } from './send-answer.ts'
import { readSession } from './session.ts'
import { choosePageLanguage } from './text.ts'

/** Seconds that a person has to go through the pages. */
const transactionLifetimeSeconds = 600

/**
 * Starts a login from a pushed request, or from the address where there is no PAR. A live session that is enough answers
 * at once, without a page.
 * Anything wrong with the handle ends on a page of ours: there is no verified address to go back to.
 * @see RFC 9126 section 4
 */
export function answerAuthorize(op: OpState, exchange: Exchange): Answer {
  const request = exchange.query.get('client_id') === op.client.clientId ? findRequest(op, exchange) : undefined
  if (request === undefined) {
    const text = '<p>The request is unknown or has expired. Go back to the service and start again.</p>'
    return answerPage(400, renderPage(op, 'en', 'Invalid request', text))
  }
  const session = request.forceLogin ? undefined : readSession(op, exchange)
  if (session && op.provider.satisfies(session.login, request)) return reuse(op, request, session)
  return begin(op, request)
}

function findRequest(op: OpState, { query }: Exchange): AuthorizationRequest | undefined {
  if (op.provider.paths.par !== undefined) return op.pushed.take(query.get('request_uri') ?? '')
  try {
    return parseRequest(op, query)
  } catch (error) {
    if (error instanceof OAuthRefusal) return undefined
    throw error
  }
}

function begin(op: OpState, request: AuthorizationRequest): Answer {
  const id = randomId()
  const { eids } = op.provider
  const preselected = op.provider.preselect?.(request)
  op.transactions.set(
    id,
    {
      id,
      request,
      language: choosePageLanguage(request.uiLocales),
      flow: eids.length === 1 ? eids[0] : eids.find(({ method }) => method === preselected),
      step: 0,
      progress: { wrongTries: 0, stepBeganAt: op.now(), phones: op.phones },
      message: undefined,
      problem: undefined,
      lastCode: undefined,
      fault: undefined,
    },
    transactionLifetimeSeconds,
  )
  return answerRedirect(`/${op.provider.id}/login/${id}`)
}

function reuse(op: OpState, request: AuthorizationRequest, { login, sid }: SimulatedSession): Answer {
  return answerAfterRedirect(op, request, buildCodeResponse(op, { request, login, sid, fault: undefined }))
}
