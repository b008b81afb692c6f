import type { LevelTable } from '../contract.ts'
import { levelsOfAcrList } from '../federation/acr-list.ts'

/**
 * What Buypass's `acr` proves: the agreed values at this realm are level 4, as all of Buypass's methods are declared at
 * eIDAS high. A value that is not on the list is not looked up anywhere else.
 */
export function buypassLevels(issuer: string, acrValues: readonly string[]): LevelTable {
  return levelsOfAcrList(issuer, acrValues)
}
