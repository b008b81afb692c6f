/**
 * Gives the engine, or another Koa application, one public origin, whatever Host header or absolute request line arrives: `htu`, discovery, expected
 * audiences and redirects to ourselves are all built from these getters. (`http/dispatch.ts` refuses foreign hosts
 * before; this is the second lock.)
 */
export function fixOrigin(application: { readonly request: object }, issuer: string): void {
  const origin = new URL(issuer)
  const secure = origin.protocol === 'https:'
  Object.defineProperties(application.request, {
    host: { get: () => origin.host },
    hostname: { get: () => origin.hostname },
    protocol: { get: () => origin.protocol.slice(0, -1) },
    secure: { get: () => secure },
    origin: { get: () => origin.origin },
    href: {
      get(this: { readonly originalUrl: string }) {
        return origin.origin + pathOf(this.originalUrl)
      },
    },
  })
}

/** Path and query of a request target, also of one in absolute form (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  const url = URL.parse(target)
  return url === null ? '/' : url.pathname + url.search
}
