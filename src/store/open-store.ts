import { join } from 'node:path'
import { openSqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Redis when an address is given, for several nodes; otherwise the embedded store in the data folder. */
export async function openStore(parts: {
  readonly dataDir: string
  readonly redisUrl?: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): Promise<Store> {
  const { dataDir, redisUrl, now } = parts
  if (redisUrl === undefined) return openSqliteStore({ file: join(dataDir, 'tillit.db'), now })
  // Loaded only where it is used: the embedded broker starts faster without it.
  const { openRedisStore } = await import('./redis-store.ts')
  return openRedisStore({ url: redisUrl, now })
}
