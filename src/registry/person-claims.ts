import { claimNames } from '#src/claims/claim-names.ts'

/**
 * Claims about the person that an API may choose for its access tokens. Claims about the client stand in every token
 * and are nobody's choice.
 */
export const personClaims = [
  'name',
  'given_name',
  'middle_name',
  'family_name',
  claimNames.pid,
  claimNames.pidPseudonym,
  claimNames.securityLevel,
  claimNames.assuranceLevel,
  claimNames.network,
  claimNames.hprNumber,
] as const
