import type { ActingFor } from '#src/claims/acting.ts'
import { decideOrganisation } from './decide-organisation.ts'
import type { Registry } from './registry.ts'

/**
 * Whether a client may still act for whom its token says: an organisation that was switched off, a delegation that was
 * revoked or has run out since then gives no more tokens, by way of an exchange neither.
 */
export function mayStillActFor(registry: Registry, clientId: string, acting: ActingFor, nowSeconds: number): boolean {
  const { tenancy, parent, child } = acting
  const isFixed = registry.organisation(registry.client(clientId)?.organisation ?? '')?.parent !== undefined
  const named = tenancy === 'multi-tenant' ? parent : isFixed ? undefined : child
  const names = {
    ...(tenancy === 'multi-tenant' && parent !== undefined ? { parent } : {}),
    ...(child === undefined ? {} : { child }),
  }
  const asked = named === undefined ? undefined : { value: names, pointer: '' }
  const decision = decideOrganisation(registry, clientId, asked, nowSeconds)
  if (decision.kind === 'refused') return false
  const now = decision.acting
  return now.tenancy === tenancy && now.parent === parent && now.child === child && now.supplier === acting.supplier
}
