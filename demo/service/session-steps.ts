import type { Context } from 'koa'
import { callApi } from './call-api.ts'
import { explainError } from './explain-error.ts'
import { refreshTokens } from './login.ts'
import { homePage, loggedOutPage } from './pages.ts'
import { cookieSettings, type Room, type Step, see, sessionOf } from './room.ts'
import type { Notice, Session } from './sessions.ts'

/** The page of somebody logged in. */
export const home: Step = (room, ctx) => {
  const { service, config, settings } = room
  const session = sessionOf(room, ctx)
  if (session === undefined) {
    see(ctx, '/')
    return
  }
  const action = config.serverMetadata().end_session_endpoint ?? ''
  const postLogoutRedirectUri = settings.demoUrl + service.postLogoutPath
  ctx.body = homePage(service, session, { action, postLogoutRedirectUri })
  session.notice = undefined
}

/** The button that calls the API. */
export const useApi: Step = (room, ctx) =>
  act(room, ctx, (session) => callApi(room.config, session, room.settings.demoApiUrl))

/** The button that renews the tokens. */
export const refresh: Step = (room, ctx) =>
  act(room, ctx, async (session) => {
    await refreshTokens(room.config, session)
    return { isError: false, title: 'Tokenene er fornyet', text: 'Uten ny innlogging. Se de nye tidene under.' }
  })

/** Back from the issuer's logout. Only a `state` that is ours ends the session: anybody can send a browser here. */
export const loggedOut: Step = (room, ctx) => {
  const { service, sessions, settings } = room
  const session = sessionOf(room, ctx)
  if (session !== undefined && ctx.query['state'] !== session.logoutState) {
    see(ctx, service.home)
    return
  }
  sessions.take(ctx.cookies.get(service.cookie))
  ctx.cookies.set(service.cookie, null, cookieSettings(settings))
  ctx.body = loggedOutPage(service)
}

/** Acts, keeps what happened for the next page, and shows that page: a reload then repeats nothing. */
async function act(room: Room, ctx: Context, action: (session: Session) => Promise<Notice>): Promise<void> {
  const session = sessionOf(room, ctx)
  if (session === undefined) {
    see(ctx, '/')
    return
  }
  try {
    session.notice = await action(session)
  } catch (thrown) {
    const { error, description, hint } = explainError(thrown, room.settings.issuer)
    session.notice = { isError: true, title: 'Det gikk ikke', text: `${error}: ${description}\n${hint}` }
  }
  see(ctx, room.service.home)
}
