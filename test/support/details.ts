/** What real clients put into `assertion_details`, written by hand as they do. */

/** Multi-tenant clients: the .NET library ends the parent with a colon, the Java one does not. */
export function multiTenant(parent: string, child?: string): Record<string, unknown> {
  return authorization({ system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${parent}:${child ?? ''}` })
}

export function singleTenant(child: string, system = 'urn:oid:2.16.578.1.12.4.1.4.101'): Record<string, unknown> {
  return authorization({ system, type: 'ENH', value: child })
}

export function authorization(identifier: Record<string, unknown>): Record<string, unknown> {
  return { type: 'helseid_authorization', practitioner_role: { organization: { identifier } } }
}

export function journal(journal_id: string): Record<string, unknown> {
  return { type: 'nhn:sfm:journal-id', value: { journal_id } }
}

const units = 'urn:oid:2.16.578.1.12.4.1.4.101'

/** An attestation of the trust framework. */
export function attest(legalEntity: string, pointOfCare: string, patients: unknown = [{}]): Record<string, unknown> {
  return {
    type: 'nhn:tillitsrammeverk:parameters',
    practitioner: {
      authorization: { code: 'LE', system: 'urn:oid:2.16.578.1.12.4.1.1.9060' },
      legal_entity: { id: legalEntity, system: units },
      point_of_care: { id: pointOfCare, system: units },
    },
    care_relationship: {
      healthcare_service: { code: 'S03', system: 'urn:oid:2.16.578.1.12.4.1.1.8655' },
      purpose_of_use: { code: 'TREAT', system: 'urn:oid:2.16.840.1.113883.1.11.20448' },
      decision_ref: { id: '8f4c2f3e-6c1a-4f5e-9a3f-0f5d8f6f2b11', user_selected: true },
    },
    patients,
  }
}

/** Organisations of the repository's registry. */
export const nordfjell = '999977774'
export const nordfjellChild = '310000132'
export const supplier = '310000116'
/** Delegates to the supplier as well, and has accepted the terms of Reseptformidleren. */
export const bolgen = '310000124'
export const bolgenChild = '310000140'
/** In the registry, has delegated nothing. */
export const stranger = '310000094'
/** A right number that nobody has registered. */
export const unregistered = '310000159'
