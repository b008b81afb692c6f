import type { Context } from 'koa'
import { missingAgreements } from '#src/registry/access.ts'
import type { Api } from '#src/registry/api.ts'
import type { Client } from '#src/registry/client.ts'
import type { Delegation } from '#src/registry/delegation.ts'
import type { Organisation } from '#src/registry/organisation.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { Self } from './self.ts'
import type { SelfServiceParts } from './self-service-parts.ts'

/**
 * `GET /v1/multi-tenant-delegations`: for whom the client that calls may act, and for which of its APIs they have accepted
 * the terms themselves. Empty for a single-tenant client.
 */
export async function listDelegations(_ctx: Context, { client }: Self, parts: SelfServiceParts): Promise<unknown> {
  if (client.tenancy !== 'multi-tenant') return []
  const { registry, documents } = parts.live.current
  const nowSeconds = parts.clock.nowSeconds()
  const apis = apisWithTerms(client, registry)
  // Ids alone are looked through: `<from>-<to>`.
  const suffix = `-${client.organisation}`
  const delegators = [...documents.of('delegation').ids()].filter((id) => id.endsWith(suffix)).sort()
  return delegators.flatMap((id) => {
    const from = id.slice(0, -suffix.length)
    const delegator = registry.organisation(from)
    const isThere = isInForce(registry.delegation(from, client.organisation), nowSeconds)
    return isThere && delegator !== undefined ? [showDelegation(delegator, apis)] : []
  })
}

function isInForce(delegation: Delegation | undefined, nowSeconds: number): boolean {
  if (delegation?.status !== 'active' || delegation.validFrom > nowSeconds) return false
  return delegation.validUntil === undefined || delegation.validUntil > nowSeconds
}

/** APIs of the client that want every organisation's own word, with the scopes that the client has of each. */
function apisWithTerms({ access }: Client, registry: Registry): ReadonlyMap<Api, readonly string[]> {
  const found = new Map<Api, readonly string[]>()
  for (const { scope, status } of access) {
    const api = registry.apiOfScope(scope)?.api
    if (status === 'approved' && api?.requiresTenantTerms) found.set(api, [...(found.get(api) ?? []), scope])
  }
  return found
}

function showDelegation(delegator: Organisation, apis: ReadonlyMap<Api, readonly string[]>) {
  return {
    delegator: {
      organizationNumber: delegator.organisationNumber,
      name: delegator.name,
      isHelsenettMember: delegator.status === 'active' && missingAgreements(delegator).length === 0,
    },
    serviceTerms: [...apis].map(([{ resource, name }, scopes]) => ({
      uri: resource,
      name,
      delegatorHasSigned: delegator.acceptedApiTerms?.includes(resource) === true,
      scopes,
    })),
  }
}
