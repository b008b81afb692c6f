import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { runWithCorrelationId } from '#src/operations/correlation.ts'
import type { Log } from '#src/operations/log.ts'
import { randomCorrelationId } from '#src/operations/random.ts'
import { loggablePath } from './loggable-path.ts'

/**
 * The engine's paths, exactly. The engine itself also takes other spellings (`/CONNECT/Token/`), past which a guard
 * that compares paths would not look: nothing reaches it but these.
 */
const enginePaths = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/jwks',
  '/connect/authorize',
  '/connect/par',
  '/connect/token',
])
/** Where the engine takes a login up again: its own random id of 21 characters. */
const resumePath = /^\/connect\/authorize\/[\w-]{20,64}$/

/** Hands each request to the engine or to our pages, under a correlation id of our own. */
export function createListener(parts: {
  readonly issuer: string
  readonly engine: () => RequestListener
  readonly pages: RequestListener
  readonly log: Log
  readonly nowMilliseconds: () => number
  readonly countRequest: (route: string, statusClass: string, seconds: number) => void
}): RequestListener {
  const { origin } = new URL(parts.issuer)
  return function listen(request, response) {
    const id = randomCorrelationId()
    response.setHeader('x-correlation-id', id)
    runWithCorrelationId(id, () => {
      logWhenDone(request, response, parts)
      if (request.url !== undefined) request.url = withoutOwnOrigin(request.url, origin)
      const path = pathOf(request.url ?? '/')
      const toEngine = enginePaths.has(path) || resumePath.test(path)
      const listener = toEngine ? parts.engine() : parts.pages
      listener(request, response)
    })
  }
}

/** RFC 9112 section 3.2.2: a server must take the absolute form. One of a foreign origin matches no path of ours. */
function withoutOwnOrigin(target: string, origin: string): string {
  return target.startsWith(`${origin}/`) ? target.slice(origin.length) : target
}

function pathOf(target: string): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

function logWhenDone(
  request: IncomingMessage,
  response: ServerResponse,
  { log, nowMilliseconds, countRequest }: Omit<Parameters<typeof createListener>[0], 'engine' | 'pages'>,
): void {
  const begun = nowMilliseconds()
  response.once('finish', () => {
    const { statusCode: status } = response
    const ms = nowMilliseconds() - begun
    const path = pathOf(request.url ?? '/')
    countRequest(enginePaths.has(path) ? path : 'page', `${Math.floor(status / 100)}xx`, ms / 1000)
    log.info({ method: request.method, path: loggablePath(path), status, ms }, 'request')
  })
}
