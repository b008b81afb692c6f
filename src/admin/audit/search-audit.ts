import { z } from 'zod'
import { auditRecordSchema } from '#src/audit/record.ts'
import { exportTrail, searchTrail } from '#src/audit/search.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { defineOperation } from '../operation.ts'
import { auditFilterFields, filterFor } from './audit-forms.ts'
import { recordLook } from './record-look.ts'

const mostRecords = 1000

/** Records of the audit trail, a page at a time. */
export const searchAudit = defineOperation({
  id: 'searchAudit',
  method: 'POST',
  path: '/audit/search',
  scope: adminScopes.auditRead,
  summary: 'Records that fit, newest first. An owner finds what is about its own organisations and their clients.',
  body: z.strictObject({
    ...auditFilterFields,
    limit: z.int().min(1).max(mostRecords).default(50),
    before: z.int().min(1).optional().describe('The `next` of the page before this one.'),
  }),
  answer: z.strictObject({
    records: z.array(auditRecordSchema),
    next: z.int().optional().describe('Give it as `before` for the next page; absent on the last.'),
  }),
  run: async ({ actor, body: { limit, before, ...fields } }, parts) => {
    const { records, next } = await searchTrail(parts, filterFor(actor, fields), { before, limit })
    await recordLook(parts, actor, { operation: 'searchAudit', ...fields })
    return { body: { records: [...records], ...(next === undefined ? {} : { next }) } }
  },
})

/** All that fits. */
export const exportAudit = defineOperation({
  id: 'exportAudit',
  method: 'POST',
  path: '/audit/export',
  scope: adminScopes.auditRead,
  summary: 'Every record that fits, oldest first, a line of JSON each: the very text that the chain is made over.',
  body: z.strictObject(auditFilterFields),
  run: async ({ actor, body }, parts) => {
    await recordLook(parts, actor, { operation: 'exportAudit', ...body })
    return { lines: exportTrail(parts, filterFor(actor, body)) }
  },
})
