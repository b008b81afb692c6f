import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '#src/store/open-store.ts'
import { startRedis } from '../support/redis.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { describeStore, type StoreBench } from './store-conformance.ts'

async function startRedisBench(): Promise<StoreBench> {
  const redis = await startRedis()
  const proxy = await startTcpProxy(redis.port)
  const openAt = (redisUrl: string) => openStore({ dataDir: '/nowhere', redisUrl, now: Date.now })
  return {
    place: { dataDir: '/nowhere', redisUrl: redis.url },
    open: () => openAt(redis.url),
    openFailing: async () => ({
      store: await openAt(`redis://127.0.0.1:${proxy.port}`),
      failNext: async () => proxy.loseNext('request'),
    }),
    crash: async () => {
      await redis.process.kill()
      await redis.process.start()
    },
    bytes: () => filesBelow(redis.dir),
    replace: async (key, value) => {
      await redis.client.set(`tillit:${key}`, Buffer.from(value))
    },
    stop: async () => {
      await proxy.close()
      await redis.stop()
    },
  }
}

function filesBelow(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describeStore('Redis', startRedisBench)
