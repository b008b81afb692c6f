/**
 * Whether a host name of a URL is this machine: `localhost` and names under it (RFC 6761 section 6.3), 127.0.0.0/8, ::1.
 * Judges the name only, resolves nothing.
 */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return name === '[::1]' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}
