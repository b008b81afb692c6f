import type { Context } from 'koa'
import { z } from 'zod'
import { displayText } from '#config/localized-text.ts'
import { changeClient, readClient } from '#src/admin/clients/change-client.ts'
import { findEntity } from '#src/admin/entities/find-entity.ts'
import type { ClientWire } from '#src/registry/client-schema.ts'
import { organisationNumberField, scopeField, uriField } from '#src/registry/wire-fields.ts'
import { judgeSelfChange } from './judge-self-change.ts'
import { readForm } from './read-body.ts'
import type { Self } from './self.ts'
import type { SelfServiceParts } from './self-service-parts.ts'
import { showClient } from './show-client.ts'
import { wantedAccess } from './wanted-access.ts'
import { wantedClaims } from './wanted-claims.ts'

/** What a client wants to be, as HelseID's tools say it. A member that is null or absent stays as it is. */
export const wishMembers = {
  audienceSpecificClientClaims: z
    .array(z.strictObject({ key: z.string().min(1).max(200), value: displayText(200) }))
    .max(20)
    .nullish(),
  redirectUris: z.array(uriField).max(100).nullish(),
  postLogoutRedirectUris: z.array(uriField).max(100).nullish(),
  childOrganizationNumbers: z.array(organisationNumberField).max(500).nullish(),
}
const wishForm = z.strictObject({ apiScopes: z.array(scopeField).max(100), ...wishMembers })

/** `GET /v1/client`: what the client that calls may do, and what it waits for. */
export async function showOwnClient(_ctx: Context, { actor, client }: Self, parts: SelfServiceParts): Promise<unknown> {
  const wire = readClient(await findEntity(parts, actor, { kind: 'client', id: client.clientId }))
  return showClient(wire, parts.clock.nowSeconds())
}

/**
 * `PUT /v1/client`: what the client that calls is from now on. What needs somebody's word is asked for, and waits.
 * @throws {BrokerError} `request_invalid` `change_refused` `change_not_allowed`
 */
export async function changeOwnClient(ctx: Context, self: Self, parts: SelfServiceParts): Promise<unknown> {
  const wish = await readForm(ctx, wishForm)
  await changeClient(parts, {
    actor: self.actor,
    reason: 'selvbetjening: changed by the client itself',
    clientId: self.client.clientId,
    permit: (plan) => judgeSelfChange(self, plan, parts.live.registry),
    to: (wire) => asWished(wire, wish, parts),
  })
  return showOwnClient(ctx, self, parts)
}

function asWished(wire: ClientWire, wish: z.output<typeof wishForm>, { live, clock }: SelfServiceParts): ClientWire {
  const { apiScopes, audienceSpecificClientClaims: claims } = wish
  const access = wantedAccess(apiScopes, wire.access, {
    registry: live.registry,
    nowSeconds: clock.nowSeconds(),
    requestedBy: wire.client_id,
  })
  const { requested_api_claims: _, ...others } = wire
  return {
    ...(claims ? { ...others, ...wantedClaims(claims, wire.api_claims, live.registry) } : wire),
    access: [...access],
    redirect_uris: wish.redirectUris ?? wire.redirect_uris,
    post_logout_redirect_uris: wish.postLogoutRedirectUris ?? wire.post_logout_redirect_uris,
    child_organisations: wish.childOrganizationNumbers ?? wire.child_organisations,
  }
}
