import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#src/store/open-database.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts'
import { databaseConformance } from './database-conformance.ts'

let server: PostgresqlServer
let url: Promise<string> | undefined

beforeAll(async () => {
  server = await startPostgresql()
})

afterAll(async () => {
  await server?.stop()
})

const open = (databaseUrl: string) => openDatabase({ dataDir: '/nonexistent', databaseUrl, nowMilliseconds: () => 1 })

databaseConformance('PostgreSQL', {
  open: async () => {
    url ??= server.newDatabase()
    return open(await url)
  },
})

describe('a PostgreSQL that is away', () => {
  it('is said to be unavailable, without its address or password, and serves again when it is back', async () => {
    const database = await open(await server.newDatabase())
    try {
      server.freeze()
      const failure = await database
        .write((transaction) => transaction.selectFrom('audit_head').selectAll().execute())
        .catch((error: unknown) => error)
      server.thaw()
      expect(failure).toBeInstanceOf(StoreUnavailable)
      expect(String(failure)).not.toMatch(/tillit@|127\.0\.0\.1|password/)
      await database.check()
    } finally {
      server.thaw()
      await database.close()
    }
  })

  it('stops the start when it can not be reached, and does not say with which password', async () => {
    const failure = await open('postgres://tillit:hunter2@127.0.0.1:1/none').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StoreUnavailable)
    expect(String(failure)).not.toContain('hunter2')
  })

  it('is refused when it does not keep what it acknowledges', async () => {
    const careless = `${await server.newDatabase()}?options=${encodeURIComponent('-c synchronous_commit=off')}`
    await expect(open(careless)).rejects.toThrow('synchronous_commit')
  })
})
