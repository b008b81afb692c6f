import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '#src/store/open-store.ts'
import { StoreWorker } from '../support/store-workers.ts'
import { newKey, set } from './store-bytes.ts'
import { describeStore, type StoreBench } from './store-conformance.ts'

async function startSqliteBench(): Promise<StoreBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillit-sqlite-'))
  const open = () => openStore({ dataDir, now: Date.now })
  const direct = async () => {
    await (await open()).close()
    return new DatabaseSync(join(dataDir, 'tillit.db'))
  }
  return {
    place: { dataDir },
    open,
    openFailing: async () => {
      const store = await open()
      const failNext = async () => {
        // Somebody holds the file for longer than a commit waits, and lets go when that commit has been told no.
        const lock = await direct()
        lock.exec('BEGIN IMMEDIATE')
        const { commit } = store
        store.commit = async (change) => {
          store.commit = commit
          return commit.call(store, change).finally(() => lock.close())
        }
      }
      return { store, failNext }
    },
    // No server: the process that had it open is all there is to kill.
    crash: async () => {},
    bytes: () =>
      readdirSync(dataDir)
        .map((name) => readFileSync(join(dataDir, name), 'latin1'))
        .join('\n'),
    replace: async (key, value) => {
      const database = await direct()
      database.prepare('UPDATE record SET value = ? WHERE key = ?').run(value, key)
      database.close()
    },
    stop: async () => rmSync(dataDir, { recursive: true, force: true }),
  }
}

describeStore('the embedded store', startSqliteBench)

describe('the file of the embedded store', () => {
  const dirs: string[] = []
  const newDir = () => {
    const dir = mkdtempSync(join(tmpdir(), 'tillit-file-'))
    dirs.push(dir)
    return dir
  }
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
  })

  it('may be made by four processes at the same moment, fifty times', async () => {
    const workers = Array.from({ length: 4 }, () => new StoreWorker())
    for (let round = 0; round < 50; round += 1) {
      const place = { dataDir: newDir() }
      const reports = await Promise.all(workers.map((worker) => worker.do({ do: 'open', place })))
      expect(reports.map(({ done }) => done)).toEqual(['open', 'open', 'open', 'open'])
    }
    await Promise.all(workers.map((worker) => worker.kill()))
  })

  it('is nobody else’s to read', async () => {
    const dataDir = newDir()
    const store = await openStore({ dataDir, now: Date.now })
    const modes = readdirSync(dataDir).map((name) => statSync(join(dataDir, name)).mode & 0o777)
    expect(modes).toEqual(modes.map(() => 0o600))
    await store.close()
  })

  it('is rid of expired rows faster than a busy broker makes them', async () => {
    const dataDir = newDir()
    const store = await openStore({ dataDir, now: Date.now })
    const writes = Array.from({ length: 5000 }, () => set(newKey(), 'short', 0.001))
    await store.commit({ writes: [...writes, set(newKey(), 'long', 3600), set(newKey(), 'for good')] })
    const reader = new DatabaseSync(join(dataDir, 'tillit.db'))
    const rows = () => reader.prepare('SELECT count(*) AS rows FROM record').get()?.['rows']
    // 5000 rows: at one sweep in five seconds this would take most of a minute.
    await expect.poll(rows, { timeout: 30_000, interval: 50 }).toBe(2)
    reader.close()
    await store.close()
  })
})
