import { adapterKinds } from '#idp-adapters/kinds.ts'
import type { AdminParts } from '#src/admin/admin-parts.ts'
import { Administrators } from '#src/admin/administrators/administrators.ts'
import { readAnchor } from '#src/audit/anchor.ts'
import { Chain } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { verifyTrail } from '#src/audit/verify.ts'
import { deriveSecrets } from '#src/authorization-server/secrets.ts'
import { subjectOf } from '#src/claims/subject.ts'
import { loadProviders } from '#src/load-providers.ts'
import { Providers } from '#src/login/providers.ts'
import { openKeys } from '#src/open-keys.ts'
import { openRegistry } from '#src/open-registry.ts'
import { systemClock as clock } from '#src/operations/clock.ts'
import type { BrokerParts } from './open-broker-parts.ts'

/** What the operations of the admin API work on, without a broker. @throws {StoreUnavailable} {Error} for a provider's settings. */
export async function openAdminParts(parts: BrokerParts): Promise<AdminParts> {
  const { config, database, audit, store, seal, storeKey, log } = parts
  const { live, store: registryStore } = await openRegistry({ config, database, audit, clock, log })
  const { subjectKey } = deriveSecrets(storeKey)
  const providers = loadProviders(config, adapterKinds, clock)
  const { keys, rotation } = await openKeys({ config, database, seal, clock, log })
  return {
    config,
    sessionAbsoluteSeconds: config.lifetimes.sessionAbsoluteSeconds,
    issuer: config.issuer,
    live,
    registryStore,
    database,
    audit,
    persons: new PersonSeal(seal),
    administrators: new Administrators({ database, audit, clock, configured: new Map() }),
    subjectOf: (pid) => subjectOf(pid, subjectKey),
    providers: new Providers(providers, () => clock.nowMilliseconds()),
    keys,
    rotation,
    clock,
    explain: () => ({ issuer: config.issuer, nowSeconds: clock.nowSeconds(), providers }),
    verifyAudit: async () =>
      verifyTrail({ database, chain: new Chain(storeKey), anchor: await readAnchor({ store, seal }) }),
    startedAt: clock.nowMilliseconds(),
  }
}
