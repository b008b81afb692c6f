import { STATUS_CODES } from 'node:http'
import type { Context } from 'koa'
import { currentCorrelationId } from '#src/operations/correlation.ts'
import type { BrokerError } from './broker-error.ts'
import { errorNumber, errorUri } from './error-uri.ts'
import { ProblemError } from './problem-error.ts'

/** `WWW-Authenticate` of a resource that takes DPoP tokens (RFC 9449 section 7.1). */
export function dpopChallenge(error: string): string {
  return `DPoP error="${error}", algs="ES256 ES384 ES512 PS256 PS384 PS512 EdDSA"`
}

/**
 * A refusal for a program, with the status that is set already, by RFC 9457. Beyond the RFC: `number` (TLT-nnn), `errors` with every place that is wrong, and
 * `correlation_id`, by which the log and the audit trail know it.
 */
export function writeProblem(
  ctx: Context,
  refusal: BrokerError,
  { issuer, detail }: { readonly issuer: string; readonly detail: string },
): void {
  const { status } = ctx
  const { error } = refusal.entry
  if (status === 401 || refusal.reason === 'insufficient_scope') ctx.set('www-authenticate', dpopChallenge(error))
  ctx.body = {
    type: errorUri(issuer, refusal.reason),
    title: STATUS_CODES[status],
    status,
    detail,
    instance: ctx.path,
    number: errorNumber(refusal.reason),
    correlation_id: currentCorrelationId(),
    ...(refusal instanceof ProblemError ? { errors: refusal.errors } : {}),
  }
  ctx.type = 'application/problem+json'
}
