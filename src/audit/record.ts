import { z } from 'zod'
import { auditEvents } from './events.ts'

/** A record as it stands in the trail and leaves it (search, export): wire names, one JSON object a record. */
export const auditRecordSchema = z.strictObject({
  /** 1, 2, 3 … over all nodes, without a gap. */
  seq: z.int().min(1),
  /** ISO 8601, UTC, with milliseconds. */
  time: z.iso.datetime({ precision: 3 }),
  event: z.enum(auditEvents),
  outcome: z.enum(['done', 'refused', 'failed']),
  reason: z.string().optional(),
  /** Stable number of the reason. */
  reason_number: z.int().optional(),
  actor: z.strictObject({
    kind: z.enum(['client', 'person', 'operator', 'broker']),
    id: z.string().optional(),
    on_behalf_of: z.string().optional(),
  }),
  client_id: z.string().optional(),
  organisation: z.string().optional(),
  api: z.string().optional(),
  idp: z.string().optional(),
  level: z.int().optional(),
  /** Keyed digest and ciphertext of the national identity number. */
  person: z.strictObject({ digest: z.string(), sealed: z.string() }).optional(),
  correlation_id: z.string().optional(),
  details: z.record(z.string(), z.json()).optional(),
  before: z.json().optional(),
  after: z.json().optional(),
})

export type AuditRecord = z.infer<typeof auditRecordSchema>

/** @returns undefined for text that is no record: somebody changed it. */
export function parseRecord(text: string): AuditRecord | undefined {
  try {
    return auditRecordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
