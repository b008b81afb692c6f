import type { HprEntry } from '#src/person/person-registers.ts'

/**
 * `helseid://claims/hpr/hpr_details`, in the form that HelseID's clients parse: here the HPR number is a JSON number,
 * while the claim `hpr_number` is a string of digits.
 */
export function hprDetails({ number, approvals }: HprEntry) {
  return {
    approvals: approvals.map(({ profession, authorization, requisitionRights, specialities }) => ({
      profession,
      authorization,
      requisition_rights: requisitionRights,
      specialities,
    })),
    hpr_number: Number(number),
  }
}
