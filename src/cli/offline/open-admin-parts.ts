import { adapterKinds } from '#idp-adapters/kinds.ts'
import type { AdminParts } from '#src/admin/admin-parts.ts'
import { buildAdminParts } from '#src/build-admin-parts.ts'
import { loadProviders } from '#src/load-providers.ts'
import { Providers } from '#src/login/providers.ts'
import { openKeys } from '#src/open-keys.ts'
import { openRegistry } from '#src/open-registry.ts'
import { systemClock as clock } from '#src/operations/clock.ts'
import type { BrokerParts } from './open-broker-parts.ts'

/** What the operations of the admin API work on, without a broker. @throws {StoreUnavailable} {Error} for a provider's settings. */
export async function openAdminParts(parts: BrokerParts): Promise<AdminParts> {
  const { config } = parts
  const { live, store: registryStore } = await openRegistry({ ...parts, clock })
  const { keys, rotation } = await openKeys({ ...parts, clock })
  const providers = loadProviders(config, adapterKinds, clock)
  const providersNow = new Providers(providers, () => clock.nowMilliseconds())
  return buildAdminParts({ ...parts, live, registryStore, keys, rotation, providers, clock }, providersNow)
}
