import type { LevelTable, SecurityLevel } from '../contract.ts'

type LevelMap = Readonly<Record<string, SecurityLevel>>

/** What an authentication context proves by agreement. Absent on purpose: `acr` "0" and "1" of version 1, which prove nothing. */
export function hospitalEntraLevels(issuer: string, levelMap: LevelMap): LevelTable {
  return Object.entries(levelMap).map(([acr, level]) => ({ issuer, acr, level }))
}

/** The context to ask for: the weakest that is enough, or the strongest there is. */
export function contextFor(levelMap: LevelMap, minimumLevel: SecurityLevel): string {
  const weakestFirst = Object.entries(levelMap).sort(([, a], [, b]) => a - b)
  const chosen = weakestFirst.find(([, level]) => level >= minimumLevel) ?? weakestFirst.at(-1)
  if (chosen === undefined) throw new Error('a level map without entries')
  return chosen[0]
}

/**
 * The strongest context of `acrs` that is not above the one asked for. A context that was not asked for may be in the
 * token because of a policy of somebody else's; it never gives more than was agreed for this login.
 */
export function provenContext(acrs: unknown, asked: string, levelMap: LevelMap): string | undefined {
  if (!Array.isArray(acrs)) return undefined
  const ceiling = levelMap[asked] ?? 0
  const known = Object.entries(levelMap).filter(([id, level]) => level <= ceiling && acrs.includes(id))
  return known.sort(([, a], [, b]) => b - a)[0]?.[0]
}
