import type { KoaContextWithOIDC } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { grantsEndedIn } from './end-grant.ts'
import type { GrantLogin } from './grant-login.ts'

/** Grants that a request ended, whatever else it did. */
export function entriesOfEndedGrants(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
): readonly AuditEntry[] {
  return grantsEndedIn(unit).map((grant) => ({
    event: 'grant.revoked',
    outcome: 'done',
    ...about(ctx, registry),
    details: { grant },
  }))
}

/** The client of a request to the engine. */
export function about(
  ctx: KoaContextWithOIDC,
  registry: Registry,
): Pick<AuditEntry, 'actor' | 'clientId' | 'organisation' | 'api'> {
  return caller(registry, ctx.oidc?.client?.clientId)
}

/** @param id of a client, or the audience of an API that authenticates itself; undefined for nobody that we know. */
export function caller(
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

/** Whom a grant is about. */
export function personOf(grant: GrantLogin | undefined): Pick<AuditEntry, 'pid' | 'idp' | 'level'> {
  if (grant === undefined) return {}
  const { pid, providerId, level } = grant.login
  return { pid, idp: providerId, level }
}
