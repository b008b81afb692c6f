import { createServer, type IncomingMessage, type RequestListener, request as sendRequest } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'

/** What a fetch is asked with, of that which a client library uses. */
interface OwnRequest {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | ReadableStream | null | undefined
  readonly signal?: AbortSignal | null | undefined
}

export type OwnFetch = (url: string | URL, request?: OwnRequest) => Promise<Response>

/**
 * A fetch that reaches this very process and nothing else: its connections are streams in memory, into the same listener
 * that the network gets. No DNS, no proxy, no port and no certificate stand in between, so that the broker's own client
 * works wherever the broker works. An address of another origin is refused.
 *
 * @param from address of whom it is done for, so that limits by address count the person and not us.
 */
export function ownFetch(issuer: string, listener: () => RequestListener): (from: string) => OwnFetch {
  const { origin, host } = new URL(issuer)
  // Never listens: it only takes the streams that it is handed.
  const server = createServer((request, response) => listener()(request, response))
  return (from) => async (url, request) => {
    const target = new URL(url)
    if (target.origin !== origin) throw new Error('this fetch reaches the broker itself and nothing else')
    const [ours, theirs] = duplexPair()
    Object.defineProperty(theirs, 'remoteAddress', { value: from })
    server.emit('connection', theirs)
    return asResponse(await send(ours, target, host, request ?? {}))
  }
}

async function send(socket: Duplex, target: URL, host: string, request: OwnRequest): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body, signal } = request
  const bytes = body == null ? undefined : Buffer.from(await new Response(bodyOf(body)).arrayBuffer())
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(
      {
        createConnection: () => socket,
        method,
        path: target.pathname + target.search,
        headers: { ...headers, host, connection: 'close', ...(bytes && { 'content-length': bytes.length }) },
        ...(signal == null ? {} : { signal }),
      },
      resolve,
    )
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

function bodyOf(body: NonNullable<OwnRequest['body']>): ConstructorParameters<typeof Response>[0] {
  return body instanceof Uint8Array ? new Uint8Array(body) : body
}

async function asResponse(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const status = incoming.statusCode ?? 500
  // Statuses that take no body (Fetch standard, null body status).
  const body = [101, 204, 205, 304].includes(status) ? null : Buffer.concat(chunks)
  return new Response(body, { status, headers })
}
