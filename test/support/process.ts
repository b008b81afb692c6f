import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './repository.ts'

/** The Node of package.json, whatever runs the tests. */
export const node = join(repository, 'node_modules', 'node', 'bin', 'node')

/** Milliseconds. Generous: other tests run on the same cores. */
const readyMilliseconds = 45_000
const stopMilliseconds = 12_000
const pollMilliseconds = 50

export interface Command {
  readonly command: readonly [string, ...string[]]
  /** The whole environment beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>
  /** Resolves to true when it can be used. */
  readonly isReady: () => Promise<boolean>
}

/** A real process that a test may stop, kill, freeze and start again. */
export class TestProcess {
  readonly #command: Command
  #child: ChildProcess | undefined
  #written = ''

  constructor(command: Command) {
    this.#command = command
  }

  /** Everything that it wrote so far, over all its starts. */
  output(): string {
    return this.#written
  }

  /** Starts it, or starts it again, without waiting until it can be used. */
  launch(): void {
    const { command, env } = this.#command
    const [file, ...args] = command
    // A group of its own: a command that starts another (bin/tillit.js) is killed with it.
    const child = spawn(file, args, {
      cwd: repository,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#written += text
      })
    }
    this.#child = child
    running.add(this)
    child.once('exit', () => {
      if (this.#child === child) running.delete(this)
    })
  }

  /** @throws {Error} when it stops by itself or takes too long. */
  async ready(): Promise<void> {
    const deadline = Date.now() + readyMilliseconds
    const name = this.#command.command.join(' ')
    while (Date.now() < deadline) {
      if (!this.#isRunning()) throw new Error(`${name} stopped by itself\n${this.#written.slice(-4000)}`)
      if (await this.#command.isReady()) return
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds))
    }
    throw new Error(`${name} was not ready within ${readyMilliseconds} ms\n${this.#written.slice(-4000)}`)
  }

  async start(): Promise<void> {
    this.launch()
    await this.ready()
  }

  signal(name: NodeJS.Signals): void {
    const pid = this.#child?.pid
    if (pid !== undefined && this.#isRunning()) process.kill(-pid, name)
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    const ended = this.#ended()
    this.signal('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    const ended = this.#ended()
    this.signal('SIGTERM')
    // One that was frozen hears nothing else.
    this.signal('SIGCONT')
    const timer = setTimeout(() => this.signal('SIGKILL'), stopMilliseconds)
    await ended
    clearTimeout(timer)
  }

  /** Its exit code, once it has stopped by itself. */
  async exitCode(): Promise<number | null> {
    await this.#ended()
    return this.#child?.exitCode ?? null
  }

  #isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** By `close` and not by `exit`: then its last words are read. */
  #ended(): Promise<void> {
    const child = this.#child
    if (child === undefined || !this.#isRunning()) return Promise.resolve()
    return new Promise((resolve) => child.once('close', () => resolve()))
  }
}

/** Groups of their own outlive us, unless somebody ends them. */
const running = new Set<TestProcess>()
process.once('exit', () => {
  for (const one of running) one.signal('SIGKILL')
})

/** Whether an address answers with anything but an error of its own. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false
  }
}
