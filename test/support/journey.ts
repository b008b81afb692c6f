import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { repository } from './repository.ts'

/**
 * The whole thing as processes, under three sites: service on `localhost`, broker on `broker.localhost`, providers on
 * `idp.localhost`. Ports of one host are the same site, and cookies and `form-action` would be let off too easily.
 */
export interface Journey {
  readonly issuer: string
  readonly service: string
  readonly simulators: string
  readonly dataDir: string
  /** Everything that the processes have written so far. */
  output(): string
  close(): Promise<void>
}

const readyMilliseconds = 30_000
const resolver = join(repository, 'test', 'support', 'resolve-localhost.mjs')
const node = join(repository, 'node_modules', 'node', 'bin', 'node')

export async function startJourney(): Promise<Journey> {
  const base = await freePorts()
  const dataDir = mkdtempSync(join(tmpdir(), 'tillit-journey-'))
  const issuer = `http://broker.localhost:${base}`
  const simulators = `http://idp.localhost:${base + 1}`
  const service = `http://localhost:${base + 2}`
  const env = {
    ...process.env,
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_PORT: String(base),
    TILLIT_ISSUER: issuer,
    TILLIT_SIMULATORS_URL: simulators,
    TILLIT_DATA_DIR: dataDir,
  }
  let output = ''
  const children = ['idp-adapters/simulators/main.ts', 'src/main.ts', 'demo/main.ts'].map((file) => {
    const child = spawn(node, ['--import', resolver, join(repository, file)], { cwd: repository, env })
    const keep = (text: Buffer) => {
      output += text.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    return child
  })
  const close = async () => {
    await Promise.all(children.map(stop))
    rmSync(dataDir, { recursive: true, force: true })
  }
  const until = Date.now() + readyMilliseconds
  for (const port of [base, base + 1, base + 2]) {
    while (!(await answers(port))) {
      if (Date.now() > until) {
        await close()
        throw new Error(`nothing answers on port ${port}:\n${output}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return { issuer, service, simulators, dataDir, output: () => output, close }
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** The first of ten ports in a row that are free; others may start at the same time, so the place is random. */
async function freePorts(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(Math.random() * 2000) * 10
    const free = await Promise.all([0, 1, 2, 3, 9].map((offset) => isFree(base + offset)))
    if (free.every(Boolean)) return base
  }
  throw new Error('no ten free ports in a row')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/health/ready' }, (response) => {
      response.resume()
      resolve((response.statusCode ?? 500) < 500)
    }).on('error', () => resolve(false))
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
