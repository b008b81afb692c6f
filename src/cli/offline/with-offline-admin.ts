import { loadConfig } from '#config/load-config.ts'
import type { Config } from '#config/schema.ts'
import { brokerLockFile, takeLock } from '#src/store/data-lock.ts'
import type { AdminApi, Right } from '../api/admin-api.ts'
import type { CommandWorld } from '../command.ts'
import { CommandFailed } from '../command-failed.ts'
import { openAdminParts } from './open-admin-parts.ts'
import { withBrokerParts } from './open-broker-parts.ts'
import { operationsApi } from './operations-api.ts'

/** Milliseconds that a command waits for another command to be done. A broker that runs is not waited for. */
const patienceMilliseconds = 2000

/**
 * The admin API's operations in this process, on the embedded store. What changes something needs the data folder alone:
 * a broker that runs is not worked around (docs/decisions/0093).
 *
 * @throws {UsageError} {ConfigProblems} {CommandFailed} {StoreUnavailable}
 */
export async function withOfflineAdmin<T>(
  world: CommandWorld,
  rights: readonly Right[],
  work: (api: AdminApi) => Promise<T>,
): Promise<T> {
  const config = loadConfig(world.env)
  const mayChange = rights.includes('registry.write') || rights.includes('operations')
  const lock = mayChange ? lockFor(config) : undefined
  try {
    const schema = lock === undefined ? 'leave' : 'update'
    return await withBrokerParts(config, { schema, create: false, stderr: world.stderr }, async (parts) =>
      work(
        operationsApi(await openAdminParts(parts), {
          rights,
          mayChange: lock !== undefined,
          refusal: refusalFor(config),
        }),
      ),
    )
  } finally {
    lock?.release()
  }
}

/** Nodes elsewhere that use the same PostgreSQL can't be seen from here, so there it is never taken. */
function lockFor({ dataDir, databaseUrl }: Config) {
  return databaseUrl === undefined ? takeLock(brokerLockFile(dataDir), patienceMilliseconds) : undefined
}

function refusalFor({ databaseUrl }: Config): CommandFailed {
  return new CommandFailed(
    databaseUrl === undefined
      ? 'Nothing was changed: a broker runs on this data folder. Leave out --offline, or stop it first.'
      : 'Nothing was changed: --offline changes the embedded store alone, and this is PostgreSQL, where other nodes may run. Leave out --offline.',
  )
}
