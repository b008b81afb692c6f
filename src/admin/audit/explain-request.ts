import { z } from 'zod'
import { auditRecordSchema } from '#src/audit/record.ts'
import { searchTrail } from '#src/audit/search.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { defineOperation } from '../operation.ts'
import { filterFor } from './audit-forms.ts'
import { recordLook } from './record-look.ts'

/** Records of one request. A logout with many clients has the most. */
const limit = 1000

/** What happened in one request. */
export const explainRequest = defineOperation({
  id: 'explainRequest',
  method: 'GET',
  path: '/explanations/{correlation}',
  scope: adminScopes.auditRead,
  summary: 'What the audit trail tells of one request, in the order in which it happened.',
  params: z.strictObject({
    correlation: z
      .string()
      .regex(/^[0-9A-Za-z]{5}-?[0-9A-Za-z]{5,21}$/, 'a correlation id, or the reference code of a page')
      .describe('A correlation id, or its first ten characters.'),
  }),
  answer: z.strictObject({ records: z.array(auditRecordSchema) }),
  run: async ({ actor, params: { correlation } }, parts) => {
    const { records } = await searchTrail(parts, filterFor(actor, { correlation }), { limit })
    if (records.length === 0) throw new BrokerError('not_found', 'nothing is recorded of such a request of yours')
    await recordLook(parts, actor, { operation: 'explainRequest', correlation })
    return { body: { records: records.toReversed() } }
  },
})
