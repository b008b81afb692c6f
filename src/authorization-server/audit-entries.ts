import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { Reason } from '#src/http/reasons.ts'
import { redact } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { GrantAccount } from './account.ts'
import { grantsEndedIn } from './end-grant.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'

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

/**
 * A refusal of a request whose client is known. Whoever names no client of ours is in the log alone: the trail is for
 * what somebody can be asked about, and must not grow at a stranger's will.
 */
export function entriesOfRefusal(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
  refusal: Refusal,
): readonly AuditEntry[] {
  const ended = entriesOfEndedGrants(ctx, unit, registry)
  // A login that ended without a code has its own record, made where it was refused.
  if (ctx.oidc?.client === undefined || ctx.oidc.route === 'resume') return ended
  const { account, params } = ctx.oidc
  const isToken = ctx.oidc.route === 'token'
  const grant = account instanceof GrantAccount ? account.grant : undefined
  const details = { ...requested(params), ...(refusal.detail === '' ? {} : { found: printable(refusal.detail) }) }
  const event = isToken ? 'token.refused' : 'request.refused'
  const { reason } = refusal
  return [{ event, outcome: 'refused', reason, ...about(ctx, registry), ...personOf(grant), details }, ...ended]
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

function about(ctx: KoaContextWithOIDC, registry: Registry): Pick<AuditEntry, 'actor' | 'clientId' | 'organisation'> {
  const clientId = ctx.oidc?.client?.clientId
  if (clientId === undefined) return { actor: { kind: 'broker' } }
  return { actor: { kind: 'client', id: clientId }, clientId, organisation: registry.client(clientId)?.organisation }
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
