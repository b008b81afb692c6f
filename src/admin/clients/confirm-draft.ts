import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { keysOf } from '#src/registry/client-keys.ts'
import { findEntity } from '../entities/find-entity.ts'
import { keyForm, showKey } from '../keys/key-form.ts'
import { defineOperation } from '../operation.ts'
import { changeClient, readClient } from './change-client.ts'

/**
 * Somebody of the client's own organisation takes a draft into use. Until then it gives nothing. The console's page
 * `/selvbetjening/confirm-client/{id}` performs this very operation for a person.
 */
export const confirmDraft = defineOperation({
  id: 'confirmDraft',
  refusals: [409, 412],
  method: 'POST',
  path: '/clients/{id}/confirmation',
  scope: adminScopes.write,
  summary: 'Takes a draft into use. What needs an API owner’s word is asked for; the rest works at once.',
  params: z.strictObject({ id: z.string().max(200) }),
  body: z.strictObject({
    thumbprint: z.string().max(100).optional().describe('Only if this is the key that the draft holds (RFC 7638).'),
  }),
  answer: z.strictObject({
    client_id: z.string(),
    status: z.literal('active'),
    keys: z.array(keyForm),
    access: z.array(z.strictObject({ scope: z.string(), status: z.string() })),
  }),
  headers: ['tillit-reason'],
  run: async ({ actor, headers, params: { id }, body: { thumbprint } }, parts) => {
    const status = 'active' as const
    const now = parts.clock.nowSeconds()
    await changeClient(parts, {
      actor,
      reason: headers.reason,
      clientId: id,
      to: (wire) => {
        if (wire.status !== 'draft') throw new BrokerError('not_a_draft', `the client is ${wire.status}`)
        if (thumbprint !== undefined && !keysOf(wire, now).some((key) => key.thumbprint === thumbprint)) {
          throw new BrokerError('precondition_failed', 'the draft holds another key than the one that you have seen')
        }
        return { ...wire, status }
      },
    })
    const wire = readClient(await findEntity(parts, actor, { kind: 'client', id }))
    const access = wire.access.map(({ scope, status }) => ({ scope, status }))
    return { body: { client_id: id, status, keys: keysOf(wire, now).map(showKey), access } }
  },
})
