import type { Registry } from '#src/registry/registry.ts'
import type { Provider } from './providers.ts'

/** A regional provider whose logins no client can use. */
export interface UnregisteredEmployer {
  readonly providerId: string
  readonly employer: string
  /** What is wrong, for the operator. */
  readonly meaning: string
}

/**
 * Providers that speak for an employer which the registry does not have, or not in force: their logins then fit no
 * client, and nobody would be told why. For the log at the start and for `tillit doctor`. Pure.
 */
export function listUnregisteredEmployers(
  providers: readonly Pick<Provider, 'id' | 'adapter'>[],
  registry: Pick<Registry, 'organisation'>,
): readonly UnregisteredEmployer[] {
  return providers.flatMap(({ id: providerId, adapter: { employer } }) => {
    if (employer === undefined) return []
    const status = registry.organisation(employer)?.status
    if (status === 'active') return []
    const found = status === undefined ? 'not in the registry' : 'disabled in the registry'
    return [{ providerId, employer, meaning: `its employer is ${found}: no client can use its logins` }]
  })
}
