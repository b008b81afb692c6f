import { z } from 'zod'
import { auditRecordSchema } from '#src/audit/record.ts'
import { type AuditFilter, type AuditPage, exportTrail, searchTrail } from '#src/audit/search.ts'
import { verifyTrail } from '#src/audit/verify.ts'
import type { AdminApi } from '../api/admin-api.ts'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { CommandWorld } from '../command.ts'
import type { ReadingValues } from '../options.ts'
import { withAudit } from './with-audit.ts'

const pageSchema = z.object({ records: z.array(auditRecordSchema), next: z.int().optional() })

const verdictSchema = z.object({
  whole: z.boolean(),
  /** From the beginning, as they were written. */
  records: z.int(),
  /** The last end that was noted outside the database. */
  anchored: z.int(),
  broken_at: z.int().optional(),
  problem: z.enum(['missing', 'changed', 'column changed', 'end changed', 'cut off']).optional(),
})

export type VerdictAnswer = z.output<typeof verdictSchema>

/** The audit trail: asked of the broker, which writes down who has looked, or read in the database, where nothing is written. */
export interface AuditSource {
  search(
    filter: AuditFilter,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<AuditPage>
  /** JSON Lines, cut anywhere. */
  export(filter: AuditFilter): Promise<AsyncIterable<string>>
  verify(): Promise<VerdictAnswer>
}

/** The broker's trail; with `--offline` the databases' own. */
export async function withAuditSource<T>(
  world: CommandWorld,
  values: ReadingValues,
  work: (source: AuditSource) => Promise<T>,
): Promise<T> {
  if (values.offline !== true) return withAdmin(world, values, ['audit.read'], (api) => work(overHttp(api)))
  return withAudit(world.env, (access) =>
    work({
      search: (filter, page) => searchTrail(access, filter, page),
      export: async (filter) => exportTrail(access, filter),
      verify: async () => {
        const { records, anchored, firstBreak } = await verifyTrail(access)
        const broken = firstBreak === undefined ? {} : { broken_at: firstBreak.seq, problem: firstBreak.problem }
        return { whole: firstBreak === undefined, records, anchored, ...broken }
      },
    }),
  )
}

function overHttp(api: AdminApi): AuditSource {
  return {
    search: async (filter, { before, limit }) => {
      const body = { ...wireFilter(filter), limit, ...(before === undefined ? {} : { before }) }
      const answer = await api.call({ method: 'POST', path: '/audit/search', body })
      const { records, next } = readAnswer(pageSchema, answer.body)
      return { records, next }
    },
    export: (filter) => api.stream({ method: 'POST', path: '/audit/export', body: wireFilter(filter) }),
    verify: async () => {
      const answer = await api.call({ method: 'POST', path: '/audit/verification', body: {}, isLong: true })
      return readAnswer(verdictSchema, answer.body)
    },
  }
}

/** JSON leaves out what is undefined. */
function wireFilter({ clientId, pid, organisation, event, correlation, from, until }: AuditFilter) {
  const moment = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString())
  return { client_id: clientId, pid, organisation, event, correlation, from: moment(from), until: moment(until) }
}
