import type { Context } from 'koa'
import type { Actor } from '#src/admin/actor.ts'
import { refuseWithdrawnKeys } from '#src/admin/keys/refuse-withdrawn-keys.ts'
import { authenticateAtResource } from '#src/authorization-server/own-resource.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { selfServiceResource, selfServiceScope } from '#src/registry/built-in/names.ts'
import type { Client } from '#src/registry/client.ts'
import type { SelfServiceParts } from './self-service-parts.ts'

/** The client that calls, about itself. */
export interface Self {
  readonly client: Client
  readonly actor: Actor
}

/**
 * Who calls: a client with its own token for this API.
 * @throws {BrokerError} `access_token_invalid` `dpop_invalid` `dpop_replayed` `insufficient_scope`
 */
export async function authenticateSelf(ctx: Context, parts: SelfServiceParts): Promise<Self> {
  const caller = await authenticateAtResource(ctx, selfServiceResource, parts)
  if (!caller.scopes.includes(selfServiceScope) || caller.login !== undefined) {
    throw new BrokerError('insufficient_scope', `this needs a token of the client's own with ${selfServiceScope}`)
  }
  await refuseWithdrawnKeys(caller, parts)
  const client = parts.live.registry.client(caller.clientId)
  if (client === undefined) throw new BrokerError('access_token_invalid', 'the client is not registered')
  const author = { kind: 'client', id: client.clientId } as const
  return { client, actor: { author, scopes: new Set(), organisations: new Set([client.organisation]) } }
}
