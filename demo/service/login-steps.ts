import { randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import { explainError, noAnswer } from './explain-error.ts'
import { beginLogin, completeLogin } from './login.ts'
import { errorPage, plainPage } from './pages.ts'
import { cookieSettings, type Room, type Step, see } from './room.ts'
import { sessionSeconds } from './sessions.ts'

/** Names the browser while it is away to log in. */
const browserCookie = 'demo_browser'

/** Sends the browser away to log in. */
export const begin: Step = async (room, ctx) => {
  const { service, config, settings, pendingLogins } = room
  const browser = ctx.cookies.get(browserCookie) ?? randomBytes(32).toString('base64url')
  try {
    const { redirectTo, state, pending } = await beginLogin(config, { service, demoUrl: settings.demoUrl, browser })
    pendingLogins.add(pending, state)
    ctx.cookies.set(browserCookie, browser, cookieSettings(settings))
    see(ctx, redirectTo.href)
  } catch (error) {
    showError(room, ctx, error)
  }
}

/** The browser is back, with a code or with an error. */
export const complete: Step = async (room, ctx) => {
  const { service, config, settings, pendingLogins, sessions } = room
  const state = typeof ctx.query['state'] === 'string' ? ctx.query['state'] : ''
  // Taken, not only read: an answer counts once. And only in the browser that asked, or somebody could hand you their login.
  const pending = pendingLogins.take(state)
  if (pending === undefined || pending.browser !== ctx.cookies.get(browserCookie)) {
    ctx.status = 400
    ctx.body = plainPage(
      'Innloggingen er utløpt',
      'Den ble startet for lenge siden, eller i en annen nettleser. Begynn på nytt.',
    )
    return
  }
  try {
    const currentUrl = new URL(settings.demoUrl + ctx.originalUrl)
    const session = await completeLogin(config, { pending, state, currentUrl })
    sessions.take(ctx.cookies.get(service.cookie))
    // Always a new number after a login, so that nobody can plant one beforehand.
    const maxAge = sessionSeconds * 1000
    ctx.cookies.set(service.cookie, sessions.add(session), { ...cookieSettings(settings), maxAge })
    see(ctx, service.home)
  } catch (error) {
    showError(room, ctx, error)
  }
}

function showError({ service, settings }: Room, ctx: Context, thrown: unknown): void {
  const explained = explainError(thrown, settings.issuer)
  ctx.status = explained === noAnswer ? 502 : 400
  ctx.body = errorPage(service, explained)
}
