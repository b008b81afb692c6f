import { z } from 'zod'
import { revisionForm } from '#src/admin/revisions/revision-form.ts'

/** What the console reads of the operations' answers. */

export const accessRow = z.object({
  client_id: z.string(),
  client_name: z.string(),
  organisation: z.string(),
  organisation_name: z.string(),
  resource: z.string(),
  scope: z.string(),
  status: z.enum(['requested', 'approved', 'refused', 'revoked']),
  approved_by: z.string().optional(),
  requested_by: z.string().optional(),
  requested_at: z.string().optional(),
  request_reason: z.string().optional(),
  decided_at: z.string().optional(),
  decision_reason: z.string().optional(),
  valid_until: z.string().optional(),
  last_used: z.string().optional(),
  tokens_30_days: z.number().default(0),
})
export type AccessRow = z.output<typeof accessRow>

/** One page of a list. */
export const pageForm = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.union([z.string(), z.number()]).transform(String).optional() })

const document = z.record(z.string(), z.unknown())
export type Document = z.output<typeof document>

/** An entity in a list. */
export const entityItem = z.object({ etag: z.string(), document })

export const documentForm = document

export const revisionsForm = z.object({ items: z.array(revisionForm) })
export type RevisionItem = z.output<typeof revisionForm>

/** A member of a document as words; empty when it is not there. */
export function wordOf(from: Document, member: string): string {
  const value = from[member]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A member of a document that is a list of words. */
export function wordsOf(from: Document, member: string): readonly string[] {
  const value = from[member]
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : []
}
