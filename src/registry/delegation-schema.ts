import { z } from 'zod'
import { momentField, organisationNumberField, schemaField } from './wire-fields.ts'

/** `clients/delegations/<from>-<to>.json`. */
export const delegationSchema = z.strictObject({
  $schema: schemaField,
  from: organisationNumberField,
  to: organisationNumberField,
  status: z.enum(['active', 'revoked']),
  valid_from: momentField,
  valid_until: momentField.optional(),
  child_organisations: z.array(organisationNumberField).optional(),
})

/** The file after parsing. */
export type DelegationWire = z.output<typeof delegationSchema>
