import { randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import type { Configuration } from 'openid-client'
import type { DemoSettings } from '../settings.ts'
import { callApi } from './call-api.ts'
import { type ExplainedError, explainError } from './explain-error.ts'
import { beginLogin, completeLogin, refreshTokens } from './login.ts'
import { errorPage, frontPage, homePage, loggedOutPage, plainPage } from './pages.ts'
import type { Service } from './services.ts'
import { newPendingLogins, newSessions, type Session, sessionSeconds } from './sessions.ts'

/** By method and path. */
export type Routes = Readonly<Record<string, (ctx: Context) => Promise<void> | void>>

/** Names the browser while it is away to log in. */
const browserCookie = 'demo_browser'

/** Every address of the services: login, the way back, the page of somebody logged in, logout. */
export function serviceRoutes(
  settings: DemoSettings,
  configOf: (service: Service) => Configuration,
  services: readonly Service[],
): Routes {
  const { demoUrl, demoApiUrl } = settings
  const pendingLogins = newPendingLogins()
  const sessions = newSessions()
  // Lax: the cookies must come along when the issuer sends the browser back to us.
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    secure: demoUrl.startsWith('https:'),
    path: '/',
    overwrite: true,
  } as const

  const sessionOf = (ctx: Context, service: Service) => sessions.get(ctx.cookies.get(service.cookie))

  async function begin(ctx: Context, service: Service): Promise<void> {
    const browser = ctx.cookies.get(browserCookie) ?? randomBytes(32).toString('base64url')
    try {
      const { redirectTo, state, pending } = await beginLogin(configOf(service), { service, demoUrl, browser })
      pendingLogins.add(pending, state)
      ctx.cookies.set(browserCookie, browser, cookie)
      see(ctx, redirectTo.href)
    } catch (error) {
      showError(ctx, service, error)
    }
  }

  async function complete(ctx: Context, service: Service): Promise<void> {
    const state = typeof ctx.query['state'] === 'string' ? ctx.query['state'] : ''
    const pending = pendingLogins.take(state)
    if (pending === undefined || pending.service !== service || pending.browser !== ctx.cookies.get(browserCookie)) {
      ctx.status = 400
      ctx.body = plainPage(
        'Innloggingen er utløpt',
        'Den ble startet for lenge siden, eller i en annen nettleser. Begynn på nytt.',
      )
      return
    }
    try {
      const currentUrl = new URL(demoUrl + ctx.originalUrl)
      const session = await completeLogin(configOf(service), { pending, state, currentUrl })
      sessions.take(ctx.cookies.get(service.cookie))
      // Always a new number after a login, so that nobody can plant one beforehand.
      ctx.cookies.set(service.cookie, sessions.add(session), { ...cookie, maxAge: sessionSeconds * 1000 })
      see(ctx, service.home)
    } catch (error) {
      showError(ctx, service, error)
    }
  }

  function home(ctx: Context, service: Service): void {
    const session = sessionOf(ctx, service)
    if (session === undefined) return see(ctx, '/')
    const action = configOf(service).serverMetadata().end_session_endpoint ?? ''
    ctx.body = homePage(service, session, { action, postLogoutRedirectUri: demoUrl + service.postLogoutPath })
    session.notice = undefined
  }

  /** A button of somebody logged in: act, keep what happened for the next page, show that page. */
  async function act(ctx: Context, service: Service, action: (session: Session) => Promise<void>): Promise<void> {
    const session = sessionOf(ctx, service)
    if (session === undefined) return see(ctx, '/')
    try {
      await action(session)
    } catch (error) {
      const { error: code, description, hint } = explain(error)
      session.notice = { isError: true, title: 'Det gikk ikke', text: `${code}: ${description}\n${hint}` }
    }
    see(ctx, service.home)
  }

  const callTheApi = (service: Service) => async (session: Session) => {
    session.notice = await callApi(configOf(service), session, demoApiUrl)
  }
  const refresh = (service: Service) => async (session: Session) => {
    await refreshTokens(configOf(service), session)
    session.notice = {
      isError: false,
      title: 'Tokenene er fornyet',
      text: 'Uten ny innlogging. Se de nye tidene under.',
    }
  }

  /** Only a `state` that is ours ends the session: anybody can send the browser to this address. */
  function loggedOut(ctx: Context, service: Service): void {
    const session = sessionOf(ctx, service)
    if (session !== undefined && ctx.query['state'] !== session.logoutState) return see(ctx, service.home)
    sessions.take(ctx.cookies.get(service.cookie))
    ctx.cookies.set(service.cookie, null, cookie)
    ctx.body = loggedOutPage(service)
  }

  return {
    'GET /': (ctx) => {
      ctx.body = frontPage(services.map((service) => ({ service, session: sessionOf(ctx, service) })))
    },
    ...Object.assign(
      {},
      ...services.map(
        (service): Routes => ({
          [`GET ${service.home}`]: (ctx) => home(ctx, service),
          [`GET ${service.home}/login`]: (ctx) => begin(ctx, service),
          [`GET ${service.redirectPath}`]: (ctx) => complete(ctx, service),
          [`POST ${service.home}/refresh`]: (ctx) => act(ctx, service, refresh(service)),
          ...(service.callsApi && {
            [`POST ${service.home}/api`]: (ctx: Context) => act(ctx, service, callTheApi(service)),
          }),
          [`GET ${service.postLogoutPath}`]: (ctx) => loggedOut(ctx, service),
        }),
      ),
    ),
  }
}

/** 303: the browser always goes on with GET (RFC 9110 section 15.4.4). */
function see(ctx: Context, url: string): void {
  ctx.redirect(url)
  ctx.status = 303
}

function showError(ctx: Context, service: Service, thrown: unknown): void {
  const explained = explain(thrown)
  ctx.status = explained === noAnswer ? 502 : 400
  ctx.body = errorPage(service, explained)
}

const noAnswer: ExplainedError = {
  error: 'no_answer',
  description: 'Innloggingstjenesten eller API-et svarte ikke.',
  hint: 'Prøv igjen om litt.',
}

function explain(thrown: unknown): ExplainedError {
  const explained = explainError(thrown)
  if (explained !== undefined) return explained
  // The name only: a message may quote what was sent.
  console.error(`demo: ${thrown instanceof Error ? thrown.name : typeof thrown}`)
  return noAnswer
}
