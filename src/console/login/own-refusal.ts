import * as oidc from 'openid-client'
import { BrokerError } from '#src/http/broker-error.ts'

/**
 * What the broker answered its own console, as a refusal of the page that asked: a limit by address or by client holds for
 * the console as for every client, and is no bug.
 *
 * @returns the very error for anything but an answer of the broker's.
 */
export function asOwnRefusal(error: unknown): unknown {
  if (!(error instanceof oidc.ResponseBodyError)) return error
  const options = { cause: error, detail: `the console's own login: ${error.error}` }
  if (error.status === 429) return new BrokerError('too_many_requests', 'too many requests', options)
  if (error.status === 503) return new BrokerError('temporarily_unavailable', 'try again in a moment', options)
  return new BrokerError('login_not_completed', 'the login could not be begun', options)
}
