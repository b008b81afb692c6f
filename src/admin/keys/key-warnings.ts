import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { isTheirs } from '../actor.ts'
import { pageOf } from '../entities/entity-forms.ts'
import { defineOperation } from '../operation.ts'
import type { EndingKey } from './key-ends.ts'
import { warningDays } from './key-ends.ts'

const warningForm = z.strictObject({
  client_id: z.string(),
  client_name: z.string(),
  organisation: z.string(),
  kid: z.string(),
  expires_at: z.iso.datetime(),
  days_left: z.int(),
  threshold: z.int().describe('The warning that has been reached: 60, 30, 7 or 1 days.'),
  replaced: z.boolean().describe('Whether another key of the client goes on after this one has ended.'),
})

/** Keys that end soon, of the clients that are the actor's to see. */
export const listKeyWarnings = defineOperation({
  id: 'listKeyWarnings',
  method: 'GET',
  path: '/key-warnings',
  scope: adminScopes.read,
  summary: 'Keys of active clients that end soon. Those that are not replaced leave a client without a key.',
  query: z.strictObject({
    within: z.coerce.number().int().min(1).max(warningDays[0]).default(warningDays[0]).describe('Days.'),
    limit: z.coerce.number().int().min(1).max(500).default(50),
    after: z.string().max(500).optional(),
  }),
  answer: pageOf(warningForm),
  run: async ({ actor, query: { within, limit, after } }, { keyEnds, clock }) => {
    const all = await keyEnds.within(within, clock.nowSeconds())
    const theirs = all.filter(({ client }) => isTheirs(actor, client.organisation))
    const from = after === undefined ? 0 : theirs.findIndex((ending) => placeOf(ending) > after)
    const shown = from === -1 ? [] : theirs.slice(from, from + limit)
    const last = shown.at(-1)
    const isMore = last !== undefined && theirs.at(-1) !== last
    return { body: { items: shown.map(show), ...(isMore ? { next: placeOf(last) } : {}) } }
  },
})

/** In the order of clients, and of keys within one. */
function placeOf({ client, key }: EndingKey): string {
  const index = client.jwks.keys.findIndex(({ kid }) => kid === key.jwk.kid)
  return `${client.client_id} ${String(index).padStart(3, '0')}`
}

function show({ client, key, threshold }: EndingKey): z.output<typeof warningForm> {
  return {
    client_id: client.client_id,
    client_name: client.client_name,
    organisation: client.organisation,
    kid: key.jwk.kid,
    expires_at: new Date(key.expiresAt * 1000).toISOString(),
    days_left: key.daysLeft,
    threshold,
    replaced: key.isReplaced,
  }
}
