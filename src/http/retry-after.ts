import type { Context } from 'koa'

/** Seconds after which a caller may try again, by status: when we can't answer now, and when it asked too often. */
const secondsByStatus: Readonly<Record<number, number>> = { 429: 10, 503: 2 }

/** RFC 9110 section 10.2.3. */
export function setRetryAfter(ctx: Context): void {
  const seconds = secondsByStatus[ctx.status]
  if (seconds !== undefined) ctx.set('retry-after', String(seconds))
}
