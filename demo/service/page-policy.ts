/**
 * The Content-Security-Policy of our pages: no script, no frames, and forms to those we know only.
 *
 * Chromium applies `form-action` to every redirect that follows a form. Our logout form is posted to the issuer, which
 * may pass by the eID's own logout before it comes back to us; each of these origins must be here, or the browser stops
 * on the way and the person sees nothing happen.
 */
export function pagePolicy(issuer: string, logoutOrigins: readonly string[]): string {
  const targets = ["'self'", new URL(issuer).origin, ...logoutOrigins].join(' ')
  return `default-src 'none'; style-src 'self'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`
}
