import type { Context } from 'koa'
import type { Configuration } from 'openid-client'
import type { DemoSettings } from '../settings.ts'
import type { Service } from './services.ts'
import type { Expiring, PendingLogin, Session } from './sessions.ts'

/** What the steps of one service work with. */
export interface Room {
  readonly service: Service
  readonly config: Configuration
  readonly settings: DemoSettings
  readonly pendingLogins: Expiring<PendingLogin>
  readonly sessions: Expiring<Session>
}

/** One address of a service. */
export type Step = (room: Room, ctx: Context) => Promise<void> | void

/** Lax: the cookies must come along when the issuer sends the browser back to us. */
export function cookieSettings({ demoUrl }: DemoSettings) {
  const secure = demoUrl.startsWith('https:')
  return { httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true } as const
}

/** Who is logged in to the service with this browser. */
export function sessionOf({ service, sessions }: Room, ctx: Context): Session | undefined {
  return sessions.get(ctx.cookies.get(service.cookie))
}

/** 303: the browser always goes on with GET (RFC 9110 section 15.4.4). */
export function see(ctx: Context, url: string): void {
  ctx.redirect(url)
  ctx.status = 303
}
