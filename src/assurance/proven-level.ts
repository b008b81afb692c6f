import type { LevelEvidence, LevelTable, SecurityLevel } from '#idp-adapters/contract.ts'
import { lowestOf, type ProvenLevel } from './levels.ts'

/**
 * The level that a login proved: the row with exactly this issuer and exactly this `acr`, then the lowest of that row,
 * what the method evidence allows, and what is agreed with the provider. An `acr` that is missing, unknown, an array or
 * of another case proves nothing. What was asked for is not an argument, so it can't raise anything.
 */
export function provenLevel(parts: {
  readonly evidence: LevelEvidence
  readonly levels: LevelTable
  readonly highestLevel: ProvenLevel
  readonly cap: SecurityLevel
}): ProvenLevel {
  const { issuer, acr } = parts.evidence
  const rows = parts.levels.filter((row) => row.issuer === issuer && row.acr === acr)
  if (rows.length === 0) return 0
  // Two rows for one acr would be a slip in a table; the lower one then counts.
  return lowestOf<ProvenLevel>([...rows.map((row) => row.level), parts.highestLevel], parts.cap)
}
