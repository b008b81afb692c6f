import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { GrantAccount } from './account.ts'
import { about, caller, entriesOfEndedGrants, personOf } from './audit-parties.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'
import { exceptionsOf, exceptionUsed } from './used-exceptions.ts'

/** What an answer that issues or ends something is in the audit trail, or one that was given by exception. */
export async function entriesOfAnswer(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
): Promise<readonly AuditEntry[]> {
  if (ctx.oidc === undefined) return []
  const { client, route } = ctx.oidc
  const clientId = client?.clientId ?? ''
  const byException = exceptionUsed(registry, { clientId, route, exceptions: exceptionsOf(ctx) })
  return [...(await entriesOfIssue(ctx, unit, registry)), ...byException]
}

async function entriesOfIssue(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
): Promise<readonly AuditEntry[]> {
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

function scopesOf(scope: string | undefined): string[] {
  return scope?.split(' ').filter((name) => name !== '') ?? []
}
