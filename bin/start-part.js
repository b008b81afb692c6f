// Plain JavaScript for Node 18 and later. One part of `npm start`: a process, its log, what of it comes on the screen.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { compileCache, node, root } from './ensure-installed.js'

/** Milliseconds. The broker lets requests under way finish for ten seconds. */
const stopMilliseconds = 12_000
const pollMilliseconds = 50
/** Levels of the log's JSON lines (pino): from here on a person should see it. */
const warningLevel = 40

/**
 * Starts the part. Everything that it writes goes to `<dataDir>/<name>.log`; on the screen come its errors, and the
 * warnings of a log in JSON lines, or with `TILLIT_LOG=all` everything.
 */
export function startPart({ name, file }, { dataDir, env }) {
  const logFile = join(dataDir, `${name}.log`)
  const { TILLIT_LOG: wanted, ...childEnv } = env
  childEnv.NODE_COMPILE_CACHE = compileCache
  const child = spawn(node, [join(root, file)], { cwd: root, env: childEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  log.on('error', (error) => console.error(`${logFile} can't be written: ${error.message}`))
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  for (const stream of [child.stdout, child.stderr]) {
    const show = wanted === 'all' ? (line) => line : stream === child.stderr ? (line) => line : warningIn
    createInterface({ input: stream }).on('line', (line) => {
      const text = show(line)
      if (text !== undefined) console.error(`${name}: ${text}`)
    })
  }
  // `close` and not `exit`: by then its last words are on the screen.
  const ended = new Promise((resolve) => child.once('close', resolve))
  return { name, logFile, ended, isRunning: () => child.exitCode === null && child.signalCode === null, child }
}

/** The part is asked to stop, and made to when it takes too long. */
export async function stopPart({ child, ended, isRunning }) {
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds)
  if (isRunning()) child.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}

/** A JSON line at warning or above, in words; undefined for anything else. */
function warningIn(line) {
  if (!line.startsWith('{')) return undefined
  try {
    const { level, msg, correlation_id: id, time: _time, ...more } = JSON.parse(line)
    if (!(level >= warningLevel)) return undefined
    const details = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`
    return `${level > warningLevel ? 'error' : 'warning'}: ${msg}${details}${id === undefined ? '' : ` (${id})`}`
  } catch {
    return undefined
  }
}

/** Waits until the address answers with anything but an error of its own. False when `isWaiting` says to give up. */
export async function untilAnswers(url, isWaiting) {
  while (isWaiting()) {
    if (await answers(url)) return true
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds))
  }
  return false
}

function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2000 }, (response) => {
      response.resume()
      resolve(response.statusCode < 500)
    })
    request.on('error', () => resolve(false))
    request.on('timeout', () => request.destroy())
  })
}

/** Whether nobody listens. On both loopback addresses: `localhost` is either, and a browser may try the other first. */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const error = await tryToListen(port, host)
    // EADDRNOTAVAIL and EAFNOSUPPORT: a machine without IPv6.
    if (error !== undefined && error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') return false
  }
  return true
}

function tryToListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
