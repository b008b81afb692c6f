import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { guardSession, sessionByUid } from './engine-adapter.ts'
import { sessionLogins } from './grant-login.ts'
import type { LogoutOutbox, Lot } from './logout-outbox.ts'

/** A browser session that was logged out. Every grant made in it is dead from then on, refresh tokens included. */
export const sessionEnded = 'session-ended'

/** Longer than any grant of the session may live. */
const sessionEndedTtlSeconds = 30 * 24 * 3600

/** The parts of the engine's session that ending it needs. */
export interface EndableSession {
  readonly jti: string
  readonly uid: string
  readonly accountId?: string | undefined
  readonly authorizations?: Readonly<Record<string, { readonly sid?: string | undefined }>> | undefined
}

/** A client of a session, by the id that this client knows the session by. */
export interface SessionClient {
  readonly clientId: string
  readonly sid: string
}

export function clientsOf({ authorizations = {} }: EndableSession): readonly SessionClient[] {
  return Object.entries(authorizations).flatMap(([clientId, { sid }]) => (sid === undefined ? [] : [{ clientId, sid }]))
}

/**
 * Ends the session in this unit, with the notices to its clients in the same step. The caller commits (again from the
 * start if that fails: a client may have joined meanwhile), and only then sends the lot.
 */
export async function endSession(unit: UnitOfWork, session: EndableSession, outbox: LogoutOutbox): Promise<Lot> {
  guardSession(unit, session.jti)
  unit.put(sessionEnded, session.uid, true, sessionEndedTtlSeconds)
  unit.delete('Session', session.jti)
  unit.delete(sessionByUid, session.uid)
  unit.delete(sessionLogins, session.uid)
  return outbox.enqueue(unit, session.accountId ?? '', session.accountId === undefined ? [] : clientsOf(session))
}
