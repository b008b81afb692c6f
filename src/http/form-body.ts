import type { Context } from 'koa'
import { BrokerError } from './broker-error.ts'

/** Bytes. Our own forms are far smaller; a logout request may carry an ID token. */
const usualBodyLimit = 32 * 1024

/**
 * The fields of a posted form.
 * @param bodyLimit bytes that the body may have.
 * @throws {BrokerError} `content_type_wrong`, `body_too_large`, or `request_invalid` for a field sent twice.
 */
export async function readForm(ctx: Context, bodyLimit = usualBodyLimit): Promise<ReadonlyMap<string, string>> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new BrokerError('content_type_wrong', 'send application/x-www-form-urlencoded')
  }
  return singleParameters(new URLSearchParams(await readText(ctx, bodyLimit)))
}

/** The body as text. @throws {BrokerError} `body_too_large` `request_invalid` */
export async function readText(ctx: Context, bodyLimit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    // A stream that is left early is destroyed with its socket, unless told otherwise: our answer would never leave.
    for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size > bodyLimit) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new BrokerError('request_invalid', 'the body did not arrive in full', { cause })
  }
  if (size > bodyLimit) {
    // Let the rest run out unread, so that the sender comes to read the answer.
    ctx.req.resume()
    throw new BrokerError('body_too_large', `the body is larger than ${bodyLimit} bytes`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** OAuth parameters must not be repeated (RFC 6749 section 3.1). @throws {BrokerError} `request_invalid` */
export function singleParameters(parameters: URLSearchParams): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (fields.has(name)) throw new BrokerError('request_invalid', 'a parameter was sent more than once')
    fields.set(name, value)
  }
  return fields
}
