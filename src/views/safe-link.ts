/**
 * The one way an address becomes a link. Escaping does not stop `javascript:`; this does. Admitted: `https:`, `http:` to
 * this machine, and paths of our own origin.
 *
 * @throws {Error} for everything else, without quoting it: it may hold a `state` or a code.
 */
export function safeLink(address: string): string {
  // Two slashes, or a slash and a backslash, would be another host.
  if (/^\/(?![/\\])/.test(address)) return address
  const url = URL.canParse(address) ? new URL(address) : undefined
  const admitted = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url === undefined || !admitted) throw new Error('a page may link to https, to this machine and to itself only')
  return url.href
}

/** A number that a telephone can call: its digits, and a leading plus. */
export function telephoneLink(phone: string): string {
  return `tel:${phone.trim().startsWith('+') ? '+' : ''}${phone.replace(/\D/g, '')}`
}

/** RFC 6761 section 6.3, RFC 8252 section 7.3. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
