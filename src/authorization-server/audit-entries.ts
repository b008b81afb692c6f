import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { Reason } from '#src/http/reasons.ts'
import { redact } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { GrantAccount } from './account.ts'
import { grantsEndedIn } from './end-grant.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'
import { verifiedAssertions } from './verified-jwts.ts'

/** Codes of the audit trail's `reason` come with what the operator may see: never what somebody sent. */
export interface Refusal {
  readonly reason: Reason
  readonly detail: string
}

/** What an answer that issues or ends something is in the audit trail. Empty for all others. */
export async function entriesOfAnswer(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
): Promise<readonly AuditEntry[]> {
  if (ctx.oidc === undefined) return []
  const { entities, route } = ctx.oidc
  const token = route === 'token' ? (entities.AccessToken ?? entities.ClientCredentials) : undefined
  const code = route === 'authorization' || route === 'resume' ? entities.AuthorizationCode : undefined
  const ended = entriesOfEndedGrants(ctx, unit, registry)
  if (token !== undefined) return [tokenIssued(ctx, token, registry), ...ended]
  if (code?.grantId === undefined) return ended
  // Written in this very unit by make-grant.ts.
  const grant = (await unit.get(grantLogin, code.grantId)) as GrantLogin | undefined
  const details = { scopes: scopesOf(code.scope), grant: code.grantId }
  return [{ event: 'code.issued', outcome: 'done', ...about(ctx, registry), ...personOf(grant), details }, ...ended]
}

/** A refusal in the trail, by whether its caller has proved who it is. */
export interface RefusalEntries {
  /** To be durable before the answer leaves. */
  readonly proven: readonly AuditEntry[]
  /** Of somebody who may be anybody: never at the will of a stranger (`unproven-refusals.ts`). */
  readonly unproven: readonly AuditEntry[]
}

/**
 * A refusal by the engine. The caller has proved who it is when its assertion holds and it is within its rate, or when
 * the browser brings a request that was pushed so.
 */
export function entriesOfRefusal(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
  refusal: Refusal,
): RefusalEntries {
  const ended = entriesOfEndedGrants(ctx, unit, registry)
  // A login that ended without a code has its own record, made where it was refused.
  if (ctx.oidc === undefined || !recordedRoutes.has(ctx.oidc.route)) return { proven: ended, unproven: [] }
  const { account, entities, params, route } = ctx.oidc
  const grant = account instanceof GrantAccount ? account.grant : undefined
  const details = { ...requested(params), ...(refusal.detail === '' ? {} : { found: printable(refusal.detail) }) }
  const event = route === 'token' ? 'token.refused' : 'request.refused'
  const { reason } = refusal
  const entry: AuditEntry = {
    event,
    outcome: 'refused',
    reason,
    ...about(ctx, registry),
    ...personOf(grant),
    details: { ...details, route },
  }
  const isProven = verifiedAssertions.has(ctx) || entities.PushedAuthorizationRequest !== undefined
  return isProven ? { proven: [entry, ...ended], unproven: [] } : { proven: ended, unproven: [entry] }
}

const recordedRoutes: ReadonlySet<string> = new Set(['token', 'pushed_authorization_request', 'authorization'])

/** A refusal at one of our own endpoints. `id` is a client or API of the registry; undefined: nobody that we know. */
export function refusedAt(
  route: 'revocation' | 'introspection' | 'userinfo',
  registry: Registry,
  id: string | undefined,
  { reason, detail }: { readonly reason: Reason; readonly detail?: string | undefined },
): AuditEntry {
  const details = { route, ...(detail === undefined ? {} : { found: printable(detail) }) }
  return { event: 'request.refused', outcome: 'refused', reason, ...caller(registry, id), details }
}

/** What was told about a person at userinfo: names of claims, never their values. */
export function userinfoAnswered(
  registry: Registry,
  told: {
    readonly clientId: string
    readonly jti: string
    readonly grant: GrantLogin
    readonly claims: readonly string[]
  },
): AuditEntry {
  const { clientId, jti, claims, grant } = told
  return {
    event: 'userinfo.answered',
    outcome: 'done',
    ...caller(registry, clientId),
    ...personOf(grant),
    details: { jti, claims: [...claims] },
  }
}

