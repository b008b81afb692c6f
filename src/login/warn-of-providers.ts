import type { Config } from '#config/schema.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import { listProviderExceptions } from './provider-exceptions.ts'
import type { Provider } from './providers.ts'
import { listUnregisteredEmployers } from './unregistered-employers.ts'

/** At each start: what is allowed, and still not what anybody wants. */
export function warnOfProviders(parts: {
  readonly log: Log
  readonly providers: readonly Provider[]
  readonly registry: Registry
  readonly environment: Config['environment']
}): void {
  const { log, providers, registry, environment } = parts
  if (providers.length === 0) {
    log.warn('no identity provider is configured: machines get tokens, people can not log in (docs/operating.md)')
  }
  for (const { providerId, name, meaning } of listProviderExceptions(providers)) {
    // Simulators of what the real ones lack are nothing to warn a newcomer of.
    const level = environment === 'development' ? 'info' : 'warn'
    log[level]({ idp: providerId, exception: name }, `the provider ${providerId} is let off a demand: ${meaning}`)
  }
  for (const { providerId, employer, meaning } of listUnregisteredEmployers(providers, registry)) {
    log.warn({ idp: providerId, employer, exception: 'employer: not_registered' }, `${providerId}: ${meaning}`)
  }
}
