import type { Provider } from 'oidc-provider'
import type { Log } from '#src/operations/log.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { sessionByUid } from './engine-adapter.ts'
import { sessionLogins } from './grant-login.ts'

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

/** A client that took part in a session and is to be told that it ended (OpenID Connect Back-Channel Logout 1.0). */
export interface LogoutNotice {
  readonly clientId: string
  readonly subject: string
  readonly sid: string
}

/** Ends the session in this unit; the caller commits, and only then sends the notices. */
export function endSession(unit: UnitOfWork, session: EndableSession): readonly LogoutNotice[] {
  unit.put(sessionEnded, session.uid, true, sessionEndedTtlSeconds)
  unit.delete('Session', session.jti)
  unit.delete(sessionByUid, session.uid)
  unit.delete(sessionLogins, session.uid)
  const subject = session.accountId
  if (subject === undefined) return []
  return Object.entries(session.authorizations ?? {}).flatMap(([clientId, { sid }]) =>
    sid === undefined ? [] : [{ clientId, subject, sid }],
  )
}

/** The published types know the engine's method by an index signature only. */
function notify(client: object, subject: string, sid: string): Promise<void> {
  return (client as { backchannelLogout(sub: string, sid: string): Promise<void> }).backchannelLogout(subject, sid)
}

export interface NoticeOutcome {
  readonly clientId: string
  /** `none`: the client registered no back-channel logout. */
  readonly outcome: 'told' | 'failed' | 'none'
}

/** Tells every client at the same time and waits for the answers, at most the engine's 2.5 s each. Never throws. */
export async function sendLogoutNotices(
  provider: Provider,
  notices: readonly LogoutNotice[],
  log: Log,
): Promise<readonly NoticeOutcome[]> {
  return Promise.all(
    notices.map(async ({ clientId, subject, sid }): Promise<NoticeOutcome> => {
      const client = await provider.Client.find(clientId)
      if (client?.backchannelLogoutUri === undefined) return { clientId, outcome: 'none' }
      try {
        await notify(client, subject, sid)
        return { clientId, outcome: 'told' }
      } catch {
        log.warn({ client_id: clientId }, 'a client did not accept its back-channel logout')
        return { clientId, outcome: 'failed' }
      }
    }),
  )
}
