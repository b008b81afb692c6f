import type { Config } from '#config/schema.ts'
import type { AdapterKind } from '#idp-adapters/contract.ts'
import { loadProviders } from '#src/load-providers.ts'
import { listProviderExceptions } from '#src/login/provider-exceptions.ts'
import { systemClock } from '#src/operations/clock.ts'
import type { Registry } from '#src/registry/registry.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

const check = 'identity providers'

/** Settings, exceptions and employers of the configured providers. Asks none of them anything. */
export function checkProviders(
  config: Config,
  kinds: readonly AdapterKind[],
  registry: Registry | undefined,
): readonly Finding[] {
  let providers: ReturnType<typeof loadProviders>
  try {
    providers = loadProviders(config, kinds, systemClock)
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n')
    return lines.map((line) => bad(check, line, 'correct the configuration: the broker does not start with this'))
  }
  const exceptions = listProviderExceptions(providers).map(({ providerId, name, meaning }) =>
    warn('provider exceptions', `${providerId}: ${name}: ${meaning}`, 'ask the provider for what would end it'),
  )
  const employers = providers.flatMap(({ id, adapter: { employer } }) => {
    if (employer === undefined || registry === undefined) return []
    const organisation = registry.organisation(employer)
    if (organisation === undefined) {
      return [
        bad('employers', `${id}: ${employer} is not registered`, 'register the organisation: nobody gets in by it'),
      ]
    }
    return organisation.status === 'active'
      ? [ok('employers', `${id}: ${organisation.name}`)]
      : [warn('employers', `${id}: ${employer} is disabled`, 'enable the organisation, or the provider goes')]
  })
  const names = providers.map(({ id }) => id).join(', ')
  return [
    providers.length === 0
      ? warn(check, 'none is configured', 'nobody can log in; machines can')
      : ok(check, `${providers.length}: ${names}`),
    ...exceptions,
    ...employers,
  ]
}
