import type { LoginFailureReason } from '../contract.ts'
import { type ProviderRefusal, type RefusalReading, readStandardRefusal } from '../federation/login-failure.ts'

/** BankID's codes for the mobile (`C…`), and for a BankID that is blocked. */
const reasons: ReadonlyMap<string, LoginFailureReason> = new Map([
  ['C131', 'login_in_progress'],
  ['C293', 'login_in_progress'],
  ['C301', 'cancelled'],
  ['C302', 'login_timed_out'],
  ['BID-1403', 'eid_blocked'],
  ['BID-1439', 'eid_blocked'],
])

/** Reads `bankid_error_codes:<code>` in `error_description`. Without a code, what the standard error says. */
export function readBankIdMobilRefusal(refusal: ProviderRefusal, noActiveEidCodes: readonly string[]): RefusalReading {
  // Twelve characters with a prefix can't hold a number of a person.
  const code = /bankid_error_codes:\s*((?:C|BID-|NO-)[A-Z0-9]{3,8})\b/i.exec(refusal.description)?.[1]?.toUpperCase()
  if (code === undefined) return readStandardRefusal(refusal)
  const known = noActiveEidCodes.includes(code) ? 'no_active_eid' : reasons.get(code)
  return { reason: known ?? 'provider_refused', detail: `authorization response says ${code}` }
}
