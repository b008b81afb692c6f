import type { LevelTable } from '../contract.ts'

/**
 * What BankID's `acr` proves. `urn:bankid:bis` is seen with and without `;LOA=3`; both are level 3. Compared as a whole,
 * never by looking for `LOA=4`. Absent on purpose: `urn:bankid:bid` without `;LOA=4`, which is only what we ask for, and
 * `urn:bankid:bim;LOA=4`, the SIM-based BankID that was closed in 2024.
 * @see https://developer.bankid.no/bankid-oidc-provider/core-concepts/identity-providers
 */
export function bankIdLevels(issuer: string): LevelTable {
  return [
    { issuer, acr: 'urn:bankid:bid;LOA=4', level: 4 },
    { issuer, acr: 'urn:bankid:bis;LOA=3', level: 3 },
    { issuer, acr: 'urn:bankid:bis', level: 3 },
  ]
}
