import { sql } from 'kysely'
import { z } from 'zod'
import { parseRecord } from '#src/audit/record.ts'
import { referenceCodeOf } from '#src/operations/correlation.ts'
import type { Database } from '#src/store/database.ts'

/** Something that a client, or a person on the way to it, was refused. */
export const refusalForm = z.strictObject({
  at: z.iso.datetime(),
  event: z.string(),
  reason: z.string(),
  number: z.string().describe('Stable number of the reason, as TLT-304.'),
  reference: z.string().optional().describe('Reference code: what explanations and the audit trail are asked by.'),
  details: z.record(z.string(), z.json()).optional(),
})

const shown = 20

/** The latest, newest first. @throws {StoreUnavailable} */
export async function readRefusals(
  { query }: Database,
  clientId: string,
): Promise<readonly z.output<typeof refusalForm>[]> {
  const rows = await query
    .selectFrom('audit_record')
    .select('record')
    .where('client_id', '=', clientId)
    // Literally as in the index, which holds nothing else: a parameter would not let the database see that it fits.
    .where(sql<boolean>`event in ('token.refused', 'login.refused', 'request.refused')`)
    .orderBy('seq', 'desc')
    .limit(shown)
    .execute()
  return rows.flatMap((row) => {
    const record = parseRecord(row.record)
    if (record?.reason === undefined) return []
    const { time, event, reason, reason_number, correlation_id, details } = record
    return {
      at: time,
      event,
      reason,
      number: `TLT-${reason_number}`,
      ...(correlation_id === undefined ? {} : { reference: referenceCodeOf(correlation_id) }),
      ...(details === undefined ? {} : { details }),
    }
  })
}
