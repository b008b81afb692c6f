import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { findFreePorts } from './free-ports.ts'
import { TestProcess } from './process.ts'

/** The system's Redis on a port and in a folder of its own, set as docs/operating.md says. */
export interface TestRedis {
  readonly url: string
  readonly port: number
  /** Where its files are. */
  readonly dir: string
  readonly process: TestProcess
  /** A connection of the test's own, to look and to meddle. Closed with the rest. */
  readonly client: Redis
  stop(): Promise<void>
}

export async function startRedis(): Promise<TestRedis> {
  const port = await findFreePorts()
  const dir = mkdtempSync(join(tmpdir(), 'tillit-redis-'))
  const settings = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', '--save', '']
  const server = new TestProcess({
    command: ['redis-server', '--bind', '127.0.0.1', '--port', String(port), '--dir', dir, ...settings],
    isReady: () => answersPing(port),
  })
  await server.start()
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 })
  client.on('error', () => {})
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    dir,
    process: server,
    client,
    stop: async () => {
      client.disconnect()
      await server.kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** One that still reads its file from the disk answers LOADING. */
export function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    const done = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(2000, () => done(false))
    socket.once('error', () => done(false))
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')))
  })
}
