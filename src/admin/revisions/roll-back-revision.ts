import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import type { Change } from '#src/registry/store/change.ts'
import { RegistryConflict } from '#src/registry/store/refusals.ts'
import { changesToRollBack } from '#src/registry/store/roll-back.ts'
import type { AdminParts } from '../admin-parts.ts'
import { applyChange } from '../apply-change.ts'
import { flag } from '../entities/entity-forms.ts'
import { defineOperation } from '../operation.ts'
import { requireOperator } from '../rights/require-operator.ts'
import { planForm, showPlan } from './plan-form.ts'

/** The registry as it once was, as a new revision. */
export const rollBackRevision = defineOperation({
  id: 'rollBackRevision',
  method: 'POST',
  path: '/revisions/{number}/rollback',
  scope: adminScopes.write,
  summary:
    'Makes the registry what it was at a revision, as a new revision. For operators; the broker’s own entities stay.',
  params: z.strictObject({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  query: z.strictObject({ dry_run: flag }),
  body: z.strictObject({
    base_revision: z
      .int()
      .min(0)
      .optional()
      .describe('The revision of the plan that you have seen; 412 if there is a newer.'),
  }),
  answer: planForm,
  headers: ['tillit-reason'],
  refusals: [412],
  run: async ({ actor, headers, params: { number }, query, body }, parts) => {
    // It undoes what others have done since, and tells whose things those were.
    requireOperator(actor)
    await parts.live.refresh()
    const base = parts.live.revision
    const changes = await changesTo(parts, number)
    const applied = await applyChange(parts, {
      actor,
      reason: headers.reason,
      changes,
      dryRun: query.dry_run,
      permit: (plan) => {
        // What has been changed since the differences were read would be half of the one and half of the other.
        if (plan.base !== base || plan.base !== (body.base_revision ?? base)) throw new RegistryConflict([])
        return []
      },
    })
    return { body: await showPlan(parts, applied) }
  },
})

async function changesTo({ database }: AdminParts, revision: number): Promise<readonly Change[]> {
  try {
    return await changesToRollBack(database, revision)
  } catch (error) {
    if (error instanceof RangeError) throw new BrokerError('not_found', 'there is no such revision')
    throw error
  }
}
