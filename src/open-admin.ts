import type { AdminParts } from './admin/admin-parts.ts'
import { Administrators } from './admin/administrators/administrators.ts'
import { readAnchor } from './audit/anchor.ts'
import { Chain } from './audit/chain.ts'
import { PersonSeal } from './audit/person-seal.ts'
import { verifyTrail } from './audit/verify.ts'
import { Seal } from './store/seal.ts'
import type { Store } from './store/store.ts'

type Given = 'config' | 'live' | 'registryStore' | 'database' | 'audit' | 'keys' | 'rotation' | 'clock' | 'subjectOf'

/** What the admin API, the console and self-service work on, put together. */
export function openAdmin(
  parts: Pick<AdminParts, Given | 'providers'> & { readonly store: Store; readonly storeKey: Uint8Array },
): AdminParts {
  const { store, storeKey, ...given } = parts
  const { config, database, audit, clock, subjectOf, providers } = given
  const { issuer, lifetimes } = config
  const seal = new Seal(storeKey)
  return {
    ...given,
    issuer,
    sessionAbsoluteSeconds: lifetimes.sessionAbsoluteSeconds,
    persons: new PersonSeal(seal),
    administrators: new Administrators({
      database,
      audit,
      clock,
      configured: new Map(
        config.developmentAdministrators.map(({ pid, name, organisations }) => {
          const id = `development-${name.toLowerCase().replaceAll(' ', '-')}`
          return [subjectOf(pid), { id, name, organisations }]
        }),
      ),
    }),
    explain: () => ({ issuer, nowSeconds: clock.nowSeconds(), providers: providers.all() }),
    verifyAudit: async () =>
      verifyTrail({ database, chain: new Chain(storeKey), anchor: await readAnchor({ store, seal }) }),
    startedAt: clock.nowMilliseconds(),
  }
}
