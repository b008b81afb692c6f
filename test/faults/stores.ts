import { type Processes, startProcesses } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'

/** A broker of real processes on one kind of store, and what a `kill -9` means for it. */
export interface KillableBroker {
  readonly processes: Processes
  /** `kill -9` of everything that holds the state, without starting it again. */
  kill(): Promise<void>
  /** Starts again what {@link kill} ended, and waits until it can serve. */
  restart(): Promise<void>
  stop(): Promise<void>
}

async function onSqlite(): Promise<KillableBroker> {
  const processes = await startProcesses({ demo: false })
  const { broker } = processes
  return { processes, kill: () => broker.kill(), restart: () => broker.start(), stop: processes.stop }
}

async function onRedis(options: { readonly killRedis: boolean }): Promise<KillableBroker> {
  const redis = await startRedis()
  const processes = await startProcesses({ demo: false, env: { TILLIT_REDIS_URL: redis.url } })
  const { broker } = processes
  return {
    processes,
    kill: async () => {
      await Promise.all([broker.kill(), options.killRedis ? redis.process.kill() : undefined])
    },
    restart: async () => {
      if (options.killRedis) await redis.process.start()
      await broker.start()
    },
    stop: async () => {
      await processes.stop()
      await redis.stop()
    },
  }
}

/** Each kind of store, with what dies. */
export const stores = [
  { store: 'the embedded store', start: onSqlite, allDies: true },
  { store: 'Redis, which lives on', start: () => onRedis({ killRedis: false }), allDies: false },
  { store: 'Redis, which is killed too', start: () => onRedis({ killRedis: true }), allDies: true },
] as const
