import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../support/repository.ts'

/** The ports that `npm start` takes, from the broker's own. */
const offsets = [0, 1, 2, 3, 9]

let port = 0
let dataDir = ''
let started: Start | undefined

interface Start {
  readonly child: ChildProcess
  /** The exit code, when everything has ended. */
  readonly ended: Promise<number | null>
  stdout: string
  stderr: string
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tillit-start-'))
  // Below the range that the system gives to others, so that nobody takes one meanwhile.
  do port = 31_000 + Math.floor(Math.random() * 150) * 10
  while (!(await areFree()))
})

afterEach(async () => {
  started?.child.kill('SIGTERM')
  await started?.ended
  started = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

const script = join(repository, 'bin/start.js')

function start(
  env: Readonly<Record<string, string>> = {},
  [command = process.execPath, ...args]: readonly string[] = [process.execPath, script],
): Start {
  const child = spawn(command, args, {
    env: {
      PATH: process.env['PATH'],
      npm_lifecycle_event: 'start',
      HOME: process.env['HOME'],
      TILLIT_PORT: `${port}`,
      TILLIT_DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const running: Start = { child, ended, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    running.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    running.stderr += text
  })
  started = running
  return running
}

async function untilReady(running: Start): Promise<void> {
  while (!running.stdout.includes('Stop with Ctrl-C')) {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function areFree(): Promise<boolean> {
  const tries = offsets.map((offset) => {
    const server = createServer()
    return new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port + offset, '127.0.0.1', () => server.close(() => resolve(true)))
    })
  })
  return (await Promise.all(tries)).every(Boolean)
}

/** The process of one part, found among the children of the one that we started. */
function partOf({ child }: Start, file: string): number {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'args='], { encoding: 'utf8' })
  for (const line of stdout.split('\n')) {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? []
    if (parent === `${child.pid}` && args?.endsWith(file)) return Number(pid)
  }
  throw new Error(`${file} is not running`)
}

describe('npm start', () => {
  it('says that it is ready when every address answers, and stops everything when told to', async () => {
    const running = start()
    await untilReady(running)
    expect(running.stdout.match(/^Tillit is ready$/gm)).toHaveLength(1)
    expect(running.stdout.slice(0, running.stdout.indexOf('Tillit is ready')).trim()).toBe('')
    const addresses = running.stdout.match(/http:\/\/localhost:\d+\S*/g) ?? []
    for (const offset of offsets) expect(addresses.join(' ')).toContain(`http://localhost:${port + offset}`)
    const answers = await Promise.all([...new Set(addresses)].map(async (url) => (await fetch(url)).status))
    expect(answers.filter((status) => status >= 500)).toEqual([])

    // The broker's log goes to its file; nothing of it is worth the screen.
    expect(readFileSync(join(dataDir, 'broker.log'), 'utf8')).toContain('"listening"')
    expect(running.stderr).toBe('')
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(await areFree()).toBe(true)
  })

  it('stops everything when npm is told to, which ends its shell and says nothing to us', async () => {
    const running = start({}, ['/bin/sh', '-c', `"${process.execPath}" "${script}"; true`])
    await untilReady(running)
    running.child.kill('SIGTERM')
    // Ends when the last process has closed the output that all of them share.
    await running.ended
    expect(await areFree()).toBe(true)
  })

  it('shows the whole log when asked', async () => {
    const running = start({ TILLIT_LOG: 'all' })
    await untilReady(running)
    expect(running.stderr).toContain('broker: {"level":30')
  })

  it.each(offsets)(
    'names a taken port (number %i from the first), starts nothing, and ends with exit code 2',
    async (offset) => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(port + offset, '127.0.0.1', resolve))
      const running = start()
      expect(await running.ended).toBe(2)
      server.close()
      expect(running.stderr).toMatch(
        new RegExp(`^Port ${port + offset} \\(.+\\) is taken: .+TILLIT_PORT=\\d+ npm start\\.\n$`),
      )
      expect(running.stdout).toBe('')
      expect(await areFree()).toBe(true)
    },
  )

  it('refuses a port that is none', async () => {
    const running = start({ TILLIT_PORT: '70000' })
    expect(await running.ended).toBe(2)
    expect(running.stderr).toBe('TILLIT_PORT must be a number from 1 to 65526, not 70000.\n')
  })

  it.each(['idp-adapters/simulators/main.ts', 'src/main.ts', 'demo/main.ts'])(
    'stops the rest and says who it was when %s dies',
    async (file) => {
      const running = start()
      await untilReady(running)
      process.kill(partOf(running, file), 'SIGKILL')
      expect(await running.ended).toBe(1)
      expect(running.stderr).toMatch(/^The (simulators|broker|demo) stopped by itself\. Its log: .+\.log$/m)
      expect(await areFree()).toBe(true)
    },
  )

  it('shows what the broker says about a setting that is wrong, and leaves nothing running', async () => {
    const running = start({ TILLIT_REGISTRY_DIR: join(dataDir, 'nowhere') })
    expect(await running.ended).toBe(1)
    expect(running.stderr).toContain('broker: Tillit did not start.')
    expect(running.stderr).toContain('The broker stopped by itself.')
    expect(await areFree()).toBe(true)
  })
})
