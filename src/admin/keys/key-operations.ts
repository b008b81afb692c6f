import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { keysOf, retireKey } from '#src/registry/client-keys.ts'
import { momentField } from '#src/registry/wire-fields.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { changeClient, readClient } from '../clients/change-client.ts'
import { findEntity } from '../entities/find-entity.ts'
import { defineOperation } from '../operation.ts'
import { keyForm, showKey } from './key-form.ts'
import { requirePublicKey } from './offered-key.ts'
import { registerKey } from './register-key.ts'

const params = z.strictObject({ id: z.string().max(200) })
const keyList = z.strictObject({ items: z.array(keyForm) })

/** The keys by which a client authenticates. */
export const listClientKeys = defineOperation({
  id: 'listClientKeys',
  method: 'GET',
  path: '/clients/{id}/keys',
  scope: adminScopes.read,
  summary: 'The public keys of a client, with their ends.',
  params,
  answer: keyList,
  run: async ({ actor, params: { id } }, parts) => ({ body: { items: await readKeys(parts, actor, id) } }),
})

/** Adding one never takes another away. */
export const addClientKey = defineOperation({
  id: 'addClientKey',
  statuses: [201],
  refusals: [409, 412],
  method: 'POST',
  path: '/clients/{id}/keys',
  scope: adminScopes.write,
  summary: 'Registers a public key beside the others, which stay as they are. A private key is refused.',
  params,
  body: z.strictObject({
    jwk: z
      .union([z.record(z.string(), z.json()), z.string().max(20_000)])
      .describe('A public JWK (RFC 7517), or a text that is one. Without kid it is named by its thumbprint.'),
    expires_at: momentField.optional().describe('Otherwise the configured life (client_keys.default_life_days).'),
  }),
  answer: keyForm,
  headers: ['tillit-reason'],
  run: async ({ actor, headers, params: { id }, body }, parts) => {
    const jwk = requirePublicKey(body.jwk, ['jwk'])
    const expiresAt = body.expires_at === undefined ? undefined : Math.floor(Date.parse(body.expires_at) / 1000)
    await registerKey(parts, {
      actor,
      reason: headers.reason,
      clientId: id,
      jwk,
      expiresAt,
      endsOthers: false,
    })
    const added = (await readKeys(parts, actor, id)).find(({ kid }) => kid === jwk.kid)
    if (added === undefined) throw new BrokerError('precondition_failed', 'somebody else has retired it at once')
    return { status: 201, body: added }
  },
})

/** Taking one away ends it at once, on every node within a second. */
export const retireClientKey = defineOperation({
  id: 'retireClientKey',
  statuses: [204],
  refusals: [409, 412, 422],
  method: 'DELETE',
  path: '/clients/{id}/keys/{kid}',
  scope: adminScopes.write,
  summary: 'Takes a key away. The last one that counts stays as long as the client is active.',
  params: params.extend({ kid: z.string().max(200) }),
  headers: ['tillit-reason'],
  run: async ({ actor, headers, params: { id, kid } }, parts) => {
    await changeClient(parts, {
      actor,
      reason: headers.reason,
      clientId: id,
      to: (wire) => {
        const retired = retireKey(wire, kid, parts.clock.nowSeconds())
        if (retired === 'unknown') throw new BrokerError('not_found', 'the client has no key with this kid')
        if (retired === 'last') {
          throw new BrokerError(
            'last_key',
            'it is the last key that counts: add a new one first, or disable the client',
          )
        }
        return retired
      },
    })
    return { status: 204 }
  },
})

async function readKeys(parts: AdminParts, actor: Actor, id: string): Promise<z.output<typeof keyForm>[]> {
  const wire = readClient(await findEntity(parts, actor, { kind: 'client', id }))
  return keysOf(wire, parts.clock.nowSeconds()).map(showKey)
}
