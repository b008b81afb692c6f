import type { LevelTable } from '../contract.ts'
import { levelsOfAcrList } from '../federation/acr-list.ts'

/** What Commfides' `acr` proves: the agreed values are level 4, any other nothing. */
export function commfidesLevels(issuer: string, acrValues: readonly string[]): LevelTable {
  return levelsOfAcrList(issuer, acrValues)
}
