import type { ActingFor } from '#src/claims/acting.ts'
import type { Registry } from './registry.ts'

/**
 * Scopes that an organisation gets only when it has itself accepted the terms of their API: a multi-tenant client can't
 * accept them in its place. Without a named organisation nobody has.
 */
export function scopesWithoutTerms(
  registry: Registry,
  acting: ActingFor,
  scopes: readonly string[],
): readonly string[] {
  if (acting.tenancy !== 'multi-tenant') return []
  const accepted = acting.parent === undefined ? [] : (registry.organisation(acting.parent)?.acceptedApiTerms ?? [])
  return scopes.filter((scope) => {
    const api = registry.apiOfScope(scope)?.api
    return api?.requiresTenantTerms === true && !accepted.includes(api.resource)
  })
}
