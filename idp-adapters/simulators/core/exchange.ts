import type { IncomingMessage } from 'node:http'

/** Bytes of one request body; a form of ours is far smaller. */
const maximumBodyBytes = 64_000

/** One request, read in full. */
export interface Exchange {
  readonly method: string
  /** Path below the provider's own: `/authorize`, not `/idporten-oidc/authorize`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly contentType: string
  /** The header, empty when absent. */
  readonly authorization: string
  readonly body: string
  readonly cookies: ReadonlyMap<string, string>
  /** Aborted when the caller has gone. */
  readonly gone: AbortSignal
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** @throws {BodyTooLarge} */
export async function readExchange(
  request: IncomingMessage,
  url: URL,
  path: string,
  gone: AbortSignal,
): Promise<Exchange> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > maximumBodyBytes) throw new BodyTooLarge()
    parts.push(bytes)
  }
  return {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    contentType: (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    authorization: request.headers.authorization ?? '',
    body: Buffer.concat(parts).toString('utf8'),
    cookies: parseCookies(request.headers.cookie ?? ''),
    gone,
  }
}

/** The form fields of a POST; empty for any other body. */
export function readForm(exchange: Exchange): URLSearchParams {
  return new URLSearchParams(exchange.contentType === 'application/x-www-form-urlencoded' ? exchange.body : '')
}

function parseCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}
