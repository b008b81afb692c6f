import type { BrowserSession } from '#src/authorization-server/browser-sessions.ts'
import type { LoginRoom } from './login-room.ts'

/** Addresses to be framed after a logout, with `iss` and the `sid` that each client knows (Front-Channel Logout 1.0 section 2). */
export function frontchannelLogouts(room: LoginRoom, { clients }: BrowserSession): readonly string[] {
  return clients.flatMap(({ clientId, sid }) => {
    const uri = room.registry().client(clientId)?.frontchannelLogoutUri
    if (uri === undefined) return []
    const url = new URL(uri)
    url.searchParams.set('iss', room.config.issuer)
    url.searchParams.set('sid', sid)
    return [url.href]
  })
}
