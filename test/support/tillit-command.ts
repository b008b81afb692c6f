import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestBroker } from './broker.ts'
import { repository } from './repository.ts'

/** What came of one run of the command. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly stdin?: string
  /** Beside PATH, the environment and the data folder; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** The command as an operator types it, in a process of its own, beside a running broker. */
export function tillitBeside(broker: Pick<TestBroker, 'issuer' | 'dataDir'>) {
  return (words: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    runTillit(words, {
      ...options,
      env: {
        TILLIT_ENVIRONMENT: 'development',
        TILLIT_DATA_DIR: broker.dataDir,
        TILLIT_PORT: new URL(broker.issuer).port,
        ...options.env,
      },
    })
}

/** The command with nothing in its environment but what is given. There is no terminal. */
export async function runTillit(words: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [join(repository, 'bin', 'tillit.js'), ...words], {
    cwd: repository,
    env: { PATH: process.env['PATH'], ...env },
  })
  // A command that is done before it has read everything closes the pipe.
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { status, stdout, stderr }
}
