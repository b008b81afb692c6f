import { type JWK, jwtVerify } from 'jose'
import type { Context } from 'koa'
import type { Provider } from 'oidc-provider'
import type { Login } from '#src/assurance/login.ts'
import { keySetOf } from '#src/keys/key-set.ts'
import { type SessionLogins, sessionLogins } from './grant-login.ts'
import type { LogoutDelivery, NoticeOutcome } from './logout-delivery.ts'
import type { LogoutOutbox, Lot } from './logout-outbox.ts'
import { currentUnit } from './request-unit.ts'
import { clientsOf, endSession, type SessionClient } from './sessions.ts'

/** The session of the browser that asks, as the logout pages see it. */
export interface BrowserSession {
  /** Random id of the session record; never shown. */
  readonly id: string
  readonly subject: string
  /** Clients that were logged in to in this session. */
  readonly clients: readonly SessionClient[]
  readonly logins: readonly Login[]
  /** Ends it in the unit of the caller. The lot is to be sent after the commit. */
  end(): Promise<Lot>
}

/** What a valid `id_token_hint` says; it may be expired (OpenID Connect RP-Initiated Logout 1.0 section 2). */
export interface IdTokenHint {
  readonly clientId: string
  readonly subject: string
}

/** The door to the engine's sessions for pages that are not the engine's. Works in the caller's unit. */
export class BrowserSessions {
  readonly #provider: () => Provider
  readonly #keys: ReturnType<typeof keySetOf>
  readonly #issuer: string
  readonly #outbox: LogoutOutbox
  readonly #delivery: LogoutDelivery

  constructor(parts: {
    readonly provider: () => Provider
    /** Every key that was not withdrawn: a hint may be old. */
    readonly publicKeys: () => readonly JWK[]
    readonly issuer: string
    readonly outbox: LogoutOutbox
    readonly delivery: LogoutDelivery
  }) {
    this.#provider = parts.provider
    this.#keys = keySetOf(parts.publicKeys)
    this.#issuer = parts.issuer
    this.#outbox = parts.outbox
    this.#delivery = parts.delivery
  }

  async current(ctx: Context): Promise<BrowserSession | undefined> {
    const session = await this.#provider().Session.get(ctx)
    const { accountId } = session
    if (accountId === undefined) return undefined
    const unit = currentUnit()
    // Written by make-grant.ts alone, and sealed.
    const kept = (await unit.get(sessionLogins, session.uid)) as SessionLogins | undefined
    return {
      id: session.jti,
      subject: accountId,
      clients: clientsOf(session),
      logins: kept?.logins ?? [],
      end: () => endSession(unit, session, this.#outbox),
    }
  }

  /** @returns undefined for anything but an ID token that this broker signed. */
  async readHint(hint: string): Promise<IdTokenHint | undefined> {
    try {
      // A hint is often older than its 300 s: the epoch as "now" turns the check of exp off and nothing else.
      const options = {
        issuer: this.#issuer,
        algorithms: ['ES256', 'PS256'],
        currentDate: new Date(0),
        requiredClaims: ['sub'],
      }
      const { payload, protectedHeader } = await jwtVerify(hint, this.#keys, options)
      // An access token or a logout token is signed by the same keys, and is no ID token (RFC 8725 section 3.11).
      if (protectedHeader.typ !== undefined && protectedHeader.typ !== 'JWT') return undefined
      const { aud, sub } = payload
      return typeof aud === 'string' && sub !== undefined ? { clientId: aud, subject: sub } : undefined
    } catch {
      return undefined
    }
  }

  /** After the commit. */
  sendNotices(lot: Lot): Promise<readonly NoticeOutcome[]> {
    return this.#delivery.deliver(lot)
  }
}