/** What a client took back itself (RFC 7009): one access token, or a grant with all its tokens. */
export function revokedByClient(
  registry: Registry,
  clientId: string,
  revoked: { readonly jti: string } | { readonly grant: string },
): AuditEntry {
  const organisation = registry.client(clientId)?.organisation
  const event = 'grant' in revoked ? 'grant.revoked' : 'token.revoked'
  return { event, outcome: 'done', actor: { kind: 'client', id: clientId }, clientId, organisation, details: revoked }
}

/** One attempt to tell a client that a session ended. */
export function noticeSent(registry: Registry, clientId: string, outcome: 'done' | 'failed'): AuditEntry {
  const organisation = registry.client(clientId)?.organisation
  return { event: 'logout.notice', outcome, actor: { kind: 'broker' }, clientId, organisation }
}

function tokenIssued(ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials, registry: Registry): AuditEntry {
  const { account, entities, params } = ctx.oidc
  const { grantId } = token.kind === 'AccessToken' ? token : { grantId: undefined }
  return {
    event: 'token.issued',
    outcome: 'done',
    ...about(ctx, registry),
    ...personOf(account instanceof GrantAccount ? account.grant : undefined),
    api: token.resourceServer?.identifier(),
    details: {
      grant_type: String(params?.grant_type),
      jti: token.jti,
      scopes: scopesOf(token.scope),
      ...(token.jkt === undefined ? {} : { key_thumbprint: token.jkt }),
      // An exchanged token of a machine has none.
      ...(grantId === undefined || grantId === '' ? {} : { grant: grantId }),
      refresh_token: entities.RefreshToken !== undefined,
    },
  }
}

function entriesOfEndedGrants(ctx: KoaContextWithOIDC, unit: UnitOfWork, registry: Registry): readonly AuditEntry[] {
  return grantsEndedIn(unit).map((grant) => ({
    event: 'grant.revoked',
    outcome: 'done',
    ...about(ctx, registry),
    details: { grant },
  }))
}

function about(
  ctx: KoaContextWithOIDC,
  registry: Registry,
): Pick<AuditEntry, 'actor' | 'clientId' | 'organisation' | 'api'> {
  return caller(registry, ctx.oidc?.client?.clientId)
}

/** @param id of a client, or the audience of an API that authenticates itself; undefined for nobody that we know. */
function caller(
  registry: Registry,
  id: string | undefined,
): Pick<AuditEntry, 'actor' | 'clientId' | 'organisation' | 'api'> {
  if (id === undefined) return { actor: { kind: 'client' } }
  const actor = { kind: 'client', id } as const
  const client = registry.client(id)
  if (client !== undefined) return { actor, clientId: id, organisation: client.organisation }
  const owner = registry.api(id)?.owner
  return owner === undefined ? { actor } : { actor, api: id, organisation: owner }
}

function personOf(grant: GrantLogin | undefined): Pick<AuditEntry, 'pid' | 'idp' | 'level'> {
  if (grant === undefined) return {}
  const { pid, providerId, level } = grant.login
  return { pid, idp: providerId, level }
}

/** Only what the request may freely say: names of scopes, resources and grant types, shortened and without surprises. */
function requested(params: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const named = ['grant_type', 'scope', 'resource'].map((name): [string, unknown] => [name, params?.[name]])
  const texts = named.flatMap(([name, value]) => (typeof value === 'string' ? [[name, printable(value)]] : []))
  return Object.fromEntries(texts)
}

const longestText = 300

function printable(text: string): string {
  return redact(text.replace(/[^\x20-\x7e]/g, '?')).slice(0, longestText)
}

function scopesOf(scope: string | undefined): string[] {
  return scope?.split(' ').filter((name) => name !== '') ?? []
}
