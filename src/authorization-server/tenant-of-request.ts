import { decideDetails } from '#src/registry/decide-details.ts'
import { combineDetails } from '#src/registry/details/combine-details.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { PushedRequest } from './pushed-requests.ts'

/**
 * The tenant that a multi-tenant client named when it pushed its request, by the registry of this moment. Undefined when it
 * named none, or may no longer act for it: the supplier's own rules then hold, and an employer's login of the tenant's
 * fits nobody. Pure.
 */
export function tenantOfRequest(
  registry: Registry,
  clientId: string,
  pushed: Pick<PushedRequest, 'details'> | undefined,
  nowSeconds: number,
): string | undefined {
  if (pushed?.details === undefined) return undefined
  const combined = combineDetails(pushed.details, {})
  if (combined.kind === 'refused') return undefined
  const decision = decideDetails(registry, clientId, combined.details, nowSeconds)
  if (decision.kind === 'refused' || decision.acting.tenancy !== 'multi-tenant') return undefined
  return decision.acting.parent
}
