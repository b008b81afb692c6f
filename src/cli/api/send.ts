import { z } from 'zod'
import { CommandFailed } from '../command-failed.ts'

/** Milliseconds until an answer must have begun. A plan of ten thousand files takes seconds. */
const patienceMilliseconds = 60_000
/** The same for what reads a whole trail of years: as long as Node's fetch waits at all. */
const longPatienceMilliseconds = 300_000
const withCode = z.object({ code: z.string() })

export interface SentRequest {
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams
  /** It may take long, and rightly so. */
  readonly isLong?: boolean
}

export interface SentAnswer {
  readonly status: number
  readonly headers: Headers
  /** JSON that was read; undefined for anything else. */
  readonly body: unknown
}

/** One request to the broker. @throws {CommandFailed} when it does not answer. */
export async function send(url: string, request: SentRequest): Promise<SentAnswer> {
  const response = await open(url, request)
  const text = await response.text()
  try {
    return { status: response.status, headers: response.headers, body: JSON.parse(text) }
  } catch {
    return { status: response.status, headers: response.headers, body: undefined }
  }
}

/** The same without reading the answer, which may take as long as it takes once it has begun. @throws {CommandFailed} */
export async function open(url: string, request: SentRequest): Promise<Response> {
  const { method, headers = {}, body, isLong = false } = request
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), isLong ? longPatienceMilliseconds : patienceMilliseconds)
  try {
    return await fetch(url, {
      method,
      headers,
      // A redirect would carry assertion or token elsewhere.
      redirect: 'manual',
      signal: patience.signal,
      ...(body === undefined ? {} : { body }),
    })
  } catch (cause) {
    const { origin } = new URL(url)
    const code = withCode.safeParse(cause instanceof Error ? cause.cause : undefined).data?.code
    throw new CommandFailed(
      `the broker at ${origin} does not answer${code === undefined ? '' : ` (${code})`}: see that it runs, or name it with --broker; with the embedded store --offline works without it`,
    )
  } finally {
    clearTimeout(timer)
  }
}
