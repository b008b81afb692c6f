import { afterAll, beforeAll } from 'vitest'
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts'
import { registryStoreConformance } from './registry-store-conformance.ts'

let server: PostgresqlServer
beforeAll(async () => {
  server = await startPostgresql()
})
afterAll(async () => {
  await server?.stop()
})

registryStoreConformance('PostgreSQL', { place: () => server.newDatabase() })
