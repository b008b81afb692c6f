import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { findEntity } from '../entities/find-entity.ts'
import { defineOperation } from '../operation.ts'
import { countLiveLogins } from './live-logins.ts'
import { readRefusals, refusalForm } from './recent-refusals.ts'
import { readTokenUse } from './token-use.ts'

/** What one client does. */
export const getClientUsage = defineOperation({
  id: 'getClientUsage',
  method: 'GET',
  path: '/clients/{id}/usage',
  scope: adminScopes.read,
  summary: 'How much a client is used: tokens, logins that may still live (at most so many), and what it was refused.',
  params: z.strictObject({ id: z.string().max(200) }),
  answer: z.strictObject({
    tokens_30_days: z.int(),
    last_used: z.iso.datetime().optional(),
    live_logins: z.int(),
    by_api: z.array(
      z.strictObject({ resource: z.string(), tokens_30_days: z.int(), last_used: z.iso.datetime().optional() }),
    ),
    recent_refusals: z.array(refusalForm),
  }),
  run: async ({ actor, params: { id } }, parts) => {
    await findEntity(parts, actor, { kind: 'client', id })
    const uses = await readTokenUse(parts, [id])
    const last = Math.max(...uses.map(({ lastUsed }) => lastUsed))
    return {
      body: {
        tokens_30_days: uses.reduce((sum, { tokens30Days }) => sum + tokens30Days, 0),
        ...(uses.length === 0 ? {} : { last_used: new Date(last).toISOString() }),
        live_logins: await countLiveLogins(parts, [id]),
        by_api: uses
          // What is no API of the registry (userinfo) counts above, and has no place here.
          .filter(({ resource }) => parts.live.registry.api(resource) !== undefined)
          .map(({ resource, tokens30Days, lastUsed }) => ({
            resource,
            tokens_30_days: tokens30Days,
            last_used: new Date(lastUsed).toISOString(),
          })),
        recent_refusals: [...(await readRefusals(parts.database, id))],
      },
    }
  },
})
