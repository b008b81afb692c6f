// Plain JavaScript for Node 18 and later. `npm start`: everything that a newcomer needs, in one terminal.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { join } from 'node:path'
import { ensureInstalled, node, root } from './ensure-installed.js'

const readyMilliseconds = 30_000
const stopMilliseconds = 12_000

const port = Number(process.env.TILLIT_PORT ?? 3000)
if (!Number.isInteger(port) || port < 1 || port > 65_000)
  fail(`TILLIT_PORT must be a number from 1 to 65000, not ${process.env.TILLIT_PORT}`, 2)
const operationsPort = Number(process.env.TILLIT_OPERATIONS_PORT ?? port + 9)
const dataDir = process.env.TILLIT_DATA_DIR ?? join(root, 'data')

const parts = [
  {
    name: 'simulators',
    file: 'idp-adapters/simulators/main.ts',
    url: `http://localhost:${port + 1}/`,
    what: 'the eIDs to log in with, simulated',
  },
  {
    name: 'broker',
    file: 'src/main.ts',
    url: `http://localhost:${port}/health/ready`,
    what: 'Tillit itself; this is the issuer',
  },
  {
    name: 'demo',
    file: 'demo/main.ts',
    url: `http://localhost:${port + 2}/health`,
    what: 'a service with login, and an API',
  },
]

for (const [taken, name] of [
  [port, 'broker'],
  [port + 1, 'simulators'],
  [port + 2, 'demo service'],
  [port + 3, 'demo API'],
  [operationsPort, 'operations'],
]) {
  if (!(await isFree(taken)))
    fail(`Port ${taken} (${name}) is taken. Stop what uses it, or start with another: TILLIT_PORT=4000 npm start`, 2)
}
ensureInstalled()

const begun = Date.now()
mkdirSync(dataDir, { recursive: true, mode: 0o700 })
let isStopping = false
const children = parts.map(run)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
for (const part of parts) await ready(part)
announce()

function run(part) {
  const child = spawn(node, [join(root, part.file)], {
    cwd: root,
    env: { ...process.env, TILLIT_ENVIRONMENT: 'development', TILLIT_PORT: String(port), TILLIT_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(dataDir, `${part.name}.log`), { flags: 'a', mode: 0o600 })
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  // What a part says about its own failure belongs on the screen; its running log does not.
  child.stderr.on('data', (text) => process.stderr.write(text))
  child.on('exit', () => {
    if (isStopping) return
    console.error(`The ${part.name} stopped by itself. Its log: ${join(dataDir, `${part.name}.log`)}`)
    stop(1)
  })
  return child
}

function stop(code) {
  if (isStopping) return
  isStopping = true
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null)
  if (running.length === 0) process.exit(code)
  let left = running.length
  for (const child of running) {
    child.once('exit', () => {
      left -= 1
      if (left === 0) process.exit(code)
    })
    child.kill('SIGTERM')
  }
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL')
    process.exit(code)
  }, stopMilliseconds)
}

async function ready(part) {
  while (!isStopping) {
    if (await answers(part.url)) return
    if (Date.now() - begun > readyMilliseconds) {
      console.error(
        `The ${part.name} did not answer within ${readyMilliseconds / 1000} s. Its log: ${join(dataDir, `${part.name}.log`)}`,
      )
      return stop(1)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 1000 }, (response) => {
      response.resume()
      resolve(response.statusCode < 500)
    })
    request.on('error', () => resolve(false))
    request.on('timeout', () => request.destroy())
  })
}

function isFree(candidate) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function announce() {
  if (isStopping) return
  const rows = [
    ['demo service', `http://localhost:${port + 2}`, 'start here: log in as Astrid Nordfjell (P01)'],
    ['demo API', `http://localhost:${port + 3}`, 'answers only to tokens from the broker'],
    ['broker', `http://localhost:${port}`, 'the issuer'],
    ['simulators', `http://localhost:${port + 1}`, 'stand-ins for BankID and ID-porten'],
    ['operations', `http://localhost:${operationsPort}/metrics`, 'figures for the operator'],
  ]
  console.log('\nTillit is ready\n')
  for (const [name, url, what] of rows) console.log(`  ${name.padEnd(13)} ${url.padEnd(31)} ${what}`)
  console.log(`\n  Logs and the store: ${dataDir}. Stop with Ctrl-C.`)
}

function fail(message, code) {
  console.error(message)
  process.exit(code)
}
