import { LoginFailure } from '../contract.ts'

/** Bytes of one answer. Discovery, keys and tokens are a few kilobytes; more is a fault or an attack. */
const maximumAnswerBytes = 1_000_000

/** What the libraries hand to a `fetch` of one's own. */
export interface OutboundRequest {
  readonly method: string
  readonly headers: Headers | Record<string, string>
  readonly body?: ArrayBuffer | null | ReadableStream | string | Uint8Array | undefined | URLSearchParams
  readonly signal?: AbortSignal | undefined
}

export type OutboundFetch = (url: string, request: OutboundRequest) => Promise<Response>

/**
 * Wraps the broker's `fetch` so that a call to a provider ends within its time, body included, and comes back with JSON
 * or not at all. What the provider's infrastructure answers (a gateway's HTML page, 5xx, 404, a redirect) is told apart
 * here from what the provider itself says in JSON.
 *
 * @throws {LoginFailure} `provider_unavailable`.
 */
export function createOutboundFetch(fetch: typeof globalThis.fetch, timeoutSeconds: number): OutboundFetch {
  return async (url, request) => {
    const signal = AbortSignal.any([
      AbortSignal.timeout(timeoutSeconds * 1000),
      ...(request.signal ? [request.signal] : []),
    ])
    const target = describeTarget(url)
    const init = { method: request.method, headers: request.headers, body: request.body ?? null }
    try {
      // Raced, so that the time holds whatever the injected `fetch` does with its signal.
      const exchange = fetch(url, { ...init, redirect: 'manual', signal }).then(readInFull)
      const { response, body } = await Promise.race([exchange, rejectWhenAborted(signal)])
      checkAnswer(response, request.method, target)
      return new Response(body, { status: response.status, headers: response.headers })
    } catch (error) {
      if (error instanceof LoginFailure) throw error
      throw new LoginFailure('provider_unavailable', `${target}: ${describeNetworkError(error, signal)}`)
    }
  }
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  if (signal.aborted) reject(signal.reason)
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}

function checkAnswer(response: Response, method: string, target: string): void {
  const { status } = response
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')
  // A client error in JSON is the provider's own word on a POST; on a GET nothing but 200 is of use.
  const isOwnRefusal = method === 'POST' && status >= 400 && status < 500 && status !== 429
  if (status !== 200 && status !== 201 && !isOwnRefusal) {
    throw new LoginFailure('provider_unavailable', `${target}: status ${status}`)
  }
  if (!isJson) throw new LoginFailure('provider_unavailable', `${target}: status ${status} without JSON`)
}

async function readInFull(response: Response): Promise<{ response: Response; body: Uint8Array<ArrayBuffer> }> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > maximumAnswerBytes) throw new LoginFailure('provider_unavailable', 'an answer that does not end')
    parts.push(part)
  }
  return { response, body: new Uint8Array(Buffer.concat(parts)) }
}

/** Host and path: the query of a provider's address is never shown. */
function describeTarget(address: string): string {
  const url = new URL(address)
  return `${url.host}${url.pathname}`
}

function describeNetworkError(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time'
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'network error'
  return /^[A-Z_a-z ]{1,40}$/.test(code) ? code : 'network error'
}
