import { z } from 'zod'
import { displayText, localizedTextSchema } from '#config/localized-text.ts'

/** Fields that several kinds of registry files have, in wire form. */

export const organisationNumberField = z.string().regex(/^\d{9}$/, 'nine digits')
/** Also the file's name, so nothing that a file system reads as something else. */
export const clientIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'up to 100 letters, digits, dots, hyphens or underscores')
export const resourceField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}:[a-z0-9][a-z0-9._-]{0,79}$/, 'a resource as "owner:api" in small letters and digits')
/** A scope-token (RFC 6749 section 3.3): the quote and the backslash are not in it. */
export const scopeField = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'a scope without spaces')
export const descriptionField = localizedTextSchema
export const nameField = displayText(100)
/** An identity provider's id. */
export const providerIdField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a provider id in small letters, digits and hyphens')
/** Judged by `checks/check-uris.ts`, which knows the environment. */
export const uriField = z.string().min(1).max(2000)
/** With an offset: it is one moment, whatever the time zone of the node that reads it. */
export const momentField = z.iso.datetime({ offset: true, error: 'a date and time as 2026-01-01T00:00:00+01:00' })
export const schemaField = z.string().max(200).optional()

/** A floor for the security level, and what must stand beside it when it is lower than 4. */
export const levelFields = {
  minimum_security_level: z.literal([2, 3, 4]).default(4),
  minimum_security_level_reason: displayText(1000).optional(),
  minimum_security_level_decided_by: displayText(100).optional(),
  minimum_security_level_decided_at: z.iso.date('a date as YYYY-MM-DD').optional(),
}
