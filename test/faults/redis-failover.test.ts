import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '#src/store/open-store.ts'
import type { Store } from '#src/store/store.ts'
import { committed, newKey, refused, set, textOf } from '../conformance/store-bytes.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

/** Milliseconds that a loaded machine may take. */
const patience = { timeout: 20_000, interval: 20 }

let primary: TestRedis
let replica: TestRedis
let address: TcpProxy
let nodes: readonly [Store, Store]
beforeAll(async () => {
  ;[primary, replica] = await Promise.all([startRedis(), startRedis()])
  address = await startTcpProxy(primary.port)
  const open = () => openStore({ dataDir: '/nowhere', redisUrl: `redis://127.0.0.1:${address.port}`, now: Date.now })
  nodes = [await open(), await open()]
})
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()))
  await address?.close()
  await Promise.all([primary?.stop(), replica?.stop()])
})

/** The replica has the primary's data, up to here. */
async function follow(key: string): Promise<void> {
  await replica.client.replicaof('127.0.0.1', primary.port)
  await vi.waitFor(async () => expect(await replica.client.exists(`tillit:${key}`)).toBe(1), patience)
}

async function failOver(): Promise<void> {
  await primary.process.kill()
  address.turnTo(replica.port)
}

describe('a replica that takes over', () => {
  it('without the last writes gets no commit, from no node, until what it forgot has expired by itself', async () => {
    const [writer, other] = nodes
    const [known, spent, fresh] = [newKey(), newKey(), newKey()]
    await writer.commit({ writes: [set(known, 'x')] })
    await follow(known)
    await replica.client.replicaof('NO', 'ONE')
    expect(await writer.commit({ absent: [spent], writes: [set(spent, 'used', 60)] })).toEqual(committed)
    await failOver()
    // The node that lost a write notices when it is connected again, and puts up the fence for all.
    await vi.waitFor(async () => expect(await replica.client.exists('tillit:fence')).toBe(1), patience)
    const again = { absent: [spent], writes: [set(spent, 'used again', 60)] }
    for (const node of [writer, other]) {
      await vi.waitFor(() => expect(node.commit(again)).rejects.toThrow('lost acknowledged writes'), patience)
      await expect(node.check()).rejects.toThrow('lost acknowledged writes')
    }
    expect(await textOf(writer, known)).toBe('x')
    expect(await textOf(writer, spent)).toBeUndefined()
    // Longer than a DPoP nonce lives, and than anything else that may be used once at the token endpoint.
    expect(await replica.client.pttl('tillit:fence')).toBeGreaterThan(100_000)
    await replica.client.del('tillit:fence')
    expect(await writer.commit({ absent: [fresh], writes: [set(fresh, 'x')] })).toEqual(committed)
    expect(await other.commit({ absent: [fresh], writes: [] })).toEqual(refused(fresh))
  })

  it('with everything is used at once', async () => {
    const [writer, other] = nodes
    const [known, spent] = [newKey(), newKey()]
    await primary.process.start()
    await primary.client.replicaof('127.0.0.1', replica.port)
    expect(await writer.commit({ absent: [spent], writes: [set(spent, 'used', 60), set(known, 'x')] })).toEqual(
      committed,
    )
    await vi.waitFor(async () => expect(await primary.client.exists(`tillit:${known}`)).toBe(1), patience)
    await primary.client.replicaof('NO', 'ONE')
    await replica.process.kill()
    address.turnTo(primary.port)
    for (const node of [writer, other]) {
      await vi.waitFor(
        async () => expect(await node.commit({ absent: [spent], writes: [] })).toEqual(refused(spent)),
        patience,
      )
    }
    expect(await primary.client.exists('tillit:fence')).toBe(0)
  })
})
