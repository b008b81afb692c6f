import { z } from 'zod'
import { isBuiltIn } from '#src/registry/built-in/check-built-in.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { changesToPrune } from '#src/registry/drift/compare-files.ts'
import { type EntityRef, entityKinds, refKey } from '#src/registry/entity-kind.ts'
import type { Documents } from '#src/registry/store/documents.ts'
import { giveWay } from '#src/registry/store/give-way.ts'
import { RegistryConflict } from '#src/registry/store/refusals.ts'
import type { Actor } from '../actor.ts'
import { applyChange } from '../apply-change.ts'
import { flag } from '../entities/entity-forms.ts'
import { isOwn } from '../entities/owner-of.ts'
import { defineOperation } from '../operation.ts'
import { checkOwn } from '../rights/check-own.ts'
import { judgePlan } from '../rights/judge-plan.ts'
import { planForm, showPlan } from './plan-form.ts'

/** A whole registry as files is a few megabytes; ten thousand changed clients some twenty. */
const bodyLimit = 64 * 1024 * 1024

const changeForm = z.strictObject({
  kind: z.enum(entityKinds),
  id: z.string().max(200),
  // Judged by the registry itself, as in a PUT of one entity.
  document: z.looseObject({}).nullable().describe('As in the registry’s files; null takes the entity away.'),
})

/** Many changes as one revision. */
export const applyRevision = defineOperation({
  id: 'applyRevision',
  method: 'POST',
  path: '/revisions',
  scope: adminScopes.write,
  summary: 'Plans changes of any number of entities, and without dry_run makes them: all as one revision, or none.',
  query: z.strictObject({ dry_run: flag }),
  body: z.strictObject({
    changes: z.array(changeForm),
    base_revision: z
      .int()
      .min(0)
      .optional()
      .describe('The newest revision that you have seen; 412 if there is a newer.'),
    prune: z.boolean().default(false).describe('Disables what is yours and not among the changes.'),
  }),
  answer: planForm,
  headers: ['tillit-reason'],
  refusals: [412],
  bodyLimit,
  run: async ({ actor, headers, query, body }, parts) => {
    await parts.live.refresh()
    const { documents } = parts.live.current
    checkOwn(actor, body.changes, documents)
    const missing = await findMissing(actor, documents, body.changes)
    const named = body.changes.map(({ document, ...ref }) => ({ ...ref, document: document ?? undefined }))
    const changes = body.prune ? [...named, ...changesToPrune(missing, documents)] : named
    const base = body.base_revision ?? (body.prune ? documents.revision : undefined)
    const applied = await applyChange(parts, {
      actor,
      reason: headers.reason,
      changes,
      dryRun: query.dry_run,
      permit: (plan) => {
        // In the registry's turn, so that nobody comes between. A conflict as a whole is about no entity.
        if (base !== undefined && plan.base !== base) throw new RegistryConflict([])
        return judgePlan(actor, plan, parts.live.registry)
      },
    })
    return { body: await showPlan(parts, applied, missing) }
  },
})

async function findMissing(
  actor: Actor,
  documents: Documents,
  named: readonly EntityRef[],
): Promise<readonly EntityRef[]> {
  const keys = new Set(named.map(refKey))
  const missing: EntityRef[] = []
  for (const kind of entityKinds) {
    for (const document of documents.of(kind).values()) {
      await giveWay()
      if (keys.has(refKey(document)) || isBuiltIn(document)) continue
      if (isOwn(actor, document)) missing.push({ kind, id: document.id })
    }
  }
  return missing
}
