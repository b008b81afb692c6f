import { z } from 'zod'
import type { Revision } from '#src/registry/store/history.ts'

/** One revision: who, when, why. */
export const revisionForm = z.strictObject({
  number: z.int(),
  at: z.iso.datetime(),
  author: z.strictObject({
    kind: z.enum(['client', 'person', 'operator', 'broker']),
    id: z.string(),
    on_behalf_of: z.string().optional(),
    os_user: z.string().optional(),
    os_host: z.string().optional(),
  }),
  reason: z.string(),
})

/** In wire form. */
export function showRevision({ number, at, author, reason }: Revision): z.output<typeof revisionForm> {
  const { kind, id, onBehalfOf, osUser, osHost } = author
  return {
    number,
    at: new Date(at).toISOString(),
    author: {
      kind,
      id,
      ...(onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }),
      ...(osUser === undefined ? {} : { os_user: osUser }),
      ...(osHost === undefined ? {} : { os_host: osHost }),
    },
    reason,
  }
}
