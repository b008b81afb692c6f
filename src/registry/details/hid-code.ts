import type { Reason } from '#src/http/reasons.ts'
import { type Refused, refuse } from '../refused.ts'

/**
 * HelseID's codes for what is wrong with the organisation or structure that a client sent. Integrators know them, and
 * their programs read them at the beginning of `error_description`.
 *
 * Not here, for they can't happen: HID-1008 (a client with a shared secret; there are none) and HID-1009 (organisation
 * in the client assertion of the code flow, which HelseID itself takes by now).
 */
const hidCodes = {
  organisation_parent_refused: 'HID-1001',
  organisation_child_refused: 'HID-1002',
  organisation_child_of_parent_refused: 'HID-1003',
  organisation_number_invalid: 'HID-1004',
  organisation_parent_not_taken: 'HID-1005',
  organisation_child_not_taken: 'HID-1006',
  details_malformed: 'HID-1007',
  organisation_fixed: 'HID-1010',
  details_doubled: 'HID-DOUBLE-STRUCTURE',
} as const satisfies { readonly [reason in Reason]?: string }

/** A refusal that begins with HelseID's code and ends with where in the JWT it stands. */
export function refuseDetails(
  reason: keyof typeof hidCodes,
  pointer: string,
  publicDescription: string,
  detail?: string,
): Refused {
  return refuse(reason, `${hidCodes[reason]}: ${publicDescription} (${pointer})`, detail)
}
