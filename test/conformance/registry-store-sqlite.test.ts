import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { registryStoreConformance } from './registry-store-conformance.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tillit-registry-store-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

registryStoreConformance('SQLite', { place: async () => dataDir })
