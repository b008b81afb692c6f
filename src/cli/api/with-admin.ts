import { systemClock } from '#src/operations/clock.ts'
import type { CommandWorld } from '../command.ts'
import type { ReadingValues } from '../options.ts'
import type { AdminApi, Right } from './admin-api.ts'
import { findBroker } from './find-broker.ts'
import { connectHttp } from './http-api.ts'

/** The admin API for one command: the running broker's, or with `--offline` of the embedded store. */
export async function withAdmin<T>(
  world: CommandWorld,
  values: ReadingValues,
  rights: readonly Right[],
  work: (api: AdminApi) => Promise<T>,
): Promise<T> {
  if (values.offline !== true) {
    return work(await connectHttp(findBroker(world.env, values.broker), rights, systemClock))
  }
  // Loaded only where it is used: everything that a broker is made of.
  const { withOfflineAdmin } = await import('../offline/with-offline-admin.ts')
  return withOfflineAdmin(world, rights, work)
}
