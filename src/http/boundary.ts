import type { Context, Middleware } from 'koa'
import { currentCorrelationId, currentReferenceCode } from '#src/operations/correlation.ts'
import type { Log } from '#src/operations/log.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import type { WayOn } from '#src/views/page.ts'
import { BrokerError } from './broker-error.ts'
import { errorUri } from './error-uri.ts'
import { loggablePath } from './loggable-path.ts'
import { dpopChallenge, writeProblem } from './problem-answer.ts'
import type { Reason } from './reasons.ts'
import { setRetryAfter } from './retry-after.ts'

export interface BoundaryParts {
  readonly issuer: string
  readonly log: Log
  /** Writes the page for a person; called for addresses that browsers visit. */
  readonly renderError: (ctx: Context, reason: Reason, wayOn?: WayOn) => void
  /** Whether a person's browser stands at this path, rather than a program. */
  readonly isPage: (path: string) => boolean
  /** Whether this path answers refusals as `application/problem+json` (RFC 9457). */
  readonly isProblemApi: (path: string) => boolean
}

/** The only place where a refusal becomes an answer. Everything else throws. */
export function errorBoundary(parts: BoundaryParts): Middleware {
  return async function catchRefusals(ctx, next) {
    try {
      await next()
    } catch (error) {
      const refusal = asBrokerError(error)
      report(refusal, error, ctx, parts.log)
      answer(refusal, ctx, parts)
    }
  }
}

function asBrokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error
  if (error instanceof StoreUnavailable) {
    return new BrokerError('temporarily_unavailable', 'try again in a moment', { cause: error, detail: error.message })
  }
  return new BrokerError('server_error', 'something went wrong on our side', { cause: error })
}

function report(refusal: BrokerError, error: unknown, ctx: Context, log: Log): void {
  const { reason, detail, publicDescription } = refusal
  if (reason !== 'server_error') {
    const reference = currentReferenceCode()
    log.info({ reason, reference, detail: detail ?? publicDescription, path: loggablePath(ctx.path) }, 'refused')
    return
  }
  // Name and place of the bug; not its message, which may quote what somebody sent.
  const place =
    error instanceof Error
      ? error.stack
          ?.split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 4)
      : []
  log.error(
    {
      reason,
      reference: currentReferenceCode(),
      name: error instanceof Error ? error.name : typeof error,
      place,
      path: loggablePath(ctx.path),
    },
    'a bug',
  )
}

function answer(refusal: BrokerError, ctx: Context, parts: BoundaryParts): void {
  const { error, status } = refusal.entry
  const isProblemApi = parts.isProblemApi(ctx.path)
  const isResource = isProblemApi || ctx.path === '/connect/userinfo'
  // At a resource a bad proof is a bad credential: 401 and a challenge (RFC 9449 section 7.1). The token endpoint says 400.
  ctx.status = isResource && error === 'invalid_dpop_proof' ? 401 : status
  ctx.set('cache-control', 'no-store')
  setRetryAfter(ctx)
  if (parts.isPage(ctx.path) || isLostPerson(refusal, ctx)) {
    parts.renderError(ctx, refusal.reason, refusal.wayOn)
    return
  }
  if (isProblemApi) {
    writeProblem(ctx, refusal, { issuer: parts.issuer, detail: describe(refusal) })
    return
  }
  if (isResource) {
    ctx.set('www-authenticate', dpopChallenge(error))
  }
  ctx.body = { error, error_description: describe(refusal), error_uri: errorUri(parts.issuer, refusal.reason) }
}

/** Browsers ask for HTML by name when somebody opens an address. Programs that are lost get JSON like everywhere. */
function isLostPerson({ reason }: BrokerError, ctx: Context): boolean {
  return reason === 'not_found' && /\btext\/html\b/i.test(ctx.get('accept'))
}

/** RFC 6749 section 5.2 allows printable ASCII without quote and backslash in a description. */
function describe({ publicDescription, reason }: BrokerError): string {
  const text = publicDescription.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?')
  return reason === 'server_error' ? `${text}; quote ${currentCorrelationId() ?? 'the time'} when you report it` : text
}
