import { isEntityKind, refKey } from '#src/registry/entity-kind.ts'
import type { AdminApi } from '../api/admin-api.ts'
import { AdminRefused } from '../api/admin-refused.ts'
import { readAnswer } from '../api/read-all.ts'
import { type PlanAnswer, planSchema } from '../printing/plan.ts'
import type { RegistryFolder } from './read-folder.ts'

/**
 * All files as one change: what it would do, or with a reason and the revision that was planned on, done.
 * @throws {AdminRefused} each place with the file that it stands in.
 */
export async function sendPlan(
  api: AdminApi,
  { changes, fileOf }: RegistryFolder,
  options: { readonly prune: boolean } & (
    | { readonly dryRun: true }
    | { readonly dryRun: false; readonly reason: string; readonly baseRevision: number }
  ),
): Promise<PlanAnswer> {
  const { prune, dryRun } = options
  try {
    const { body } = await api.call({
      method: 'POST',
      path: '/revisions',
      query: { dry_run: String(dryRun) },
      body: { changes, prune, ...(dryRun ? {} : { base_revision: options.baseRevision }) },
      ...(dryRun ? {} : { reason: options.reason }),
    })
    return readAnswer(planSchema, body)
  } catch (error) {
    throw error instanceof AdminRefused ? withFiles(error, fileOf) : error
  }
}

function withFiles({ problem }: AdminRefused, fileOf: RegistryFolder['fileOf']): AdminRefused {
  const errors = problem.errors.map((place) => {
    const { kind = '', id = '' } = place
    const file = isEntityKind(kind) ? fileOf.get(refKey({ kind, id })) : undefined
    return file === undefined ? place : { file, ...place }
  })
  return new AdminRefused({ ...problem, errors })
}
