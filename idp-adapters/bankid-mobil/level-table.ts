import type { LevelTable } from '../contract.ts'

/** The one value that BankID gave for a login by SIM card. BankID's other values are not for this provider. */
export function bankIdMobilLevels(issuer: string): LevelTable {
  return [{ issuer, acr: 'urn:bankid:bim;LOA=4', level: 4 }]
}
