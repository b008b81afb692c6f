/**
 * The engine's outbound calls (`jwks_uri`, back-channel logout) go to addresses that a client chose. The engine hands
 * over a dispatcher that refuses private and special-use addresses after connecting; it stays, except for loopback
 * where the configuration opens it (development).
 */
export function outboundFetch(privateNetworks: readonly string[]): typeof fetch {
  const loopbackAllowed = privateNetworks.includes('127.0.0.0/8')
  return async function fetchGuarded(url, options) {
    const target = new URL(url instanceof Request ? url.url : url)
    if (!loopbackAllowed || !isLoopback(target.hostname)) return fetch(url, { ...options, redirect: 'error' })
    const { signal, headers, method, body } = options ?? {}
    return fetch(target, {
      redirect: 'error',
      ...(signal == null ? {} : { signal }),
      ...(headers === undefined ? {} : { headers }),
      ...(method === undefined ? {} : { method }),
      ...(body == null ? {} : { body }),
    })
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
}
