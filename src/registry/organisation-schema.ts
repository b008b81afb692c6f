import { z } from 'zod'
import { nameField, organisationNumberField, resourceField, schemaField } from './wire-fields.ts'

/** `clients/organisations/<organisation_number>.json`. */
export const organisationSchema = z.strictObject({
  $schema: schemaField,
  organisation_number: organisationNumberField,
  name: nameField,
  parent: organisationNumberField.nullable().default(null),
  agreements: z.strictObject({
    customer_agreement: z.boolean(),
    terms_of_use: z.boolean(),
    risk_assessment: z.boolean(),
  }),
  accepted_api_terms: z.array(resourceField).default([]),
  status: z.enum(['active', 'disabled']),
})

/** The file after parsing, defaults filled in. */
export type OrganisationWire = z.output<typeof organisationSchema>
