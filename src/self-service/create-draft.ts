import type { Context } from 'koa'
import { z } from 'zod'
import { isLoopbackHost } from '#config/loopback.ts'
import type { Actor } from '#src/admin/actor.ts'
import type { ApiKey } from '#src/admin/api-keys/api-keys.ts'
import { applyChange } from '#src/admin/apply-change.ts'
import { requirePublicKey } from '#src/admin/keys/offered-key.ts'
import { judgePlan } from '#src/admin/rights/judge-plan.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { randomUuid } from '#src/operations/random.ts'
import { organisationNumberField, scopeField } from '#src/registry/wire-fields.ts'
import { wishMembers } from './own-client.ts'
import { readForm } from './read-body.ts'
import type { SelfServiceParts } from './self-service-parts.ts'
import { wantedAccess } from './wanted-access.ts'
import { wantedClaims } from './wanted-claims.ts'

const draftForm = z.strictObject({
  organizationNumber: organisationNumberField,
  publicJwk: z.union([z.string().max(20_000), z.record(z.string(), z.json())]),
  apiScopes: z.array(scopeField).max(100),
  ...wishMembers,
})
type Draft = z.output<typeof draftForm>

/** Drafts of one organisation that may wait for somebody to confirm them. */
const mostDrafts = 50
const daySeconds = 86_400
/** As history and access name who made a draft; the reason names the API key. */
const authorId = 'selvbetjening'

/**
 * `POST /v1/client-drafts`: a client that gives nothing until somebody of its organisation has confirmed it. Only for the
 * organisation that made the API key, and its sub-units; single-tenant only.
 *
 * @throws {BrokerError} `change_not_allowed` for another organisation; `change_refused` with every place.
 */
export async function createDraft(ctx: Context, apiKey: ApiKey, parts: SelfServiceParts): Promise<unknown> {
  const draft = await readForm(ctx, draftForm)
  const { organizationNumber: organisation } = draft
  if (!isOfKey(organisation, apiKey, parts)) {
    throw new BrokerError('change_not_allowed', 'the API key is not one of this organisation')
  }
  await refuseTooMany(organisation, parts)
  const document = documentOf(draft, apiKey, parts)
  const actor: Actor = {
    author: { kind: 'broker', id: authorId, onBehalfOf: apiKey.organisation },
    scopes: new Set(),
    organisations: new Set([organisation]),
  }
  await applyChange(parts, {
    actor,
    reason: `selvbetjening: a draft with the API key ${apiKey.id} (${apiKey.name})`,
    changes: [{ kind: 'client', id: document.client_id, document }],
    expected: [{ kind: 'client', id: document.client_id, revision: 0 }],
    permit: (plan) => judgePlan(actor, plan, parts.live.registry),
  })
  return { clientId: document.client_id }
}

function isOfKey(organisation: string, apiKey: ApiKey, { live }: SelfServiceParts): boolean {
  const found = live.registry.organisation(organisation)
  return found !== undefined && (organisation === apiKey.organisation || found.parent === apiKey.organisation)
}

async function refuseTooMany(organisation: string, { database }: SelfServiceParts): Promise<void> {
  const rows = await database.query
    .selectFrom('registry_entity')
    .select('id')
    .where('organisation', '=', organisation)
    .where('kind', '=', 'client')
    .where('status', '=', 'draft')
    .limit(mostDrafts)
    .execute()
  if (rows.length < mostDrafts) return
  const allowed = `at most ${mostDrafts}: confirm or disable some first`
  throw new ProblemError('change_refused', 'too many drafts of the organisation wait', [
    { pointer: '', found: `${rows.length} drafts`, allowed },
  ])
}

/** What the registry judges like any other document. */
function documentOf(draft: Draft, apiKey: ApiKey, { live, clock, clientKeys }: SelfServiceParts) {
  const nowSeconds = clock.nowSeconds()
  const jwk = requirePublicKey(draft.publicJwk, ['publicJwk'])
  const end = new Date((nowSeconds + clientKeys.defaultLifeDays * daySeconds) * 1000).toISOString()
  const access = wantedAccess(draft.apiScopes, [], { registry: live.registry, nowSeconds, requestedBy: authorId })
  const redirectUris = draft.redirectUris ?? []
  return {
    client_id: randomUuid(),
    client_name: apiKey.name,
    ...kindOf(redirectUris),
    organisation: draft.organizationNumber,
    tenancy: 'single-tenant',
    child_organisations: draft.childOrganizationNumbers ?? [],
    status: 'draft',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [jwk] },
    key_expirations: { [jwk.kid]: end },
    redirect_uris: redirectUris,
    post_logout_redirect_uris: draft.postLogoutRedirectUris ?? [],
    access,
    ...wantedClaims(draft.audienceSpecificClientClaims ?? [], {}, live.registry),
  }
}

/** With an address to come back to people log in; if each lies on the own machine, through a program on it. */
function kindOf(redirectUris: readonly string[]) {
  if (redirectUris.length === 0) return { kind: 'machine', grant_types: ['client_credentials'] }
  const isOnMachine = redirectUris.every((uri) => isLoopbackHost(URL.parse(uri)?.hostname ?? ''))
  return {
    kind: isOnMachine ? 'native' : 'web',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid profile offline_access',
  }
}
