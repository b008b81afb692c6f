import type { Middleware } from 'koa'

const hstsSeconds = 63_072_000

/** Headers that every answer carries, page or not. */
export function securityHeaders(issuer: string): Middleware {
  const secure = issuer.startsWith('https:')
  return async function setSecurityHeaders(ctx, next) {
    ctx.set('x-content-type-options', 'nosniff')
    // Nothing to others; to ourselves the origin, which form-token.ts checks (under `no-referrer` browsers send `null`).
    ctx.set('referrer-policy', 'same-origin')
    if (secure) ctx.set('strict-transport-security', `max-age=${hstsSeconds}`)
    await next()
    // The engine opens its endpoints to every origin; no browser script has business at those that take credentials.
    if (ctx.method === 'POST') ctx.remove('access-control-allow-origin')
  }
}

/** For every page: no script, no frame, forms to ourselves only. Icons of the design system are `data:` images. */
export const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** For the one page whose form goes to a client: that client's origin, and the script that sends it. */
export function postBackPolicy(clientOrigin: string, scriptSource: string): string {
  return `${pagePolicy.replace("form-action 'self'", `form-action ${clientOrigin}`)}; script-src ${scriptSource}`
}

/** The same for a page that holds frames of exactly these origins. */
export function policyWithFrames(addresses: readonly string[]): string {
  const origins = [...new Set(addresses.map((address) => new URL(address).origin))]
  return origins.length === 0 ? pagePolicy : `${pagePolicy}; frame-src ${origins.join(' ')}`
}
