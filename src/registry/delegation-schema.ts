import { z } from 'zod'
import { organisationNumberField, schemaField } from './wire-fields.ts'

// With an offset: a delegation ends at one moment, whatever the time zone of the node that reads it.
const momentField = z.iso.datetime({ offset: true, error: 'a date and time as 2026-01-01T00:00:00+01:00' })

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
