import type { Config } from '#config/schema.ts'
import type { AuditTrail } from './audit/trail.ts'
import { deriveConsoleKey } from './keys/console-key.ts'
import { makeOperatorKey, operatorKeyFile } from './keys/operator-key.ts'
import type { Clock } from './operations/clock.ts'
import type { Log } from './operations/log.ts'
import type { LoadOptions } from './registry/load-registry-files.ts'
import { seedRegistry } from './registry/seed/seed-registry.ts'
import { LiveRegistry } from './registry/store/live-registry.ts'
import { RegistryStore } from './registry/store/registry-store.ts'
import type { Database } from './store/database.ts'

/** The registry, to be served and to be changed. */
export interface OpenRegistry {
  readonly live: LiveRegistry
  readonly store: RegistryStore
}

interface RegistryParts {
  readonly config: Config
  readonly database: Database
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly log: Log
}

/** The registry as it is in the store, for a command beside a broker. @throws {StoreUnavailable} */
export async function openRegistry({ config, database, audit, clock, log }: RegistryParts): Promise<OpenRegistry> {
  const options = registryOptions(config)
  const live = await LiveRegistry.open({ database, placeholders: options.placeholders, log })
  return { live, store: new RegistryStore({ live, audit, clock, options }) }
}

/**
 * The same for the broker, which fills an empty store and keeps its own entities up to date. In development it makes the
 * operator's key too; elsewhere `tillit operator init` does.
 *
 * @throws {RegistryProblems} {StoreUnavailable} {Error}
 */
export async function startRegistry(parts: RegistryParts & { readonly storeKey: Uint8Array }): Promise<OpenRegistry> {
  const { config, storeKey } = parts
  const registry = await openRegistry(parts)
  await seedRegistry({
    ...registry,
    registryDir: config.registryDir,
    options: registryOptions(config),
    issuer: config.issuer,
    consoleJwk: { ...deriveConsoleKey(storeKey).publicJwk },
    ...(config.environment === 'development'
      ? { operatorJwk: { ...makeOperatorKey(operatorKeyFile(config.dataDir)) } }
      : {}),
  })
  return registry
}

/** What registry documents are judged against on this node. */
export function registryOptions({ environment, demo, identityProviders }: Config): LoadOptions {
  return {
    environment,
    placeholders: demo === undefined ? {} : { TILLIT_DEMO_URL: demo.demoUrl, TILLIT_DEMO_API_URL: demo.demoApiUrl },
    identityProviderIds: identityProviders.map(({ id }) => id),
  }
}
