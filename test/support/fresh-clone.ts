import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from './repository.ts'

/** `git clone` of what is committed here, with our packages: `npm ci` has run, and there is no network to wait for. */
export interface FreshClone {
  readonly folder: string
  /** `npm start`, until it says that it is ready. */
  start(port: number): Promise<RunningStart>
  remove(): void
}

export interface RunningStart {
  readonly secondsUntilReady: number
  /** Everything on the screen. */
  screen(): string
  /** As a terminal that closes does, or whoever runs `npm start` for somebody. Ends when the last process has. */
  stop(): Promise<void>
}

export function makeFreshClone(): FreshClone {
  const folder = mkdtempSync(join(tmpdir(), 'tillit-readme-'))
  execFileSync('git', ['clone', '--quiet', `file://${repository}`, join(folder, 'tillit')], {
    stdio: 'pipe',
    // Somebody else's folder is refused otherwise; it is only read.
    env: { ...process.env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
  })
  const clone = join(folder, 'tillit')
  copyPackages(clone)
  return { folder: clone, start: (port) => start(clone, port), remove: () => rmSync(folder, { recursive: true }) }
}

/** By hard links, where the two folders are on one disk. */
function copyPackages(clone: string): void {
  const from = join(repository, 'node_modules')
  try {
    execFileSync('cp', ['-al', from, clone], { stdio: 'ignore' })
  } catch {
    rmSync(join(clone, 'node_modules'), { recursive: true, force: true })
    execFileSync('cp', ['-a', from, clone])
  }
  rmSync(join(clone, 'node_modules', '.cache'), { recursive: true, force: true })
  const stamp = join(clone, 'node_modules', '.tillit-installed')
  // Removed first: written into, the link would change ours.
  rmSync(stamp, { force: true })
  const lock = readFileSync(join(clone, 'package-lock.json'))
  writeFileSync(stamp, createHash('sha256').update(lock).digest('hex'))
}

async function start(clone: string, port: number): Promise<RunningStart> {
  const begun = performance.now()
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TILLIT_PORT: String(port) }
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let screen = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      screen += text
    })
  }
  await untilSaid(child, () => screen)
  const secondsUntilReady = (performance.now() - begun) / 1000
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { secondsUntilReady, screen: () => screen, stop }
}

async function untilSaid(child: ChildProcess, screen: () => string): Promise<void> {
  while (!/^Tillit is ready$/m.test(screen())) {
    if (child.exitCode !== null) throw new Error(`npm start ended:\n${screen()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Whether a file of the clone is there. */
export function isInClone({ folder }: FreshClone, path: string): boolean {
  return existsSync(join(folder, path))
}
