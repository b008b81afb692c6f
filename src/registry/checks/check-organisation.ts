import type { OrganisationWire } from '../organisation-schema.ts'
import type { Finding } from './finding.ts'
import { isOrganisationNumber } from './organisation-number.ts'

/** Everything that can be wrong within one organisation's file. */
export function checkOrganisation(wire: OrganisationWire): readonly Finding[] {
  if (isOrganisationNumber(wire.organisation_number)) return []
  const found = `"${wire.organisation_number}", whose check digit is wrong`
  return [{ path: 'organisation_number', found, allowed: 'nine digits with the right check digit (modulus 11)' }]
}
