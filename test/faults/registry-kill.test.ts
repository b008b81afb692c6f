import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listRevisions } from '#src/registry/store/history.ts'
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts'
import { node } from '../support/process.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'

const patience = 240_000
const rounds = 12
const acknowledgedWrites = 10_000
const folder = mkdtempSync(join(tmpdir(), 'tillit-registry-kill-'))

let server: PostgresqlServer
let child: ChildProcess | undefined

beforeAll(async () => {
  server = await startPostgresql()
})
afterEach(() => {
  child?.kill('SIGKILL')
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Lets the writer work until its output says so, kills it, and gives the last number that it acknowledged. */
function killWriter(
  args: readonly string[],
  isTime: (acknowledged: number, done: boolean) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = spawn(node, ['test/support/registry-writer.ts', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    child = writer
    let output = ''
    writer.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      const acknowledged = Number(output.match(/\d+(?=\n(?:done\n)?$)/)?.[0] ?? 0)
      if (isTime(acknowledged, output.endsWith('done\n'))) writer.kill('SIGKILL')
    })
    writer.once('error', reject)
    writer.once('exit', () => resolve(Number(output.trimEnd().match(/(\d+)(?:\ndone)?$/)?.[1] ?? 0)))
  })
}

async function openSeeded(place: string): Promise<RegistryNode> {
  const registry = await openRegistryNode(place)
  await registry.seed()
  return registry
}

const places = [
  ['SQLite', async () => mkdtempSync(join(folder, 'sqlite-'))],
  ['PostgreSQL', () => server.newDatabase()],
] as const

describe.each(places)('kill -9 in the middle of an apply on %s', (_, newPlace) => {
  it(
    'leaves the old revision or the new one, and what was acknowledged, again and again',
    async () => {
      const place = await newPlace()
      await (await openSeeded(place)).close()
      for (let round = 0; round < rounds; round += 1) {
        // Right after an acknowledgement the next apply is under way, each time somewhere else in it.
        const acknowledged = await killWriter([place, 'bulk', '100000'], (n) => n >= 1 + (round % 5))
        const registry = await openRegistryNode(place)
        const names = new Set(
          registry.live.registry
            .clients()
            .filter(({ clientId }) => !clientId.startsWith('tillit-'))
            .map(({ clientName }) => clientName),
        )
        const [newest] = await listRevisions(registry.database, { limit: 1 })
        expect([...names]).toEqual([`Navn ${newest?.reason}`])
        expect(newest?.number).toBe(registry.live.revision)
        expect(Number(newest?.reason)).toBeGreaterThanOrEqual(acknowledged)
        expect(await registry.verifyAudit()).not.toHaveProperty('firstBreak')
        await registry.close()
      }
    },
    patience,
  )
})

describe('kill -9 after many acknowledged changes', () => {
  it(
    'loses none of ten thousand',
    async () => {
      const place = mkdtempSync(join(folder, 'many-'))
      await (await openSeeded(place)).close()
      const acknowledged = await killWriter([place, 'single', String(acknowledgedWrites)], (_, done) => done)
      expect(acknowledged).toBe(acknowledgedWrites)
      const registry = await openRegistryNode(place)
      const there = new Set(registry.live.current.documents.of('client').ids())
      const lost = Array.from({ length: acknowledgedWrites }, (_, n) => `ny-${n + 1}`).filter((id) => !there.has(id))
      expect(lost).toEqual([])
      expect(await registry.verifyAudit()).not.toHaveProperty('firstBreak')
      await registry.close()
    },
    patience,
  )
})
