import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '#src/store/open-store.ts'
import { type Store, StoreUnavailable } from '#src/store/store.ts'
import { committed, newKey, remove, set, textOf } from '../conformance/store-bytes.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

/** What Redis, and the way to it, can do to a store. What must hold whatever happens is in test/conformance. */

let redis: TestRedis
let proxy: TcpProxy
let store: Store
beforeAll(async () => {
  redis = await startRedis()
  proxy = await startTcpProxy(redis.port)
  store = await openAt(`redis://127.0.0.1:${proxy.port}`)
  // Whatever a fresh connection says first is said.
  await untilUp()
})
afterEach(async () => {
  redis.process.signal('SIGCONT')
  await untilUp()
})
afterAll(async () => {
  await store?.close()
  await proxy?.close()
  await redis?.stop()
})

const openAt = (redisUrl: string) => openStore({ dataDir: '/nowhere', redisUrl, now: Date.now })
const untilUp = () => vi.waitFor(() => store.check(), { timeout: 20_000 })

/** What Redis is told while `work` runs: the commands of connections that name this key, not those inside a script. */
async function commandsAbout(key: string, work: () => Promise<void>): Promise<readonly string[]> {
  const monitor = await redis.client.monitor()
  const seen: string[] = []
  monitor.on('monitor', (_time: string, args: readonly string[], source: string) => {
    if (source !== 'lua' && args.includes(`tillit:${key}`)) seen.push(args[0]?.toLowerCase() ?? '')
  })
  await work()
  // Redis tells in order: when this is seen, so is everything before it.
  await redis.client.get(`tillit:${key}`)
  await vi.waitFor(() => expect(seen.at(-1)).toBe('get'), { timeout: 20_000 })
  monitor.disconnect()
  return seen.slice(0, -1)
}

describe('a commit', () => {
  it('whose reply is lost is not sent again: it was carried out once, and the caller does not know', async () => {
    const key = newKey()
    const commands = await commandsAbout(key, async () => {
      proxy.loseNext('reply')
      await expect(store.commit({ absent: [key], writes: [set(key, 'x')] })).rejects.toThrow(StoreUnavailable)
      await untilUp()
    })
    expect(commands).toEqual([expect.stringMatching(/^eval/)])
    expect(await textOf(store, key)).toBe('x')
  })

  it('that Redis gets to only after its caller was told no is not carried out any more', async () => {
    const key = newKey()
    redis.process.signal('SIGSTOP')
    await expect(store.commit({ writes: [set(key, 'too late')] })).rejects.toThrow(StoreUnavailable)
    // Those who come next don't wait for a Redis that was silent.
    await expect(store.commit({ writes: [set(key, 'not sent')] })).rejects.toThrow(StoreUnavailable)
    await expect(store.read([key])).rejects.toThrow(StoreUnavailable)
    redis.process.signal('SIGCONT')
    await untilUp()
    expect(await textOf(store, key)).toBeUndefined()
    expect(await store.commit({ absent: [key], writes: [set(key, 'in time')] })).toEqual(committed)
  })

  it('is refused as a whole when the memory is full, deletions too', async () => {
    const [old, big] = [newKey(), newKey()]
    await store.commit({ writes: [set(old, 'stays')] })
    await redis.client.config('SET', 'maxmemory', '1')
    const change = { writes: [remove(old), set(big, 'x'.repeat(100))] }
    await expect(store.commit(change)).rejects.toThrow(StoreUnavailable)
    await expect(store.check()).rejects.toThrow(StoreUnavailable)
    await redis.client.config('SET', 'maxmemory', '0')
    expect([await textOf(store, old), await textOf(store, big)]).toEqual(['stays', undefined])
    expect(await store.commit(change)).toEqual(committed)
  })

  it('finds the script again after Redis has forgotten it', async () => {
    const key = newKey()
    await store.commit({ writes: [set(key, 'x')] })
    await redis.client.script('FLUSH')
    expect(await store.commit({ writes: [set(key, 'y')] })).toEqual(committed)
  })
})

describe('a Redis that may not be used', () => {
  it('is one that evicts, also when it was told to later', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl', 'allkeys-random']) {
      await redis.client.config('SET', 'maxmemory-policy', policy)
      await expect(store.check()).rejects.toThrow('noeviction')
    }
    await redis.client.config('SET', 'maxmemory-policy', 'noeviction')
    await store.check()
  })

  it('is a replica, for as long as it is one', async () => {
    const key = newKey()
    await redis.client.replicaof('127.0.0.1', 1)
    await expect(store.commit({ writes: [set(key, 'x')] })).rejects.toThrow(StoreUnavailable)
    await expect
      .poll(() =>
        store.check().then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down')
    await redis.client.replicaof('NO', 'ONE')
    await untilUp()
    expect(await store.commit({ absent: [key], writes: [set(key, 'x')] })).toEqual(committed)
  })

  it('is one that does not answer: a node does not start on it', async () => {
    redis.process.signal('SIGSTOP')
    await expect(openAt(redis.url)).rejects.toThrow(StoreUnavailable)
    redis.process.signal('SIGCONT')
    await redis.process.kill()
    await expect(openAt(redis.url)).rejects.toThrow(StoreUnavailable)
    await expect(store.read([newKey()])).rejects.toThrow(StoreUnavailable)
    await redis.process.start()
  })
})
