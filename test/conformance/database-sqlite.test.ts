import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openDatabase } from '#src/store/open-database.ts'
import { databaseConformance } from './database-conformance.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tillit-database-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

databaseConformance('SQLite', {
  open: () => openDatabase({ dataDir: join(dataDir, 'conformance'), nowMilliseconds: () => 1 }),
})

it('keeps the embedded database in a file that only its owner may read', async () => {
  const database = await openDatabase({ dataDir, nowMilliseconds: () => 1 })
  await database.close()
  expect(statSync(join(dataDir, 'registry.db')).mode & 0o777).toBe(0o600)
})
