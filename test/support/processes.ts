import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The real processes of `npm start`, on ports of their own and an empty store. */
export interface Processes {
  readonly issuer: string
  readonly simulators: string
  readonly demoUrl: string
  readonly demoApiUrl: string
  /** Everything that the processes wrote so far, to search for what must not be there. */
  output(): string
  stop(): Promise<void>
}

const root = new URL('../../', import.meta.url)
/** The Node of package.json, whatever runs the tests. */
const node = fileURLToPath(new URL('node_modules/.bin/node', root))
/** Milliseconds. Generous: other tests run on the same cores. */
const readyMilliseconds = 45_000
const stopMilliseconds = 5000

/** @param options `demo`: also the demo service and API. `env` is added to the environment of each process. */
export async function startProcesses(options: {
  readonly demo: boolean
  readonly env?: Readonly<Record<string, string>>
}): Promise<Processes> {
  const port = await findFreePorts()
  const dataDir = await mkdtemp(join(tmpdir(), 'tillit-test-'))
  const url = (offset: number) => `http://localhost:${port + offset}`
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_PORT: String(port),
    TILLIT_DATA_DIR: dataDir,
    ...options.env,
  }
  let written = ''
  const start = (file: string): ChildProcess => {
    const child = spawn(node, [file], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        written += text
      })
    }
    return child
  }
  const parts = [
    { file: 'idp-adapters/simulators/main.ts', ready: url(1) },
    { file: 'src/main.ts', ready: `${url(0)}/health/ready` },
    ...(options.demo ? [{ file: 'demo/main.ts', ready: `${url(2)}/health` }] : []),
  ]
  const children = parts.map(({ file }) => start(file))
  const stop = async () => {
    await Promise.all(children.map(stopChild))
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    for (const [index, { file, ready }] of parts.entries()) await untilReady(file, ready, children[index])
  } catch (error) {
    await stop()
    throw new Error(`${error instanceof Error ? error.message : error}\n${written.slice(-4000)}`)
  }
  return { issuer: url(0), simulators: url(1), demoUrl: url(2), demoApiUrl: url(3), output: () => written, stop }
}

async function untilReady(file: string, url: string, child: ChildProcess | undefined): Promise<void> {
  const deadline = Date.now() + readyMilliseconds
  while (Date.now() < deadline) {
    if (child?.exitCode !== null) throw new Error(`${file} stopped by itself`)
    const status = await fetch(url, { redirect: 'manual' }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    if (status !== 0 && status < 500) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${file} did not answer within ${readyMilliseconds} ms`)
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds)
  child.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}

/** Ports that one run takes: base to base + 9. */
const blockSize = 10

/** The first port of a free block. Below the range that the system gives to others, so that nobody takes one meanwhile. */
export async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const base = 10_000 + Math.floor(Math.random() * 2000) * blockSize
    const isFree = await Promise.all(Array.from({ length: blockSize }, (_, offset) => isPortFree(base + offset)))
    if (isFree.every(Boolean)) return base
  }
  throw new Error('found no free block of ports')
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
