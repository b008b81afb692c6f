import type { Context } from 'koa'
import { readClient } from '#src/admin/clients/change-client.ts'
import { findEntity } from '#src/admin/entities/find-entity.ts'
import { requirePublicKey } from '#src/admin/keys/offered-key.ts'
import { registerKey } from '#src/admin/keys/register-key.ts'
import { keysOf } from '#src/registry/client-keys.ts'
import { judgeSelfChange } from './judge-self-change.ts'
import { readBody } from './read-body.ts'
import type { Self } from './self.ts'
import type { SelfServiceParts } from './self-service-parts.ts'

/** Tools read a date and can't read that there is none. */
const never = '9999-12-31T23:59:59.000Z'

/**
 * `POST /v1/client-secret`: a new public key of the client that calls. The old ones count for the overlap, or until their
 * own end if that is sooner. The very same key again changes nothing.
 */
export async function postSecret(ctx: Context, self: Self, parts: SelfServiceParts): Promise<unknown> {
  const jwk = requirePublicKey(await readBody(ctx), [])
  const end = await registerKey(parts, {
    actor: self.actor,
    reason: 'selvbetjening: a new key, by the client itself',
    clientId: self.client.clientId,
    jwk,
    endsOthers: true,
    permit: (plan) => judgeSelfChange(self, plan, parts.live.registry),
  })
  return { expiration: end === undefined ? never : new Date(end * 1000).toISOString() }
}

/** `GET /v1/client-secret`: every key of the client that calls. */
export async function listSecrets(_ctx: Context, { actor, client }: Self, parts: SelfServiceParts): Promise<unknown> {
  const wire = readClient(await findEntity(parts, actor, { kind: 'client', id: client.clientId }))
  return keysOf(wire, parts.clock.nowSeconds()).map(({ jwk, thumbprint, expiresAt }) => ({
    expiration: expiresAt === undefined ? null : new Date(expiresAt * 1000).toISOString(),
    kid: jwk.kid,
    jwkThumbprint: thumbprint,
    origin: 'Api',
    // A text, as tools read it.
    publicJwk: JSON.stringify(jwk),
  }))
}
