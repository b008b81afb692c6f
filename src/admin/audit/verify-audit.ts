import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { defineOperation } from '../operation.ts'
import { requireOperator } from '../rights/require-operator.ts'
import { recordLook } from './record-look.ts'

/** Walks the chain. */
export const verifyAudit = defineOperation({
  id: 'verifyAudit',
  method: 'POST',
  path: '/audit/verification',
  scope: adminScopes.auditRead,
  summary: 'Checks the whole audit trail and names the first record that is not as it was written. For operators.',
  body: z.strictObject({}),
  answer: z.strictObject({
    whole: z.boolean(),
    records: z.int().describe('Records from the beginning that are as they were written.'),
    anchored: z
      .int()
      .describe('The last end that was noted outside the database: what came later can be cut off unseen.'),
    broken_at: z.int().optional(),
    problem: z.enum(['missing', 'changed', 'column changed', 'end changed', 'cut off']).optional(),
  }),
  run: async ({ actor }, parts) => {
    requireOperator(actor)
    const { records, anchored, firstBreak } = await parts.verifyAudit()
    await recordLook(parts, actor, { operation: 'verifyAudit' })
    const broken = firstBreak === undefined ? {} : { broken_at: firstBreak.seq, problem: firstBreak.problem }
    return { body: { whole: firstBreak === undefined, records, anchored, ...broken } }
  },
})
