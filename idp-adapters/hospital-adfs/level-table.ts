import type { LevelTable, SecurityLevel } from '../contract.ts'

/** What the agreed claim proves: exactly the values of the settings, and nothing that AD FS says by itself. */
export function hospitalAdfsLevels(issuer: string, levelMap: Readonly<Record<string, SecurityLevel>>): LevelTable {
  return Object.entries(levelMap).map(([acr, level]) => ({ issuer, acr, level }))
}
