import { existsSync } from 'node:fs'
import { loadConfig } from '#config/load-config.ts'
import { readAnchor } from '#src/audit/anchor.ts'
import { Chain, type ChainHead } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { systemClock } from '#src/operations/clock.ts'
import type { Database } from '#src/store/database.ts'
import { embeddedDatabaseFile, openDatabase } from '#src/store/open-database.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import { checkStoreKey, loadStoreKey } from '#src/store/store-key.ts'
import { UsageError } from '../command.ts'

/** The audit trail as a command sees it, beside a broker that runs or not. */
export interface AuditAccess {
  readonly database: Database
  readonly chain: Chain
  readonly persons: PersonSeal
  readonly anchor: ChainHead | undefined
}

/**
 * Opens the databases of the configuration for reading, and closes them after `work`. Makes and changes nothing.
 * @throws {ConfigProblems} {UsageError} {StoreUnavailable} {Error}
 */
export async function withAudit<T>(env: NodeJS.ProcessEnv, work: (access: AuditAccess) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl, redisUrl, storeKeyFile } = loadConfig(env)
  if (databaseUrl === undefined && !existsSync(embeddedDatabaseFile(dataDir))) {
    throw new UsageError(`there is no database in ${dataDir}: set TILLIT_DATA_DIR to the broker's data folder`)
  }
  const storeKey = loadStoreKey({ file: storeKeyFile, createIfMissing: false })
  const seal = new Seal(storeKey)
  const now = () => systemClock.nowMilliseconds()
  const store = await openStore({ dataDir, now, ...(redisUrl === undefined ? {} : { redisUrl }) })
  try {
    await checkStoreKey(store, seal)
    const database = await openDatabase({
      dataDir,
      nowMilliseconds: now,
      schema: 'leave',
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    })
    try {
      const anchor = await readAnchor({ store, seal })
      return await work({ database, chain: new Chain(storeKey), persons: new PersonSeal(seal), anchor })
    } finally {
      await database.close()
    }
  } finally {
    await store.close()
  }
}
