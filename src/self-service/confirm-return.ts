/** Characters of a path that comes back in an address. */
const longestPath = 200

/**
 * Where a browser goes when somebody has confirmed a draft: to the program on this very machine that began it, as
 * `redirectPort` and `redirectPath` say. Nothing else can be said with them: not another host, nor a user name or a
 * query.
 *
 * @returns undefined for a port or a path that is none.
 */
export function confirmReturnAddress(parameters: URLSearchParams, status: 'Success' | 'Cancelled'): string | undefined {
  const ports = parameters.getAll('redirectPort')
  const paths = parameters.getAll('redirectPath')
  const [port = '', path = ''] = [ports[0], paths[0]]
  if (ports.length !== 1 || !/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) return undefined
  if (paths.length > 1 || path.length > longestPath) return undefined
  const segments = path.replace(/^\//, '').split('/')
  if (!segments.every((segment, at) => isSegment(segment) || (segment === '' && at === segments.length - 1))) {
    return undefined
  }
  return `http://localhost:${port}/${segments.join('/')}?status=${status}`
}

/** Unreserved characters alone (RFC 3986 section 2.3), so that no reader sees anything but a name in it. */
function isSegment(segment: string): boolean {
  return /^[\w~.-]+$/.test(segment) && !/^\.+$/.test(segment)
}
