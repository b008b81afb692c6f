import type { Exchange } from './exchange.ts'
import type { OpState, SimulatedSession } from './op-state.ts'
import { randomId } from './random-id.ts'
import type { ProvenLogin } from './step.ts'

function cookieName(op: OpState): string {
  return `sim_${op.provider.id}`
}

/** The browser's session at this provider, while it is neither idle too long nor too old. Reading it keeps it alive. */
export function readSession(op: OpState, exchange: Exchange): SimulatedSession | undefined {
  const key = exchange.cookies.get(cookieName(op)) ?? ''
  const session = op.sessions.get(key)
  const limits = op.provider.session
  if (session === undefined || limits === undefined) return undefined
  const left = session.beganAt + limits.maximumSeconds - op.now()
  if (left <= 0) return undefined
  op.sessions.set(key, session, Math.min(limits.idleSeconds, left))
  return session
}

/** A session for this login, and the header that gives it to the browser; without single sign-on only its id. */
export function startSession(
  op: OpState,
  login: ProvenLogin,
): { readonly sid: string; readonly headers: Readonly<Record<string, string>> } {
  const sid = randomId()
  const limits = op.provider.session
  if (limits === undefined) return { sid, headers: {} }
  const key = randomId()
  op.sessions.set(key, { sid, login, beganAt: op.now() }, limits.idleSeconds)
  return { sid, headers: { 'set-cookie': `${cookieName(op)}=${key}; Path=/${op.provider.id}; HttpOnly; SameSite=Lax` } }
}

/** @returns true when there was one. */
export function endSession(op: OpState, exchange: Exchange): boolean {
  return op.sessions.take(exchange.cookies.get(cookieName(op)) ?? '') !== undefined
}
