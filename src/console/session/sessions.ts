import type { Context } from 'koa'
import type { Login } from '#src/assurance/login.ts'
import { hasLoginEnded } from '#src/authorization-server/login-ended.ts'
import { randomToken } from '#src/operations/random.ts'
import { consoleClientId } from '#src/registry/built-in/names.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { ConsoleRoom } from '../console-room.ts'

/** Seconds: without a request, and from the login on. The same as the broker's own session. */
const idleSeconds = 30 * 60
const absoluteSeconds = 8 * 3600
/** A session is written again only when the last time was this long ago: not at every click. */
const touchSeconds = 60

const kind = 'console-session'

/** A person who is logged in to the console. Sealed in the store under the digest of a random id. */
export interface ConsoleSession {
  readonly login: Login
  readonly scopes: readonly string[]
  /** Grant and session of the broker that it rests on: it ends with them. */
  readonly grantId: string
  readonly sessionUid: string
  /** For the logout at the broker. */
  readonly idToken: string
  /** Digest of the binding cookie: the session's own cookie alone opens nothing in another browser. */
  readonly browser: string
}

interface KeptSession extends ConsoleSession {
  readonly beganAt: number
  readonly seenAt: number
}

/** A session with the id under which it is kept. */
export interface FoundSession {
  readonly id: string
  readonly session: ConsoleSession
}

function cookieOf(room: ConsoleRoom) {
  const secure = room.config.issuer.startsWith('https:')
  return {
    name: secure ? '__Host-tillit_console' : 'tillit_console',
    // Lax and not strict: the browser comes here from the provider's site, and brings it.
    settings: { httpOnly: true, sameSite: 'lax', secure, path: '/', signed: false } as const,
  }
}

/** Always under a new random id, so that nobody can plant one beforehand. Commits the unit. */
export async function beginSession(
  room: ConsoleRoom,
  ctx: Context,
  unit: UnitOfWork,
  session: ConsoleSession,
): Promise<void> {
  const id = randomToken()
  const now = room.clock.nowSeconds()
  const kept: KeptSession = { ...session, beganAt: now, seenAt: now }
  unit.put(kind, id, kept, idleSeconds)
  await unit.commit('success')
  const { name, settings } = cookieOf(room)
  ctx.cookies.set(name, id, settings)
}

/**
 * The session of the browser that asks: known, not idle for too long, not too old, of this browser, and the login behind
 * it not ended anywhere. @throws {StoreUnavailable}
 */
export async function findSession(room: ConsoleRoom, ctx: Context): Promise<FoundSession | undefined> {
  const id = ctx.cookies.get(cookieOf(room).name, { signed: false })
  if (id === undefined || !/^[\w-]{43}$/.test(id)) return undefined
  const unit = room.newUnit()
  // Written by this file alone, and sealed.
  const kept = (await unit.get(kind, id)) as KeptSession | undefined
  if (kept === undefined || kept.browser !== room.browserOf(ctx)) return undefined
  const now = room.clock.nowSeconds()
  const left = kept.beganAt + absoluteSeconds - now
  const isActive = room.registry().client(consoleClientId)?.status === 'active'
  if (left <= 0 || !isActive || (await hasLoginEnded(unit, kept))) return undefined
  if (now - kept.seenAt >= touchSeconds) {
    unit.requireUnchanged(kind, id, { reason: 'page_expired' })
    unit.put(kind, id, { ...kept, seenAt: now }, Math.min(idleSeconds, left))
    // If it does not succeed somebody else touched or ended it: the next request sees which.
    await unit.commit('success')
  }
  return { id, session: kept }
}

/** Forgets the session of this browser, here and in the store. @returns it, if there was one. */
export async function dropSession(room: ConsoleRoom, ctx: Context): Promise<ConsoleSession | undefined> {
  const { name, settings } = cookieOf(room)
  const id = ctx.cookies.get(name, { signed: false })
  if (id === undefined) return undefined
  const unit = room.newUnit()
  const kept = (await unit.get(kind, id)) as KeptSession | undefined
  unit.delete(kind, id)
  await unit.commit('success')
  ctx.cookies.set(name, null, settings)
  return kept
}
