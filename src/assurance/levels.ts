import type { SecurityLevel } from '#idp-adapters/contract.ts'

/** What a login proved: a level, or 0 for nothing. */
export type ProvenLevel = SecurityLevel | 0

/** eIDAS name of a level (Regulation (EU) 2015/1502), as in `helseid://claims/identity/assurance_level`. */
export function assuranceLevelName(level: SecurityLevel): 'low' | 'substantial' | 'high' {
  return ({ 2: 'low', 3: 'substantial', 4: 'high' } as const)[level]
}

/** `acr` of our own tokens: the same word that clients ask for in `acr_values`. */
export function acrOfLevel(level: SecurityLevel): 'Level2' | 'Level3' | 'Level4' {
  return ({ 2: 'Level2', 3: 'Level3', 4: 'Level4' } as const)[level]
}

/** A stronger level satisfies a weaker demand, never the reverse. */
export function isAtLeast(level: ProvenLevel, demanded: SecurityLevel): boolean {
  return level >= demanded
}

export function highestOf(levels: readonly SecurityLevel[], floor: SecurityLevel): SecurityLevel {
  return levels.reduce(higher, floor)
}

export function lowestOf<Level extends ProvenLevel>(levels: readonly Level[], ceiling: Level): Level {
  return levels.reduce(lower, ceiling)
}

// Not Math.max and Math.min: those forget that the result is one of the levels.
function higher(a: SecurityLevel, b: SecurityLevel): SecurityLevel {
  return isAtLeast(a, b) ? a : b
}

function lower<Level extends ProvenLevel>(a: Level, b: Level): Level {
  return a <= b ? a : b
}
