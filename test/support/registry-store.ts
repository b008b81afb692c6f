import { Chain } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { AuditTrail } from '#src/audit/trail.ts'
import { verifyTrail } from '#src/audit/verify.ts'
import { deriveConsoleKey } from '#src/keys/console-key.ts'
import { systemClock } from '#src/operations/clock.ts'
import { createLog } from '#src/operations/log.ts'
import type { LoadOptions } from '#src/registry/load-registry-files.ts'
import { seedRegistry } from '#src/registry/seed/seed-registry.ts'
import { LiveRegistry } from '#src/registry/store/live-registry.ts'
import { RegistryStore } from '#src/registry/store/registry-store.ts'
import type { Database } from '#src/store/database.ts'
import { openDatabase } from '#src/store/open-database.ts'
import { Seal } from '#src/store/seal.ts'

const ownStoreKey = new Uint8Array(32).fill(7)

export const registryOptions: LoadOptions = {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
}

/** One node's view of a registry in a database, without a broker around it. */
export interface RegistryNode {
  readonly database: Database
  readonly audit: AuditTrail
  readonly live: LiveRegistry
  readonly store: RegistryStore
  /** Fills an empty store from a folder, as the broker's start does. */
  seed(registryDir?: string): Promise<void>
  /** Whether the audit trail is whole, and how long it is. */
  verifyAudit(): ReturnType<typeof verifyTrail>
  close(): Promise<void>
}

/**
 * @param place a folder, or the address of a PostgreSQL database.
 * @param storeKey that of a broker that works on the same database.
 */
export async function openRegistryNode(place: string, storeKey: Uint8Array = ownStoreKey): Promise<RegistryNode> {
  const chain = new Chain(storeKey)
  const nowMilliseconds = () => systemClock.nowMilliseconds()
  const database = await openDatabase(
    place.startsWith('postgres:')
      ? { dataDir: '/nonexistent', databaseUrl: place, nowMilliseconds }
      : { dataDir: place, nowMilliseconds },
  )
  const audit = new AuditTrail({ database, chain, persons: new PersonSeal(new Seal(storeKey)), clock: systemClock })
  const log = createLog({ level: 'silent' })
  const live = await LiveRegistry.open({ database, placeholders: registryOptions.placeholders, log })
  const store = new RegistryStore({ live, audit, clock: systemClock, options: registryOptions })
  return {
    database,
    audit,
    live,
    store,
    seed: (registryDir = 'clients') =>
      seedRegistry({
        live,
        store,
        registryDir,
        options: registryOptions,
        issuer: 'http://localhost:3000',
        consoleJwk: { ...deriveConsoleKey(storeKey).publicJwk },
      }),
    verifyAudit: () => verifyTrail({ database, chain, anchor: undefined }),
    close: async () => {
      await audit.close()
      await database.close()
    },
  }
}
