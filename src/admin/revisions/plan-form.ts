import { z } from 'zod'
import { entityKinds } from '#src/registry/entity-kind.ts'
import type { Plan } from '#src/registry/store/change.ts'

const ref = { kind: z.enum(entityKinds), id: z.string() }

/** What a change would do, told before it is done. */
export const planForm = z.strictObject({
  base_revision: z.int(),
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
})

/** In wire form. */
export function showPlan({ base, changes, unchanged }: Plan): z.output<typeof planForm> {
  return {
    base_revision: base,
    changes: changes.map(({ kind, id, action, members, organisation, before, after }) => ({
      kind,
      id,
      action,
      members: [...members],
      organisation,
      ...(before === undefined ? {} : { before: JSON.parse(before) }),
      ...(after === undefined ? {} : { after: JSON.parse(after) }),
    })),
    unchanged: unchanged.length,
  }
}
