import { z } from 'zod'
import { type AuditRecord, auditRecordSchema } from '#src/audit/record.ts'
import { searchTrail } from '#src/audit/search.ts'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { withAudit } from '../audit/with-audit.ts'
import type { CommandWorld } from '../command.ts'
import type { ReadingValues } from '../options.ts'

/** Records of one request. A logout with many clients has the most. */
const limit = 1000
const answerSchema = z.object({ records: z.array(auditRecordSchema) })

/** Every record of one request, in the order in which it happened. @throws {AdminRefused} 404 when the broker has none. */
export async function findRecords(
  correlation: string,
  world: CommandWorld,
  values: ReadingValues,
): Promise<readonly AuditRecord[]> {
  if (values.offline === true) {
    const page = await withAudit(world.env, (access) => searchTrail(access, { correlation }, { limit }))
    return page.records.toReversed()
  }
  const answer = await withAdmin(world, values, ['audit.read'], (api) =>
    api.call({ method: 'GET', path: `/explanations/${encodeURIComponent(correlation)}` }),
  )
  return readAnswer(answerSchema, answer.body).records
}
