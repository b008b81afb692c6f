import type { Demand } from './demand.ts'

/**
 * Whether a login that an employer vouches for may stand behind a demand: the client's organisation is the employer, or
 * a sub-unit of it. Never the other way round, and never a sister unit. A national eID names no employer and fits
 * everywhere. The strict reading of design section 6, rule 3; see `docs/decisions/0035`.
 */
export function employerFits(
  employer: string | undefined,
  demand: Pick<Demand, 'organisation' | 'parentOrganisation'>,
): boolean {
  return employer === undefined || employer === demand.organisation || employer === demand.parentOrganisation
}
