import type { Config } from '#config/schema.ts'
import type { AdminParts } from './admin/admin-parts.ts'
import { Administrators } from './admin/administrators/administrators.ts'
import { ApiKeys } from './admin/api-keys/api-keys.ts'
import { KeyEnds } from './admin/keys/key-ends.ts'
import { readAnchor } from './audit/anchor.ts'
import { Chain } from './audit/chain.ts'
import { PersonSeal } from './audit/person-seal.ts'
import { verifyTrail } from './audit/verify.ts'
import { deriveSecrets } from './authorization-server/secrets.ts'
import { subjectOf } from './claims/subject.ts'
import type { Provider, Providers } from './login/providers.ts'
import { Seal } from './store/seal.ts'
import type { Store } from './store/store.ts'

/** What both a broker and a command without one have opened. */
interface OpenParts
  extends Pick<AdminParts, 'live' | 'registryStore' | 'database' | 'audit' | 'keys' | 'rotation' | 'clock'> {
  readonly config: Config
  readonly store: Store
  readonly storeKey: Uint8Array
  readonly providers: readonly Provider[]
}

/**
 * What the operations of the admin API work on: in the broker, and in the command with `--offline`.
 * @param providersNow whose state the broker follows.
 */
export function buildAdminParts(parts: OpenParts, providersNow: Providers): AdminParts {
  const { config, live, registryStore, database, audit, keys, rotation, clock, store, storeKey, providers } = parts
  const seal = new Seal(storeKey)
  const { subjectKey } = deriveSecrets(storeKey)
  return {
    config,
    sessionAbsoluteSeconds: config.lifetimes.sessionAbsoluteSeconds,
    issuer: config.issuer,
    live,
    registryStore,
    database,
    audit,
    keys,
    rotation,
    persons: new PersonSeal(seal),
    administrators: new Administrators({ database, audit, clock, configured: configuredBySubject(config, subjectKey) }),
    subjectOf: (pid) => subjectOf(pid, subjectKey),
    providers: providersNow,
    clock,
    explain: () => ({ issuer: config.issuer, nowSeconds: clock.nowSeconds(), providers }),
    verifyAudit: async () =>
      verifyTrail({ database, chain: new Chain(storeKey), anchor: await readAnchor({ store, seal }) }),
    startedAt: clock.nowMilliseconds(),
    clientKeys: config.clientKeys,
    keyEnds: new KeyEnds(live),
    apiKeys: new ApiKeys({ database, audit, clock }),
  }
}

function configuredBySubject({ developmentAdministrators }: Config, subjectKey: Uint8Array) {
  return new Map(
    developmentAdministrators.map(({ pid, name, organisations }) => {
      const id = `development-${name.toLowerCase().replaceAll(' ', '-')}`
      return [subjectOf(pid, subjectKey), { id, name, organisations }]
    }),
  )
}
