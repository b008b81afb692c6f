import { errors } from 'jose'
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { LoginFailure, type LoginFailureReason } from '../contract.ts'

/** The provider's refusal in the browser: `error` and `error_description` of the authorization response. */
export interface ProviderRefusal {
  readonly error: string
  readonly description: string
}

/** How a provider's refusal is to be understood. `detail` holds words that we know, never text from the answer. */
export interface RefusalReading {
  readonly reason: LoginFailureReason
  readonly detail: string
}

/** Error codes that may be repeated in a log. Anything else in `error` came from we don't know whom. */
const listedErrors = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_request_object',
  'invalid_request_uri',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unmet_authentication_requirements',
  'unsupported_grant_type',
  'unsupported_response_type',
])

/** The error code itself when it is one of the standards', otherwise words that say it is not. */
export function describeErrorCode(error: string): string {
  return listedErrors.has(error) ? error : 'an error code outside the standards'
}

/** What the standards' error codes mean. A kind with codes of its own looks at those first. @see RFC 6749 4.1.2.1 */
export function readStandardRefusal({ error }: ProviderRefusal): RefusalReading {
  const detail = `authorization response says ${describeErrorCode(error)}`
  if (error === 'access_denied') return { reason: 'cancelled', detail }
  if (error === 'server_error' || error === 'temporarily_unavailable') return { reason: 'provider_unavailable', detail }
  return { reason: 'provider_refused', detail }
}

/**
 * For a provider that answers `access_denied` both when the person cancels and when an eID is blocked, expired or
 * missing: to say "you cancelled" would be a guess.
 */
export function readUnexplainedRefusal(refusal: ProviderRefusal): RefusalReading {
  const reading = readStandardRefusal(refusal)
  return reading.reason === 'cancelled' ? { ...reading, reason: 'login_not_completed' } : reading
}

/**
 * Turns whatever the libraries throw into a {@link LoginFailure}.
 *
 * The original is dropped on purpose, also as `cause`: it carries the response, and with it codes, tokens and national
 * identity numbers.
 */
export function asLoginFailure(
  error: unknown,
  step: string,
  readRefusal: (refusal: ProviderRefusal) => RefusalReading = readStandardRefusal,
): LoginFailure {
  const own = findLoginFailure(error)
  if (own) return own
  if (error instanceof AuthorizationResponseError) {
    const { reason, detail } = readRefusal({ error: error.error, description: error.error_description ?? '' })
    return new LoginFailure(reason, detail)
  }
  if (error instanceof ResponseBodyError) {
    const detail = `${step}: status ${error.status}, ${describeErrorCode(error.error)}`
    return new LoginFailure('provider_refused', detail)
  }
  return new LoginFailure('provider_answer_invalid', `${step}: ${describeLibraryError(error)}`)
}

/** A failure thrown inside our `fetch` comes back wrapped by the library. */
function findLoginFailure(error: unknown): LoginFailure | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof LoginFailure) return inner
  }
  return undefined
}

/** Stable code and name of the claim; never the message, which may quote the answer. */
function describeLibraryError(error: unknown): string {
  if (error instanceof errors.JOSEError) {
    const claim = 'claim' in error && typeof error.claim === 'string' ? ` (${error.claim})` : ''
    return `${error.code}${claim}`
  }
  if (error instanceof ClientError) return `${error.code ?? 'OAUTH_UNSPECIFIED'}${describeClaim(error)}`
  return error instanceof Error ? error.name : 'unknown error'
}

function describeClaim(error: Error): string {
  for (
    let inner: unknown = error.cause;
    typeof inner === 'object' && inner !== null;
    inner = Reflect.get(inner, 'cause')
  ) {
    const claim: unknown = Reflect.get(inner, 'claim')
    if (typeof claim === 'string' && /^[a-z_]{1,30}$/.test(claim)) return ` (${claim})`
  }
  return ''
}
