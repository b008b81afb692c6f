import type { LoginFailureReason } from '../contract.ts'
import { type ProviderRefusal, type RefusalReading, readStandardRefusal } from '../federation/login-failure.ts'

/** Entra ID's own codes, at the beginning of `error_description`. */
const reasons: ReadonlyMap<string, LoginFailureReason> = new Map([
  ['AADSTS65004', 'cancelled'],
  ['AADSTS50053', 'eid_blocked'],
  ['AADSTS50105', 'provider_refused'],
  ['AADSTS53003', 'provider_refused'],
])

/** Six digits at the most: never a number of a person. An unknown code is a no without a reason that we know. */
export function readEntraRefusal(refusal: ProviderRefusal): RefusalReading {
  const code = /^AADSTS\d{4,6}(?!\d)/.exec(refusal.description)?.[0]
  if (refusal.error !== 'access_denied' || code === undefined) return readStandardRefusal(refusal)
  const detail = `authorization response says access_denied, ${code}`
  return { reason: reasons.get(code) ?? 'provider_refused', detail }
}
