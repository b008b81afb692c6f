import type { Context } from 'koa'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import type { BrowserSession } from '#src/authorization-server/browser-sessions.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readForm, singleParameters } from '#src/http/form-body.ts'
import { randomToken } from '#src/operations/random.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { sessionEnded } from './audit-entries.ts'
import { frontchannelLogouts } from './frontchannel-logout.ts'
import type { LoginRoom, Step } from './login-room.ts'
import { type LogoutRequest, parseLogoutRequest } from './logout-request.ts'
import { serviceOf } from './service-of.ts'
import { untilCommitted } from './until-committed.ts'

/** Seconds that a posted logout request waits for our own GET, and a browser may stay at a provider's logout. */
const parkedSeconds = 60
const upstreamSeconds = 300
const parkedKind = 'logout-parked'
const upstreamKind = 'logout-upstream'

/** What is shown or done when everything is logged out. */
interface AfterLogout {
  readonly clientId?: string
  /** Registered for the client; the client's `state` is in it. */
  readonly returnTo?: string
  readonly services: readonly string[]
  readonly failed: readonly string[]
  /** Addresses for front-channel logout, which only this browser can visit. */
  readonly frames: readonly string[]
}

const nothingEnded = { services: [], failed: [], frames: [] }

/**
 * GET /connect/endsession (OpenID Connect RP-Initiated Logout 1.0): with an ID token of the person who is logged in, log
 * out at once; otherwise ask the person first.
 */
export const endSession: Step = async (room, ctx) => {
  await room.inUnit(async (unit) => {
    const request = await requestOf(room, ctx, unit)
    const session = await room.sessions.current(ctx)
    if (session === undefined) return finish(room, ctx, { ...afterLogout(request), ...nothingEnded })
    if (request.subject === session.subject) return logOut(room, ctx, session.subject, request)
    askFirst(room, ctx, session, request)
  })
}

/**
 * POST /connect/endsession: the same request in a form. It comes from another site, so our SameSite cookies are not
 * there: keep it under a random handle and fetch it again with a GET of our own, which brings them.
 */
export const parkEndSession: Step = async (room, ctx) => {
  const form = await readForm(ctx)
  await room.inUnit(async (unit) => {
    const handle = randomToken()
    unit.put(parkedKind, handle, Object.fromEntries(form), parkedSeconds)
    await unit.commit('success')
    ctx.status = 303
    ctx.redirect(`/connect/endsession?handle=${handle}`)
  })
}

/** POST /connect/endsession/confirm: the person's answer on our own page. */
export const confirmEndSession: Step = async (room, ctx) => {
  const form = await readForm(ctx)
  await room.inUnit(async () => {
    const session = await room.sessions.current(ctx)
    const request = await parseLogoutRequest(room, form)
    if (session === undefined) return finish(room, ctx, { ...afterLogout(request), ...nothingEnded })
    room.forms.check(ctx, form.get('csrf'), session.id, room.browserOf(ctx))
    if (form.has('stay')) return showStayed(room, ctx)
    return logOut(room, ctx, session.subject, request)
  })
}

/** GET /login/logout/callback: back from the provider's own logout. */
export const completeUpstreamLogout: Step = async (room, ctx) => {
  await room.inUnit(async (unit) => {
    const { state } = ctx.query
    // Written by logOut alone, and sealed. An unknown state is a page that was reloaded late: nothing is left to do.
    const kept =
      typeof state === 'string' ? ((await unit.get(upstreamKind, state)) as AfterLogout | undefined) : undefined
    finish(room, ctx, kept ?? nothingEnded)
  })
}

async function requestOf(room: LoginRoom, ctx: Context, unit: UnitOfWork): Promise<LogoutRequest> {
  const query = singleParameters(new URLSearchParams(ctx.querystring))
  const handle = query.get('handle')
  if (handle === undefined) return parseLogoutRequest(room, query)
  const parked = await unit.get(parkedKind, handle)
  if (parked === undefined) throw new BrokerError('page_expired', 'this logout request has expired')
  // Written by parkEndSession alone from a parsed form, and sealed.
  return parseLogoutRequest(room, new Map(Object.entries(parked as Record<string, string>)))
}

