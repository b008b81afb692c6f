import type { LoginFailureReason } from '../contract.ts'
import {
  describeErrorCode,
  type ProviderRefusal,
  type RefusalReading,
  readStandardRefusal,
} from '../federation/login-failure.ts'

/** From BankID's list of codes and one bank's help page; the text of the prefix (none, `C`, `BID-`) is part of a code. */
const reasons: ReadonlyMap<string, LoginFailureReason> = new Map([
  ['BID-1403', 'eid_blocked'],
  ['BID-1439', 'eid_blocked'],
  ['BID-14D1', 'login_timed_out'],
  ['C302', 'login_timed_out'],
  ['BID-14B1', 'provider_unavailable'],
  ['BID-1407', 'provider_unavailable'],
  ['BID-1433', 'provider_unavailable'],
  ['BID-1437', 'provider_unavailable'],
  ['C301', 'cancelled'],
  ['14AB', 'cancelled'],
])

/**
 * Reads `bankid_error_codes:<code>,…` in `error_description`. The first code that we know decides; unknown codes are a
 * refusal without a known reason, no codes at all what the standard error says.
 * @param noActiveEidCodes codes that mean that the person has no BankID.
 */
export function readBankIdRefusal(refusal: ProviderRefusal, noActiveEidCodes: readonly string[]): RefusalReading {
  const codes = parseCodes(refusal.description)
  if (codes.length === 0) return readStandardRefusal(refusal)
  const detail = `authorization response says ${describeErrorCode(refusal.error)}, ${codes.map(describeCode).join(', ')}`
  for (const code of codes) {
    const reason = noActiveEidCodes.includes(code) ? 'no_active_eid' : reasons.get(code)
    if (reason !== undefined) return { reason, detail }
  }
  return { reason: 'provider_refused', detail }
}

function parseCodes(description: string): readonly string[] {
  const list = /bankid_error_codes:\s*(.*)$/i.exec(description)?.[1] ?? ''
  return list
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
    .slice(0, 5)
}

/** Four characters after a prefix can't hold a number of a person; anything longer is not repeated. */
function describeCode(code: string): string {
  return /^(BID-)?[A-Z0-9]{4}$/.test(code) || code === 'NO-BANKID' ? code : 'a code of unknown form'
}
