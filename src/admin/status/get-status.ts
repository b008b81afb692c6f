import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { defineOperation } from '../operation.ts'

/** How this node does. */
export const getStatus = defineOperation({
  id: 'getStatus',
  method: 'GET',
  path: '/status',
  scope: adminScopes.read,
  summary: 'The node that answers: its environment, since when it serves, and which revision of the registry.',
  answer: z.strictObject({
    environment: z.enum(['development', 'test', 'production']),
    revision: z.int(),
    is_stale: z.boolean().describe('Whether the last look at the registry failed, and an older revision is served.'),
    started_at: z.iso.datetime(),
  }),
  run: async (_call, { live, config, startedAt }) => ({
    body: {
      environment: config.environment,
      revision: live.revision,
      is_stale: live.isStale,
      started_at: new Date(startedAt).toISOString(),
    },
  }),
})
