import type { Config } from '#config/schema.ts'
import { AnchorKeeper } from './audit/anchor.ts'
import { Chain } from './audit/chain.ts'
import { PersonSeal } from './audit/person-seal.ts'
import { AuditTrail } from './audit/trail.ts'
import type { Clock } from './operations/clock.ts'
import type { Log } from './operations/log.ts'
import type { Database } from './store/database.ts'
import { openDatabase } from './store/open-database.ts'
import type { Seal } from './store/seal.ts'
import type { Store } from './store/store.ts'

/** The durable database with what lives in it. */
export interface Durable {
  readonly database: Database
  readonly audit: AuditTrail
  /** Writes what is on its way, notes the end of the trail, closes. Before the state store is closed. */
  close(): Promise<void>
}

/** @throws {StoreUnavailable} {Error} with what the operator must mend; nothing is left open. */
export async function openDurable(parts: {
  readonly config: Config
  readonly store: Store
  readonly storeKey: Uint8Array
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
  /** `leave` for a command beside a broker, which may be of another version. */
  readonly schema?: 'update' | 'leave'
}): Promise<Durable> {
  const { config, store, storeKey, seal, clock, log, schema = 'update' } = parts
  const database = await openDatabase({
    dataDir: config.dataDir,
    nowMilliseconds: () => clock.nowMilliseconds(),
    schema,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
  })
  const audit = new AuditTrail({ database, chain: new Chain(storeKey), persons: new PersonSeal(seal), clock })
  try {
    const anchors = await AnchorKeeper.start({ store, seal, database, log, head: () => audit.head })
    return {
      database,
      audit,
      close: async () => {
        await audit.close()
        await anchors?.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
