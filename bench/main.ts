import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authenticationFigures } from './authentication-timing.ts'
import { writeBenchConfig } from './bench-config.ts'
import { loginFigures } from './login-journeys.ts'
import { median, print } from './print.ts'
import { registryFigures } from './registry-scale.ts'
import { loadCore, startServer } from './server-process.ts'
import { TokenLoad } from './token-load.ts'

/** Prints the project's figures. Ratios of medians, pair by pair, so that a drifting machine cancels out. */
const brokerPort = 3700
const plainPort = 3720
const pairs = 7
const burstRequests = 1500
const warmUpRequests = 1500
const concurrency = 16
const idleMilliseconds = 3000

const core = loadCore()
if (core !== undefined) execFileSync('taskset', ['-a', '-c', '-p', core, String(process.pid)], { stdio: 'ignore' })

const dataDir = mkdtempSync(join(tmpdir(), 'tillit-bench-'))
const configFile = writeBenchConfig(dataDir)
const brokerEnv = {
  TILLIT_ENVIRONMENT: 'development',
  TILLIT_PORT: String(brokerPort),
  TILLIT_DATA_DIR: dataDir,
  TILLIT_CONFIG: configFile,
}
const parts: Readonly<Record<string, () => Promise<void>>> = {
  process: processFigures,
  tokens: tokenFigures,
  logins: () => loginFigures({ folder: dataDir, configFile }),
  authentication: () => authenticationFigures({ port: brokerPort, env: brokerEnv }),
  registry: () => registryFigures({ folder: dataDir, configFile }),
}
try {
  const only = process.argv[2]
  if (only !== undefined && parts[only] === undefined) throw new Error(`there is ${Object.keys(parts).join(', ')}`)
  for (const [name, figures] of Object.entries(parts)) if (only === undefined || only === name) await figures()
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

/** Start on a warm store, and memory before anybody has asked for anything. */
async function processFigures(): Promise<void> {
  await (await startBroker()).stop()
  const starts: number[] = []
  let memory = 0
  for (let run = 0; run < 5; run++) {
    const broker = await startBroker()
    starts.push(broker.startMilliseconds)
    await new Promise((resolve) => setTimeout(resolve, run === 4 ? idleMilliseconds : 0))
    memory = broker.memoryMegabytes()
    await broker.stop()
  }
  print(
    'discovery answers after process start, warm store',
    `${median(starts).toFixed(0)} ms (median of ${starts.length})`,
  )
  print('idle memory of the broker process', `${memory.toFixed(0)} MB resident`)
}

async function tokenFigures(): Promise<void> {
  const broker = await startBroker()
  const plain = await startServer({
    file: 'bench/plain-engine.ts',
    env: { BENCH_PORT: String(plainPort) },
    readyUrl: `http://localhost:${plainPort}/.well-known/openid-configuration`,
  })
  const ours = new TokenLoad(`http://localhost:${brokerPort}`, concurrency)
  const theirs = new TokenLoad(`http://localhost:${plainPort}`, concurrency)
  await ours.burst(warmUpRequests)
  await theirs.burst(warmUpRequests)
  const measured: { readonly ours: number; readonly theirs: number }[] = []
  for (let pair = 0; pair < pairs; pair++) {
    measured.push({ ours: await ours.burst(burstRequests), theirs: await theirs.burst(burstRequests) })
  }
  const ratios = measured.map((pair) => pair.ours / pair.theirs)
  print('client-credentials tokens (private_key_jwt, DPoP with nonce)', '')
  print('  Tillit, embedded store', `${median(measured.map((pair) => pair.ours)).toFixed(0)} /s`)
  print('  plain oidc-provider, in memory', `${median(measured.map((pair) => pair.theirs)).toFixed(0)} /s`)
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} in ${ratios.length} pairs`
  print('  ratio Tillit / plain', `${median(ratios).toFixed(2)} (${range})`)
  print('memory of the broker process after that', `${broker.memoryMegabytes().toFixed(0)} MB resident`)
  ours.close()
  theirs.close()
  await Promise.all([broker.stop(), plain.stop()])
}

function startBroker() {
  return startServer({
    file: 'src/main.ts',
    env: brokerEnv,
    readyUrl: `http://localhost:${brokerPort}/.well-known/openid-configuration`,
  })
}
