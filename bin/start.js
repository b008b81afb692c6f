// Plain JavaScript for Node 18 and later. `npm start`: everything that a newcomer needs, in one terminal.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compileModulesOnce } from './compile-modules.js'
import { ensureInstalled, root } from './ensure-installed.js'
import { isFree, startPart, stopPart, untilAnswers } from './start-part.js'

/** Milliseconds that all parts together get until they answer. */
const readyMilliseconds = 60_000
const parentCheckMilliseconds = 500

const port = readPort('TILLIT_PORT', 3000)
const operationsPort = readPort('TILLIT_OPERATIONS_PORT', port + 9)
const dataDir = resolve(process.env.TILLIT_DATA_DIR || join(root, 'data'))
const at = (offset) => `http://localhost:${port + offset}`
const operations = `http://localhost:${operationsPort}/metrics`

/** In the order in which they start; they stop in the opposite one. */
const parts = [
  { name: 'simulators', file: 'idp-adapters/simulators/main.ts', addresses: [at(1)] },
  { name: 'broker', file: 'src/main.ts', addresses: [`${at(0)}/health/ready`, operations] },
  { name: 'demo', file: 'demo/main.ts', addresses: [`${at(2)}/health`, `${at(3)}/health`] },
]

const elsewhere = port <= 60_000 ? port + 1000 : 4000
for (const [taken, name, variable] of [
  [port, 'broker', 'TILLIT_PORT'],
  [port + 1, 'simulators', 'TILLIT_PORT'],
  [port + 2, 'demo service', 'TILLIT_PORT'],
  [port + 3, 'demo API', 'TILLIT_PORT'],
  [operationsPort, 'operations', process.env.TILLIT_OPERATIONS_PORT ? 'TILLIT_OPERATIONS_PORT' : 'TILLIT_PORT'],
]) {
  if (await isFree(taken)) continue
  fail(`Port ${taken} (${name}) is taken: stop what uses it, or start elsewhere: ${variable}=${elsewhere} npm start.`)
}
ensureInstalled()
compileModulesOnce()
try {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
} catch (error) {
  fail(`The folder for the store and the logs can't be made (${error.message}): set TILLIT_DATA_DIR to another.`)
}

let isStopping = false
const env = {
  ...process.env,
  TILLIT_ENVIRONMENT: 'development',
  TILLIT_PORT: String(port),
  TILLIT_OPERATIONS_PORT: String(operationsPort),
  TILLIT_DATA_DIR: dataDir,
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
// A terminal that is gone must not keep us from stopping the parts.
process.stdout.on('error', () => stop(1))
process.stderr.on('error', () => stop(1))
// Told to stop, npm passes the signal to its shell, which ends without telling us. Our parent is then another.
const parent = process.ppid
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => process.ppid !== parent && stop(0), parentCheckMilliseconds).unref()
}

const running = parts.map((part) => startPart(part, { dataDir, env }))
for (const part of running) {
  void part.ended.then(() => stop(1, `The ${part.name} stopped by itself. Its log: ${part.logFile}`))
}
const deadline = Date.now() + readyMilliseconds
for (const [index, { addresses, name }] of parts.entries()) {
  for (const address of addresses) {
    if (await untilAnswers(address, () => !isStopping && Date.now() < deadline)) continue
    if (isStopping) break
    await stop(1, `The ${name} did not answer at ${address}. Its log: ${running[index].logFile}`)
  }
}
if (!isStopping) announce()

/** Stops every part, the last started first, and then this process. Only the first call counts. */
async function stop(code, why) {
  if (isStopping) return
  isStopping = true
  if (why !== undefined) console.error(why)
  for (const part of [...running].reverse()) await stopPart(part)
  process.exit(code)
}

function announce() {
  const rows = [
    ['broker', at(0), 'the issuer'],
    ['simulators', at(1), 'stand-ins for BankID, ID-porten, hospital logins and more'],
    ['demo service', at(2), 'services to log in to: start here'],
    ['demo API', at(3), 'answers only to tokens from the broker'],
    ['console', `${at(0)}/admin`, 'who may use what: log in as P01 (operator), P02 or P03 (owners)'],
    ['operations', operations, 'figures for the operator'],
  ]
  const table = rows.map(([name, url, what]) => `  ${name.padEnd(13)} ${url.padEnd(31)} ${what}`).join('\n')
  console.log(`\nTillit is ready\n\n${table}

  Open ${at(2)} and log in as Astrid Nordfjell (P01).
  The store and the full logs are in ${dataDir}. On the screen come warnings and errors; TILLIT_LOG=all shows all.
  Stop with Ctrl-C.`)
}

/** An empty variable counts as not set. Beside the broker's port stand nine more. */
function readPort(name, otherwise) {
  const text = process.env[name]
  if (text === undefined || text === '') return otherwise
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_526) return Number(text)
  return fail(`${name} must be a number from 1 to 65526, not ${text}.`)
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
