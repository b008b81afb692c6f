import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findFreePorts } from '../support/free-ports.ts'
import { answers, node, TestProcess } from '../support/process.ts'
import { startRedis } from '../support/redis.ts'

/** What ends a test, newest first. */
const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tillit-start-'))
  endings.push(async () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function startedRedis() {
  const redis = await startRedis()
  endings.push(redis.stop)
  return redis
}

/** A broker of one issuer, wherever it listens. */
async function brokerIn(dataDir: string, env: Readonly<Record<string, string>> = {}) {
  const port = await findFreePorts()
  const process = new TestProcess({
    command: [node, 'src/main.ts'],
    env: {
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_ISSUER: 'http://localhost:3000',
      TILLIT_PORT: String(port),
      TILLIT_DATA_DIR: dataDir,
      ...env,
    },
    isReady: () => answers(`http://127.0.0.1:${port}/health/ready`),
  })
  endings.push(() => process.kill())
  return { port, process }
}

/** The published keys of the node at this port. */
function keysOf(port: number): Promise<string> {
  const path = '/.well-known/openid-configuration/jwks'
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host: 'localhost:3000' } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.once('end', () => resolve(text))
    })
      .once('error', reject)
      .end()
  })
}

describe('brokers that start at the same moment on an empty store', () => {
  it('sign with the same keys: three of them on one file', async () => {
    const dataDir = newDir()
    const brokers = [await brokerIn(dataDir), await brokerIn(dataDir), await brokerIn(dataDir)]
    for (const { process } of brokers) process.launch()
    for (const { process } of brokers) await process.ready()
    const keys = await Promise.all(brokers.map(({ port }) => keysOf(port)))
    expect(keys[0]).toContain('"kid"')
    expect(new Set(keys).size).toBe(1)
  })
})

describe('a broker does not start', () => {
  it('on a Redis that evicts, and says what to set', async () => {
    const redis = await startedRedis()
    await redis.client.config('SET', 'maxmemory-policy', 'volatile-lru')
    const { process } = await brokerIn(newDir(), { TILLIT_REDIS_URL: redis.url })
    process.launch()
    expect(await process.exitCode()).toBe(1)
    expect(process.output()).toContain('maxmemory-policy to noeviction')
    // One that is told to evict while the broker runs is taken out by the load balancer.
    await redis.client.config('SET', 'maxmemory-policy', 'noeviction')
    const second = await brokerIn(newDir(), { TILLIT_REDIS_URL: redis.url })
    await second.process.start()
    await redis.client.config('SET', 'maxmemory-policy', 'volatile-lru')
    expect(await answers(`http://127.0.0.1:${second.port}/health/ready`)).toBe(false)
  })

  it('on a store that was begun with another store key', async () => {
    const redis = await startedRedis()
    const first = await brokerIn(newDir(), { TILLIT_REDIS_URL: redis.url })
    await first.process.start()
    const stranger = await brokerIn(newDir(), { TILLIT_REDIS_URL: redis.url })
    stranger.process.launch()
    expect(await stranger.process.exitCode()).toBe(1)
    expect(stranger.process.output()).toContain('another store key')
  })

  it('without the Redis that it was told to use', async () => {
    const port = await findFreePorts()
    const { process } = await brokerIn(newDir(), { TILLIT_REDIS_URL: `redis://:secret@127.0.0.1:${port}` })
    process.launch()
    expect(await process.exitCode()).toBe(1)
    expect(process.output()).toContain('Redis did not answer')
    expect(process.output()).not.toContain('secret')
  })
})
