import { z } from 'zod'
import { localizedTextSchema } from '#config/localized-text.ts'
import type { CountedEvent } from '#src/audit/count-records.ts'
import { osloDateAt } from '#src/person/age.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import type { AdminParts } from '../admin-parts.ts'
import { defineOperation } from '../operation.ts'

/** The identity providers as this broker uses them. */
export const listProviders = defineOperation({
  id: 'listProviders',
  method: 'GET',
  path: '/providers',
  scope: adminScopes.read,
  summary: 'The identity providers: how this node has seen them, and the logins of today, as days are in Norway.',
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        name: localizedTextSchema,
        level_cap: z.int().describe('The highest level that the agreement with the provider allows.'),
        status: z.enum(['up', 'down']),
        logins_today: z.int(),
        refused_today: z.int(),
      }),
    ),
  }),
  run: async (_call, parts) => {
    const counts = await countToday(parts)
    const of = (event: CountedEvent, id: string) => counts.get(`${event} ${id}`) ?? 0
    return {
      body: {
        items: parts.providers.all().map(({ id, name: { nb, nn, en }, levelCap }) => ({
          id,
          name: { nb, nn, en },
          level_cap: levelCap,
          status: parts.providers.isUp(id) ? ('up' as const) : ('down' as const),
          logins_today: of('login.completed', id),
          refused_today: of('login.refused', id),
        })),
      },
    }
  },
})

/** From the counts that are kept with the audit trail, over all nodes. */
async function countToday({ database, clock }: AdminParts): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query
    .selectFrom('audit_count')
    .select(['event', 'idp', 'records'])
    .where('day', '=', osloDateAt(clock.nowSeconds()))
    .where('event', 'in', ['login.completed', 'login.refused'] satisfies CountedEvent[])
    .execute()
  const counts = new Map<string, number>()
  for (const { event, idp, records } of rows) {
    counts.set(`${event} ${idp}`, (counts.get(`${event} ${idp}`) ?? 0) + records)
  }
  return counts
}
