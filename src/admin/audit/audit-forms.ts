import { z } from 'zod'
import { auditEvents } from '#src/audit/events.ts'
import type { AuditFilter } from '#src/audit/search.ts'
import { clientIdField, momentField, organisationNumberField } from '#src/registry/wire-fields.ts'
import { type Actor, isOperator } from '../actor.ts'

/** What to look for; all of it must fit. In the body, for a national identity number must stand in no address. */
export const auditFilterFields = {
  client_id: clientIdField.optional(),
  pid: z
    .string()
    .regex(/^\d{11}$/, 'eleven digits')
    .optional(),
  organisation: organisationNumberField.optional(),
  event: z.enum(auditEvents).optional(),
  correlation: z
    .string()
    .regex(/^[0-9A-Za-z-]{5,30}$/, 'letters and digits')
    .optional()
    .describe('A correlation id, or the reference code of a page.'),
  from: momentField.optional(),
  until: momentField.optional().describe('Not included.'),
}

type Fields = z.output<z.ZodObject<typeof auditFilterFields>>

/** The filter, within what the actor may see: an owner sees what is about its own organisations and their clients. */
export function filterFor(actor: Actor, fields: Fields): AuditFilter {
  const { client_id, pid, organisation, event, correlation, from, until } = fields
  return {
    clientId: client_id,
    pid,
    organisation,
    event,
    correlation,
    from: momentOf(from),
    until: momentOf(until),
    ...(isOperator(actor) ? {} : { within: [...actor.organisations] }),
  }
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}
