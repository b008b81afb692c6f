import { existsSync } from 'node:fs'
import type { Config } from '#config/schema.ts'
import { type Durable, openDurable } from '#src/open-durable.ts'
import { systemClock } from '#src/operations/clock.ts'
import { createLog, type Log } from '#src/operations/log.ts'
import { embeddedDatabaseFile } from '#src/store/open-database.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import { checkStoreKey, loadStoreKey } from '#src/store/store-key.ts'
import { CommandFailed } from '../command-failed.ts'

/** The broker's stores, opened by a command. */
export interface BrokerParts extends Durable {
  readonly config: Config
  readonly store: Store
  readonly storeKey: Uint8Array
  readonly seal: Seal
  readonly log: Log
}

/**
 * Opens the stores of the configuration, and closes them after `work`.
 *
 * @param options `schema`: whether the database's is brought up to date. `create`: whether an empty data folder may be
 *   begun; a command makes nothing by mistake. `stderr`: where a warning of what is opened goes.
 * @throws {CommandFailed} when there is nothing to open. {StoreUnavailable} {Error}
 */
export async function withBrokerParts<T>(
  config: Config,
  options: {
    readonly schema: 'update' | 'leave'
    readonly create: boolean
    readonly stderr: NodeJS.WritableStream
  },
  work: (parts: BrokerParts) => Promise<T>,
): Promise<T> {
  const { dataDir, databaseUrl, redisUrl, storeKeyFile } = config
  const { schema, create, stderr } = options
  if (!create && databaseUrl === undefined && !existsSync(embeddedDatabaseFile(dataDir))) {
    throw new CommandFailed(`There is no database in ${dataDir}: set TILLIT_DATA_DIR to the broker's data folder.`, 2)
  }
  const storeKey = loadStoreKey({ file: storeKeyFile, createIfMissing: create })
  const seal = new Seal(storeKey)
  const log = createLog({ level: 'error', destination: stderr })
  const now = () => systemClock.nowMilliseconds()
  const store = await openStore({ dataDir, now, ...(redisUrl === undefined ? {} : { redisUrl }) })
  try {
    await checkStoreKey(store, seal)
    const durable = await openDurable({ config, store, storeKey, seal, clock: systemClock, log, schema })
    try {
      return await work({ ...durable, config, store, storeKey, seal, log })
    } finally {
      await durable.close()
    }
  } finally {
    await store.close()
  }
}
