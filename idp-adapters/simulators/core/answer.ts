import { escapeHtml } from './html.ts'
import type { PageLanguage } from './text.ts'

/** What a simulator answers, before it is written to the socket. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * `form-action 'self'` holds in Chromium for the redirects after a form POST too: that is why a finished login answers
 * with a hop page and not with a redirect.
 */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

export function answerPage(status: number, html: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...pageHeaders, ...headers }, body: html }
}

export function answerJson(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** @see RFC 6749 section 5.2 */
export function answerOAuthError(status: number, error: string, description: string): Answer {
  return answerJson(status, { error, error_description: description })
}

export function answerRedirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { location, ...headers }, body: '' }
}

/** A page that moves on by itself, also without script, and has a link for those browsers that don't. */
function renderHop(target: URL, language: PageLanguage): string {
  const [title, link] = language === 'en' ? ['Sending you on', 'Continue'] : ['Vi sender deg videre', 'Gå videre']
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1><p><a href="${escapeHtml(target.href)}">${link}</a></p></main></body></html>`
}

/** The answer to the POST that ends a login: 200 with the hop page. */
export function answerHop(target: URL, language: PageLanguage, headers: Readonly<Record<string, string>> = {}): Answer {
  return answerPage(200, renderHop(target, language), { refresh: `0; url=${target.href}`, ...headers })
}
