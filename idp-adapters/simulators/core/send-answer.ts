import { type Answer, answerHop, answerRedirect } from './answer.ts'
import { answerFormPost } from './form-post.ts'
import type { OpState } from './op-state.ts'
import type { AuthorizationRequest } from './provider.ts'
import { choosePageLanguage, type PageLanguage } from './text.ts'

/** The authorization response after a form of ours: by a hop page, since `form-action` would stop a redirect. */
export function answerAfterForm(
  op: OpState,
  request: AuthorizationRequest,
  response: URL,
  language: PageLanguage,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  if (request.responseMode === 'form_post') return answerFormPost(op, response, language, headers)
  return answerHop(response, language, headers)
}

/** The authorization response to a GET: nobody had to be asked anything. */
export function answerAfterRedirect(op: OpState, request: AuthorizationRequest, response: URL): Answer {
  if (request.responseMode === 'query') return answerRedirect(response.href)
  return answerFormPost(op, response, choosePageLanguage(request.uiLocales))
}
