import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { join, resolve } from 'node:path'
import { adminFigures } from './admin-pages.ts'
import { fillRegistry } from './fill-registry.ts'
import { median, print } from './print.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { type LoadClient, TokenLoad } from './token-load.ts'

const clients = 100_000
const apis = 1000
const accessPerClient = 10
const changedFiles = 10_000
const smallPort = 3740
const largePort = 3760
const pairs = 5
const burstRequests = 1000
const concurrency = 16
/** Clients that are asked for in turn when no cache is to help: more than any holds. */
const manyClients = 20_000

interface Scale {
  readonly folder: string
  readonly configFile: string
}

/** How a large registry compares with the repository's own: start, memory, tokens, the plan of a large change. */
export async function registryFigures(scale: Scale): Promise<void> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const largeDir = join(scale.folder, 'large')
  // The first start makes the database; it is filled while nobody serves from it.
  await (await start(scale, largeDir, largePort)).stop()
  fillRegistry(largeDir, { clients, apis, accessPerClient, publicKey: keys.publicKey })
  const small = await start(scale, join(scale.folder, 'small'), smallPort)
  const large = await start(scale, largeDir, largePort)
  print(`registry of ${clients} clients, ${apis} APIs, ${clients * accessPerClient} accesses`, '')
  print('  discovery answers after process start', `${large.startMilliseconds.toFixed(0)} ms`)
  print('  ratio to the start with 10 clients', (large.startMilliseconds / small.startMilliseconds).toFixed(2))
  print('  memory after the start', `${large.memoryMegabytes().toFixed(0)} MB resident`)
  await adminFigures(`http://localhost:${largePort}`, largeDir)
  print('  memory after pages of the admin API', `${large.memoryMegabytes().toFixed(0)} MB resident`)
  await compareTokens(keys.privateKey)
  const besides = `${small.memoryMegabytes().toFixed(0)} MB with 10 clients`
  print('  memory after tokens for many clients', `${large.memoryMegabytes().toFixed(0)} MB resident (${besides})`)
  await Promise.all([small.stop(), large.stop()])
  const { plan, apply } = planChange(scale, largeDir)
  print(`  plan of ${changedFiles} changed clients`, `${plan.toFixed(0)} ms`)
  print(`  applying them, audited (its own plan included)`, `${apply.toFixed(0)} ms`)
}

async function compareTokens(key: KeyObject): Promise<void> {
  const few = new TokenLoad(`http://localhost:${smallPort}`, concurrency)
  const many = new TokenLoad(`http://localhost:${largePort}`, concurrency)
  const spread = new TokenLoad(`http://localhost:${largePort}`, concurrency, spreadClients(key))
  for (const load of [few, many, spread]) await load.burst(burstRequests)
  const measured: { readonly few: number; readonly many: number; readonly spread: number }[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    measured.push({
      few: await few.burst(burstRequests),
      many: await many.burst(burstRequests),
      spread: await spread.burst(burstRequests),
    })
  }
  const timeRatio = median(measured.map((pair) => pair.few / pair.many))
  const coldRatio = median(measured.map((pair) => pair.few / pair.spread))
  print('  time of a token request, ratio to that with 10 clients', timeRatio.toFixed(2))
  print('  the same when each request is another client’s', coldRatio.toFixed(2))
  for (const load of [few, many, spread]) load.close()
}

function spreadClients(key: KeyObject): readonly LoadClient[] {
  const step = clients / manyClients
  return Array.from({ length: manyClients }, (_, n) => {
    const client = Math.floor(n * step)
    return { clientId: `bench-client-${client}`, kid: 'bench-1', key, scope: `bench:api-${client % apis}/api` }
  })
}

function start({ configFile }: Scale, dataDir: string, port: number): Promise<ServerProcess> {
  return startServer({
    file: 'src/main.ts',
    env: {
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_CONFIG: configFile,
      TILLIT_PORT: String(port),
      TILLIT_DATA_DIR: dataDir,
    },
    readyUrl: `http://localhost:${port}/.well-known/openid-configuration`,
  })
}

function planChange({ configFile }: Scale, dataDir: string): { readonly plan: number; readonly apply: number } {
  const script = resolve(import.meta.dirname, 'registry-plan.ts')
  const env = {
    ...process.env,
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_CONFIG: configFile,
    TILLIT_DATA_DIR: dataDir,
    BENCH_CHANGED: String(changedFiles),
  }
  return JSON.parse(execFileSync(process.execPath, [script], { env, encoding: 'utf8' }))
}
