import type { LevelTable } from '../contract.ts'

/** Change: what this provider's `acr` proves, as its documentation says. Whole values; what is absent proves nothing. */
export function templateLevels(issuer: string): LevelTable {
  return [
    { issuer, acr: 'urn:template:loa:high', level: 4 },
    { issuer, acr: 'urn:template:loa:substantial', level: 3 },
  ]
}
