import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Answer, answerJson } from './core/answer.ts'
import { answerExchange } from './core/answer-exchange.ts'
import { BodyTooLarge, readExchange } from './core/exchange.ts'
import type { OpState } from './core/op-state.ts'
import { answerRegister } from './registers/answer-register.ts'
import type { RegisterState } from './registers/register-state.ts'

/** On every answer: nothing here is to be kept, framed, guessed at or told to the next page. */
const commonHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * Reads a request, finds the provider or register by the first path segment and writes its answer. Answers only callers on this
 * machine that use a host name of ours, so that no page elsewhere can reach in by rebinding a name.
 * @param ops providers by id. @param registers registers by id. @param knownHosts values of `Host`.
 */
export function createListener(
  ops: ReadonlyMap<string, OpState>,
  registers: ReadonlyMap<string, RegisterState>,
  knownHosts: ReadonlySet<string>,
): RequestListener {
  return (request, response) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    answer(ops, registers, knownHosts, request, gone.signal).then(
      (result) => write(response, result),
      (error: unknown) => write(response, answerError(error)),
    )
  }
}

async function answer(
  ops: ReadonlyMap<string, OpState>,
  registers: ReadonlyMap<string, RegisterState>,
  knownHosts: ReadonlySet<string>,
  request: IncomingMessage,
  gone: AbortSignal,
): Promise<Answer> {
  if (!isLoopbackPeer(request.socket.remoteAddress ?? '')) return answerJson(403, { error: 'this machine only' })
  const host = request.headers.host ?? ''
  if (!knownHosts.has(host)) return answerJson(421, { error: 'unknown host' })
  const target = `http://${host}${request.url ?? '/'}`
  const url = URL.canParse(target) ? new URL(target) : undefined
  if (url?.pathname === '/') return answerJson(200, overview(ops, url.origin))
  const [, providerId, path] = /^\/([^/]+)(\/.*)$/.exec(url?.pathname ?? '') ?? []
  const register = registers.get(providerId ?? '')
  if (url !== undefined && register !== undefined && path !== undefined) {
    return answerRegister(register, await readExchange(request, url, path, gone))
  }
  const op = ops.get(providerId ?? '')
  if (url === undefined || op === undefined || path === undefined) {
    return answerJson(404, { error: 'not_found', providers: [...ops.keys()] })
  }
  return answerExchange(op, await readExchange(request, url, path, gone))
}

/** For somebody who came here by the address alone. */
function overview(ops: ReadonlyMap<string, OpState>, origin: string): object {
  const discovery = (id: string) => `${origin}/${id}/.well-known/openid-configuration`
  return {
    what: 'Simulated identity providers. A login begins at the demo service, not here.',
    providers: [...ops.values()].map(({ provider: { id, name } }) => ({ id, name, discovery: discovery(id) })),
  }
}

function answerError(error: unknown): Answer {
  if (error instanceof BodyTooLarge) return answerJson(413, { error: 'body too large' })
  // The name only: a message may quote the request. An aborted wait is a caller that has gone (fault `token-hang`).
  const name = error instanceof Error ? error.name : 'unknown error'
  if (name !== 'AbortError') console.error(`simulators: unexpected ${name}`)
  return answerJson(500, { error: 'server_error' })
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...commonHeaders, ...headers })
  response.end(body)
}

function isLoopbackPeer(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)
}
