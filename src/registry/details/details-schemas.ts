import { z } from 'zod'

/** HL7 identifiers of HelseID's multi-tenant form, `NO:ORGNR:<parent>:<child>`. */
export const parentSystem = 'urn:oid:1.0.6523'
/** Organisation numbers of the Norwegian register. Both are sent by real clients: the second is the older one. */
const organisationSystems = ['urn:oid:2.16.578.1.12.4.1.4.101', 'urn:oid:2.16.578.1.12.4.1.2.101'] as const

const text = z.string().min(1).max(200)
const oid = z.string().regex(/^urn:oid:[0-9.]{1,100}$/)

/** Type `helseid_authorization`. */
export const authorizationSchema = z.strictObject({
  type: z.literal('helseid_authorization'),
  practitioner_role: z.strictObject({
    organization: z.strictObject({
      identifier: z.strictObject({
        system: z.enum([parentSystem, ...organisationSystems]),
        type: z.literal('ENH').optional(),
        value: text,
      }),
    }),
  }),
})

/** Type `nhn:sfm:journal-id`. */
export const journalSchema = z.strictObject({
  type: z.literal('nhn:sfm:journal-id'),
  value: z.strictObject({ journal_id: z.guid() }),
})

const coded = z.strictObject({ code: text, system: oid })
const organisation = z.strictObject({ id: text, system: z.enum(organisationSystems) })
const department = z.strictObject({ id: text, system: oid })

/** Type `nhn:tillitsrammeverk:parameters`. What is optional here is left out by real clients, or by the profile. */
export const attestSchema = z.strictObject({
  type: z.literal('nhn:tillitsrammeverk:parameters'),
  practitioner: z.strictObject({
    authorization: coded.optional(),
    legal_entity: organisation,
    point_of_care: organisation,
    department: department.optional(),
  }),
  care_relationship: z.strictObject({
    healthcare_service: coded.optional(),
    purpose_of_use: coded,
    purpose_of_use_details: coded.optional(),
    decision_ref: z.strictObject({ id: text, user_selected: z.boolean() }),
  }),
  patients: z
    .array(z.strictObject({ point_of_care: organisation.optional(), department: department.optional() }))
    .max(20)
    .optional(),
})

/** The attestation without its `type`: wire names, for it goes on to the APIs as it is. */
export type Attest = Omit<z.output<typeof attestSchema>, 'type'>
