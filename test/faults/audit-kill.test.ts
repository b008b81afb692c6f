import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, expect, it } from 'vitest'
import { readAnchor } from '#src/audit/anchor.ts'
import { Chain } from '#src/audit/chain.ts'
import { verifyTrail } from '#src/audit/verify.ts'
import { systemClock } from '#src/operations/clock.ts'
import { openDatabase } from '#src/store/open-database.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import { loadStoreKey } from '#src/store/store-key.ts'
import { readAudit } from '../support/audit.ts'
import { TestClient } from '../support/test-client.ts'

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'tillit-kill-'))
const now = () => systemClock.nowMilliseconds()

/** Requests at the same time, tokens until the process is killed, and how often it is. */
const workers = 8
const tokensBeforeKill = 60
const rounds = 3
/** Milliseconds: three starts of a process on cores that others use too. */
const patience = 180_000

let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function startBroker(port: number): Promise<ChildProcess> {
  const started = spawn(node, ['src/main.ts'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_PORT: String(port),
      TILLIT_DATA_DIR: dataDir,
    },
  })
  const isReady = () =>
    fetch(`http://localhost:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (started.exitCode !== null) throw new Error(`the broker stopped with ${started.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return started
}

/** Tokens whose answers arrived whole, until the process is killed in the middle of others. */
async function stormUntilKilled(client: TestClient, broker: ChildProcess): Promise<readonly string[]> {
  const issued: string[] = []
  let killed = false
  const worker = async () => {
    while (!killed) {
      const answer = await client.machineToken('nhn:provesvar/api').catch(() => undefined)
      if (answer?.status === 200) issued.push(String(decodeJwt(String(answer.body['access_token'])).jti))
      if (issued.length >= tokensBeforeKill && !killed) {
        killed = true
        broker.kill('SIGKILL')
      }
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return issued
}

async function verdict() {
  const storeKey = loadStoreKey({ file: join(dataDir, 'store.key'), createIfMissing: false })
  const store = await openStore({ dataDir, now })
  const database = await openDatabase({ dataDir, nowMilliseconds: now })
  try {
    const anchor = await readAnchor({ store, seal: new Seal(storeKey) })
    return await verifyTrail({ database, chain: new Chain(storeKey), anchor })
  } finally {
    await Promise.all([database.close(), store.close()])
  }
}

it(
  'every token whose answer arrived has its record after kill -9, and the chain is whole, again and again',
  async () => {
    const port = await freePort()
    const issuer = `http://localhost:${port}`
    const client = await TestClient.load('integrasjon-nordfjell', issuer)
    const issued: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      child = await startBroker(port)
      issued.push(...(await stormUntilKilled(client, child)))
      const recorded = new Set(readAudit(dataDir).map(({ details }) => details?.['jti']))
      expect(issued.filter((jti) => !recorded.has(jti))).toEqual([])
      expect(await verdict()).not.toHaveProperty('firstBreak')
    }
    expect(issued.length).toBeGreaterThanOrEqual(rounds * tokensBeforeKill)
  },
  patience,
)

/** One whose neighbour (operations, + 9) is most likely free too. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const port = 10_000 + Math.floor(Math.random() * 2000) * 10
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
}
