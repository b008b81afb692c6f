import type { Context } from 'koa'
import { errorUri } from '#src/http/error-uri.ts'
import type { Reason } from '#src/http/reasons.ts'

/**
 * Puts `error_uri` beside the error that the engine has answered: into the JSON (RFC 6749 section 5.2), or into the
 * redirect to the client (section 4.1.2.1).
 */
export function addErrorUri(ctx: Context, issuer: string, reason: Reason): void {
  const { body } = ctx
  if (isRecord(body) && typeof body['error'] === 'string') body['error_uri'] = errorUri(issuer, reason)
  const location = ctx.response.get('location')
  if (!URL.canParse(location)) return
  const target = new URL(location)
  if (!target.searchParams.has('error')) return
  target.searchParams.set('error_uri', errorUri(issuer, reason))
  ctx.set('location', target.href)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
}
