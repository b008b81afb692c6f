import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { randomToken } from '#src/operations/random.ts'

/**
 * One random value per browser, that binds a pushed request and a login transaction to the browser that began it.
 * It identifies nobody and opens nothing on its own. SameSite=Lax: it must arrive with the redirect back from a
 * provider, which is a cross-site GET.
 */
export function browserBinding(ctx: Context, options: { readonly secure: boolean }): string {
  const name = options.secure ? '__Host-tillit_browser' : 'tillit_browser'
  const known = ctx.cookies.get(name, { signed: false })
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return digest(known)
  // Asked twice in one request, a browser without the cookie is still one browser.
  const value = given.get(ctx.req) ?? randomToken()
  given.set(ctx.req, value)
  ctx.cookies.set(name, value, { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/', signed: false })
  return digest(value)
}

const given = new WeakMap<object, string>()

/** Only the digest is stored, so that a record can't be turned into a cookie. */
function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}
