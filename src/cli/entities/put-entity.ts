import { z } from 'zod'
import type { AdminApi, AdminRequest } from '../api/admin-api.ts'
import { AdminRefused } from '../api/admin-refused.ts'
import { readAnswer } from '../api/read-all.ts'
import type { CommandWorld } from '../command.ts'
import { CommandFailed } from '../command-failed.ts'
import { confirm } from '../confirm.ts'
import { type ChangingValues, reasonOf } from '../options.ts'
import { countActions, planSchema, showPlan } from '../printing/plan.ts'
import { writeAnswer } from '../write-answer.ts'
import { type CommandKind, pathOf } from './entity-words.ts'

/** The version that is changed; without one the entity is new. */
interface EntityChange {
  readonly kind: CommandKind
  readonly id: string
  readonly document: Readonly<Record<string, unknown>>
  readonly etag?: string
}

const changedSchema = z.looseObject({ etag: z.string() })

/**
 * Shows what a change of one entity does, asks, and makes it: of the very version that was looked at.
 * @throws {AdminRefused} {CommandFailed} {UsageError} without a reason.
 */
export async function putEntity(
  api: AdminApi,
  change: EntityChange,
  world: CommandWorld,
  values: ChangingValues,
): Promise<void> {
  const { kind, id, document, etag } = change
  const reason = reasonOf(values)
  const request: AdminRequest = {
    method: 'PUT',
    path: pathOf(kind, id),
    body: document,
    reason,
    ...(etag === undefined ? { isNew: true } : { ifMatch: etag }),
  }
  const dryRun = await api.call({ ...request, query: { dry_run: 'true' } }).catch((error: unknown) => {
    const isThere = etag === undefined && error instanceof AdminRefused && error.problem.status === 412
    throw isThere ? new CommandFailed(`Nothing was changed: ${kind} ${id} is registered already.`) : error
  })
  const plan = readAnswer(planSchema, dryRun.body)
  if (values.json !== true) world.stdout.write(showPlan(plan, world))
  if (plan.changes.length === 0) {
    writeAnswer(world, values, { ...(etag === undefined ? {} : { etag }), document }, () => '')
    return
  }
  await confirm(world, values, `${countActions(plan)}: do it?`)
  const { body } = await api.call(request)
  const changed = readAnswer(changedSchema, body)
  writeAnswer(world, values, changed, () => 'done\n')
}
