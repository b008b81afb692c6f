import type { JWTPayload } from 'jose'

/** 2, 3, 4: assurance level low, substantial, high. */
export type SecurityLevel = 2 | 3 | 4

/** HelseID writes `scope` as an array, RFC 9068 as one string with spaces. */
export function scopesOf(scope: unknown): readonly string[] {
  if (typeof scope === 'string') return scope.split(' ')
  return Array.isArray(scope) ? scope.filter((one) => typeof one === 'string') : []
}

/** Where a token says how strong the login was, and how each place writes it. Exact: another case is no level. */
const places: Readonly<Record<string, Readonly<Record<string, SecurityLevel>>>> = {
  acr: { Level2: 2, Level3: 3, Level4: 4 },
  'helseid://claims/identity/security_level': { '2': 2, '3': 3, '4': 4 },
  'helseid://claims/identity/assurance_level': { low: 2, substantial: 3, high: 4 },
}

/** The level of the login; the lowest when the token says it in several places; undefined when one place is not understood. */
export function levelOf(claims: JWTPayload): SecurityLevel | undefined {
  const said = Object.entries(places).flatMap(([name, levels]) => {
    const value = claims[name]
    if (value === undefined) return []
    return [typeof value === 'string' && Object.hasOwn(levels, value) ? levels[value] : undefined]
  })
  const known = said.filter((level) => level !== undefined)
  if (known.length === 0 || known.length !== said.length) return undefined
  return ([2, 3, 4] as const).find((level) => known.includes(level))
}