async function logOut(room: LoginRoom, ctx: Context, subject: string, request: LogoutRequest): Promise<void> {
  const state = randomToken()
  const ended = await untilCommitted(room, async (unit) => {
    const session = await room.sessions.current(ctx)
    // Meanwhile ended in another tab, or begun anew by somebody else: not ours to end.
    if (session?.subject !== subject) return undefined
    const lot = await session.end()
    const upstream = await upstreamLogout(room, session)
    const names = new Map(session.clients.map(({ clientId }) => [clientId, serviceOf(room.registry(), clientId).name]))
    const frames = frontchannelLogouts(room, session)
    const planned: AfterLogout = { ...afterLogout(request), services: [...names.values()], failed: [], frames }
    if (upstream !== undefined) unit.put(upstreamKind, state, planned, upstreamSeconds)
    return { lot, upstream, names, planned, pid: session.logins.at(-1)?.pid }
  })
  if (ended === undefined) return finish(room, ctx, { ...afterLogout(request), ...nothingEnded })
  const { lot, upstream, names, planned, pid } = ended
  // After the commit, other than at a login: an audit that can't be written must not keep anybody logged in.
  await room.audit.append(sessionEnded('logout', { clientIds: [...names.keys()], pid }))
  const outcomes = await room.sessions.sendNotices(lot)
  room.log.info({ clients: names.size }, 'logged out')
  const failed = outcomes.filter(({ told }) => !told).map(({ clientId }) => names.get(clientId) ?? clientId)
  const url = upstream === undefined ? undefined : await upstream(state)
  if (url === undefined) return finish(room, ctx, { ...planned, failed })
  if (failed.length > 0) await keepFailed(room, state, { ...planned, failed })
  leave(room, ctx, url.href, planned)
}

/** Whom we could not reach is known only after the logout was committed; the page after the provider's shall tell it. */
async function keepFailed(room: LoginRoom, state: string, after: AfterLogout): Promise<void> {
  await room.inUnit(async (unit) => {
    unit.put(upstreamKind, state, after, upstreamSeconds)
    await unit.commit('success')
  })
}

/** The logout of the provider that the person used last, if it has one. */
async function upstreamLogout(room: LoginRoom, session: BrowserSession) {
  const newest = [...session.logins].sort((a, b) => b.authTime - a.authTime)[0]
  const adapter = newest === undefined ? undefined : room.providers.get(newest.providerId)?.adapter
  if (adapter === undefined || !hasUpstreamLogout(adapter)) return undefined
  return async (state: string): Promise<URL | undefined> => {
    try {
      const postLogoutRedirectUri = `${room.config.issuer}/login/logout/callback`
      return await adapter.buildLogoutUrl({ postLogoutRedirectUri, state })
    } catch {
      // The person is logged out here already; a provider that does not answer must not keep that from showing.
      room.log.warn({ idp: adapter.id }, 'the provider did not answer at logout')
      return undefined
    }
  }
}

function askFirst(room: LoginRoom, ctx: Context, session: BrowserSession, request: LogoutRequest): void {
  room.pages.send(ctx, {
    uiLocales: request.uiLocales,
    page: (_language, support) => ({
      name: 'logout',
      model: {
        action: '/connect/endsession/confirm',
        fields: { ...request.fields, csrf: room.forms.make(session.id, room.browserOf(ctx)) },
        services: session.clients.map(({ clientId }) => serviceOf(room.registry(), clientId).name),
        support,
      },
    }),
  })
}

function afterLogout(request: LogoutRequest): Pick<AfterLogout, 'clientId' | 'returnTo'> {
  return {
    ...(request.clientId === undefined ? {} : { clientId: request.clientId }),
    ...(request.returnTo === undefined ? {} : { returnTo: request.returnTo }),
  }
}

function finish(room: LoginRoom, ctx: Context, after: AfterLogout): void {
  const { clientId, returnTo, services, failed, frames } = after
  // With frames the person stays: only a page can load them, and a button leads on.
  if (returnTo !== undefined && failed.length === 0 && frames.length === 0) {
    leave(room, ctx, returnTo, after)
    return
  }
  const name = clientId === undefined ? '' : serviceOf(room.registry(), clientId).name
  const backTo = returnTo ?? (clientId === undefined ? undefined : room.registry().client(clientId)?.clientUri)
  room.pages.send(ctx, {
    frames,
    page: (_language, support) => ({
      name: 'logged-out',
      model: {
        services,
        failed,
        support,
        frames,
        ...(backTo === undefined ? {} : { returnTo: { name, url: backTo } }),
      },
    }),
  })
}

/** Not on to the client: its address after a logout is where it ends its own session. */
function showStayed(room: LoginRoom, ctx: Context): void {
  room.pages.send(ctx, {
    page: (_language, support) => ({ name: 'logged-out', model: { services: [], failed: [], stayed: true, support } }),
  })
}

/** A form's redirect may not lead to another origin (CSP `form-action`); after a GET it may. */
function leave(room: LoginRoom, ctx: Context, url: string, after: AfterLogout): void {
  if (ctx.method === 'POST') {
    const name = after.clientId === undefined ? new URL(url).host : serviceOf(room.registry(), after.clientId).name
    room.pages.hop(ctx, { name: () => name, url })
    return
  }
  ctx.status = 303
  ctx.redirect(url)
}
