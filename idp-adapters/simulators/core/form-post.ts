import { createHash } from 'node:crypto'
import { type Answer, answerPage } from './answer.ts'
import { escapeHtml, renderButton } from './html.ts'
import type { OpState } from './op-state.ts'
import { renderPage } from './page.ts'
import type { PageLanguage } from './text.ts'

const script = 'document.forms[0].submit()'
const scriptHash = createHash('sha256').update(script).digest('base64')

/**
 * No `form-action`: it would hold for every redirect after the post too, up to the service, whose address the provider
 * can't know. The real ones have none either.
 */
const policy = `default-src 'none'; style-src 'self'; script-src 'sha256-${scriptHash}'; base-uri 'none'; frame-ancestors 'none'`

/**
 * The authorization response as a form that the browser posts: by itself with script, by its button without.
 * @param response the same response as it would stand in the query.
 * @see OAuth 2.0 Form Post Response Mode
 */
export function answerFormPost(
  op: OpState,
  response: URL,
  language: PageLanguage,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const fields = [...response.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const [title, go] = language === 'en' ? ['Sending you on', 'Continue'] : ['Vi sender deg videre', 'Gå videre']
  const action = escapeHtml(response.origin + response.pathname)
  const form = `<form method="post" action="${action}">${fields.join('')}${renderButton('continue', '1', go, 'main')}</form>`
  const html = renderPage(op, language, title, `${form}<script>${script}</script>`)
  return answerPage(200, html, { ...headers, 'content-security-policy': policy })
}
