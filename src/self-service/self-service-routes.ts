import type { Context } from 'koa'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Route } from '#src/http/router.ts'
import { TokenBuckets } from '#src/http/token-buckets.ts'
import { listSecrets, postSecret } from './client-secrets.ts'
import { createDraft } from './create-draft.ts'
import { requireApiKey } from './draft-limits.ts'
import { listDelegations } from './list-delegations.ts'
import { changeOwnClient, showOwnClient } from './own-client.ts'
import { authenticateSelf, type Self } from './self.ts'
import type { SelfServiceParts } from './self-service-parts.ts'
import { withRefusalsAudited } from './with-refusals-audited.ts'

type Names = 'client-secret' | 'client' | 'client-drafts' | 'multi-tenant-delegations'

/** Changes that a client makes to itself: a burst, and then one in so many seconds. Rotation needs one in months. */
const changes = { capacity: 30, perSecond: 1 / 30 }

/**
 * Below `/selvbetjening`, and the same below the root: some tools take of an address that they are told the origin alone.
 */
function pathOf(name: Names): RegExp {
  return new RegExp(`^(?:/selvbetjening)?/v1/${name}$`)
}

/** HelseID's own API for clients that look after themselves (helseid-profile 1.13), as routes. */
export function selfServiceRoutes(parts: SelfServiceParts): readonly Route[] {
  const nowMilliseconds = () => parts.clock.nowMilliseconds()
  const rate = new TokenBuckets({ ...changes, nowMilliseconds })
  const findApiKey = requireApiKey({ ...parts, nowMilliseconds })
  const ofClient = (
    method: 'GET' | 'POST' | 'PUT',
    name: Names,
    answer: (ctx: Context, self: Self, parts: SelfServiceParts) => Promise<unknown>,
  ): Route => ({
    method,
    path: pathOf(name),
    handle: async (ctx) => {
      ctx.set('cache-control', 'no-store')
      const self = await authenticateSelf(ctx, parts)
      if (method !== 'GET' && !rate.take(self.client.clientId)) {
        throw new BrokerError('too_many_requests', 'the client changes itself too often')
      }
      const { clientId, organisation } = self.client
      const about = { actor: self.actor.author, clientId, organisation, operation: `${method} ${name}` }
      writeJson(ctx, await withRefusalsAudited(parts.audit, about, () => answer(ctx, self, parts)))
    },
  })
  return [
    ofClient('POST', 'client-secret', postSecret),
    ofClient('GET', 'client-secret', listSecrets),
    ofClient('GET', 'client', showOwnClient),
    ofClient('PUT', 'client', changeOwnClient),
    ofClient('GET', 'multi-tenant-delegations', listDelegations),
    {
      method: 'POST',
      path: pathOf('client-drafts'),
      handle: async (ctx) => {
        ctx.set('cache-control', 'no-store')
        const apiKey = await findApiKey(ctx)
        const { organisation } = apiKey
        const about = { actor: { kind: 'broker' }, organisation, operation: 'POST client-drafts' } as const
        writeJson(ctx, await withRefusalsAudited(parts.audit, about, () => createDraft(ctx, apiKey, parts)))
        ctx.status = 201
      },
    },
  ]
}

function writeJson(ctx: Context, body: unknown): void {
  ctx.body = JSON.stringify(body)
  ctx.type = 'application/json'
}
