import { errors } from 'oidc-provider'
import { type Reason, reasons } from '#src/http/reasons.ts'

const prefix = 'tillit:'

/** Key under which a refused login leaves its {@link Reason} in the engine's interaction result. */
export const refusalKey = 'tillit_refusal'

/** The reason of a login that was refused on our pages and now goes back to the client; undefined for any other error. */
export function reasonOfResult(result: unknown): Reason | undefined {
  if (typeof result !== 'object' || result === null || !(refusalKey in result)) return undefined
  // Left by `interactions.ts` in a sealed record; nothing from a browser reaches an interaction's result.
  return (result as { readonly [refusalKey]: Reason })[refusalKey]
}

/**
 * Our refusal as an error that the engine carries to the right place (redirect, JSON or page). The reason travels in
 * the operator-only detail, where {@link reasonOf} finds it again.
 */
export function engineError(reason: Reason, publicDescription: string, detail = ''): errors.OIDCProviderError {
  const { error, status } = reasons[reason]
  const refusal = new errors.OIDCProviderError(status, error, { detail: `${prefix}${reason} ${detail}` })
  refusal.error_description = publicDescription
  refusal.expose = true
  return refusal
}

/** The stable reason behind an error that the engine reported, with the detail that only the operator sees. */
export function reasonOf(error: unknown): { readonly reason: Reason; readonly detail: string } {
  if (!(error instanceof errors.OIDCProviderError)) return { reason: 'server_error', detail: nameOf(error) }
  const detail = error.error_detail ?? ''
  if (detail.startsWith(prefix)) {
    const [name = '', ...rest] = detail.slice(prefix.length).split(' ')
    // Written by engineError above, which takes only reasons.
    return { reason: name as Reason, detail: rest.join(' ') }
  }
  return { reason: reasonOfClass(error), detail: detail || (error.error_description ?? '') }
}

/** Engine errors by class and standard code: never by the words of a message. */
function reasonOfClass(error: errors.OIDCProviderError): Reason {
  if (error instanceof errors.SessionNotFound) return 'page_expired'
  if (error instanceof errors.InvalidRedirectUri) return 'redirect_uri_invalid'
  return byCode[error.error] ?? (error.statusCode >= 500 ? 'server_error' : 'request_invalid')
}

const byCode: Readonly<Record<string, Reason>> = {
  access_denied: 'cancelled',
  invalid_client: 'client_authentication_failed',
  invalid_dpop_proof: 'dpop_invalid',
  use_dpop_nonce: 'dpop_nonce_required',
  invalid_grant: 'grant_invalid',
  invalid_request: 'request_invalid',
  invalid_request_object: 'request_invalid',
  invalid_request_uri: 'request_uri_invalid',
  invalid_scope: 'scope_refused',
  invalid_target: 'resource_refused',
  invalid_token: 'access_token_invalid',
  login_required: 'login_required',
  interaction_required: 'login_required',
  unauthorized_client: 'grant_type_refused',
  unsupported_grant_type: 'grant_type_unknown',
  temporarily_unavailable: 'temporarily_unavailable',
  server_error: 'server_error',
}

function nameOf(error: unknown): string {
  // The name and place of a bug, not its message: a message may quote what somebody sent.
  if (!(error instanceof Error)) return typeof error
  const place =
    error.stack
      ?.split('\n')
      .find((line) => line.includes(' at '))
      ?.trim() ?? ''
  return `${error.name} ${place}`
}
