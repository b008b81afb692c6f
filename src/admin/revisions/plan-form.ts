import { z } from 'zod'
import { type EntityRef, entityKinds } from '#src/registry/entity-kind.ts'
import type { Applied } from '#src/registry/store/change.ts'
import type { AdminParts } from '../admin-parts.ts'
import { countTouched } from './touched-clients.ts'

const ref = { kind: z.enum(entityKinds), id: z.string() }

/** What a change would do, told before it is done; with `revision` it is done. */
export const planForm = z.strictObject({
  base_revision: z.int().describe('The revision that it was planned on.'),
  revision: z.int().optional().describe('The revision that it made; absent when nothing was written.'),
  changes: z.array(
    z.strictObject({
      ...ref,
      action: z.enum(['create', 'change', 'disable', 'enable', 'remove']),
      members: z.array(z.string()),
      organisation: z.string(),
      before: z.json().optional(),
      after: z.json().optional(),
    }),
  ),
  unchanged: z.int(),
  missing: z.array(z.strictObject(ref)).describe('Registered, yours, and not among the changes: prune disables it.'),
  touches: z
    .strictObject({ clients: z.int(), live_sessions: z.int(), tokens_30_days: z.int() })
    .describe('Clients that feel the change, their logins that may still live (at most so many), and their tokens.'),
})

/** In wire form, with what it touches. @throws {StoreUnavailable} */
export async function showPlan(
  parts: AdminParts,
  { plan, revision }: Applied,
  missing: readonly EntityRef[] = [],
): Promise<z.output<typeof planForm>> {
  const { clients, liveSessions, tokens30Days } = await countTouched(parts, plan)
  return {
    base_revision: plan.base,
    ...(revision === plan.base ? {} : { revision }),
    changes: plan.changes.map(({ kind, id, action, members, organisation, before, after }) => ({
      kind,
      id,
      action,
      members: [...members],
      organisation,
      ...(before === undefined ? {} : { before: JSON.parse(before) }),
      ...(after === undefined ? {} : { after: JSON.parse(after) }),
    })),
    unchanged: plan.unchanged.length,
    missing: [...missing],
    touches: { clients, live_sessions: liveSessions, tokens_30_days: tokens30Days },
  }
}
