import type { LoginMethod } from '#idp-adapters/contract.ts'
import type { ProvenLevel } from './levels.ts'

/** How a login that proved too little is told to the person. */
export function levelRefusal(parts: {
  readonly level: ProvenLevel
  readonly method: LoginMethod
}): 'minid_refused' | 'level_unknown' | 'level_too_low' | 'employer_level_low' {
  if (parts.method === 'employer') return 'employer_level_low'
  if (parts.level === 0) return 'level_unknown'
  return parts.method === 'minid' ? 'minid_refused' : 'level_too_low'
}
