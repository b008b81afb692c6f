import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Chain } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { exportTrail, searchTrail } from '#src/audit/search.ts'
import { AuditTrail } from '#src/audit/trail.ts'
import { verifyTrail } from '#src/audit/verify.ts'
import { systemClock } from '#src/operations/clock.ts'
import type { Database } from '#src/store/database.ts'
import { openDatabase } from '#src/store/open-database.ts'
import { Seal } from '#src/store/seal.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts'
import type { Answer, TestClient } from '../support/test-client.ts'

const storeKey = new Uint8Array(32).fill(9)
const chain = new Chain(storeKey)
const persons = new PersonSeal(new Seal(storeKey))

let server: PostgresqlServer

beforeAll(async () => {
  server = await startPostgresql()
})

afterAll(async () => {
  await server?.stop()
})

/** It connects again by itself; how soon is the pool's matter, and the machine's. */
async function untilServed(machine: TestClient): Promise<Answer> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const answer = await machine.machineToken('nhn:provesvar/api')
    if (answer.status !== 503) return answer
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('it never came back')
}

const open = (databaseUrl: string) =>
  openDatabase({ dataDir: '/nonexistent', databaseUrl, nowMilliseconds: () => systemClock.nowMilliseconds() })

describe('one chain over several nodes on PostgreSQL', () => {
  it('takes records from four nodes at once, and is whole', async () => {
    const url = await server.newDatabase()
    const nodes: readonly Database[] = await Promise.all([open(url), open(url), open(url), open(url)])
    const trails = nodes.map((database) => new AuditTrail({ database, chain, persons, clock: systemClock }))
    const append = (n: number) =>
      trails[n % trails.length]?.append({
        event: 'token.issued',
        outcome: 'done',
        actor: { kind: 'client', id: `client-${n}` },
        clientId: `client-${n}`,
        pid: '07918449935',
      })
    try {
      await Promise.all(Array.from({ length: 400 }, (_, n) => append(n)))
      const [database = await open(url)] = nodes
      expect(await verifyTrail({ database, chain, anchor: undefined })).toEqual({ records: 400, anchored: 0 })
      const page = await searchTrail({ database, persons }, { pid: '07918449935' }, { limit: 100 })
      expect([page.records.length, page.next]).toEqual([100, 301])
      const [record] = (await searchTrail({ database, persons }, { clientId: 'client-7' }, { limit: 2 })).records
      expect(record?.person === undefined ? '' : persons.open(record.person)).toBe('07918449935')
      let lines = 0
      for await (const line of exportTrail({ database, persons }, {})) lines += line.endsWith('}\n') ? 1 : 0
      expect(lines).toBe(400)
    } finally {
      for (const node of nodes) await node.close()
    }
  })
})

describe('a broker whose PostgreSQL falls silent', () => {
  it('issues nothing while it is silent, and goes on when it is back, with every token recorded', async () => {
    const url = await server.newDatabase()
    const broker: TestBroker = await startTestBroker({}, { database_url: url })
    const machine = await broker.client('integrasjon-nordfjell')
    try {
      const first = await machine.machineToken('nhn:provesvar/api')
      server.freeze()
      const silent = await Promise.all(Array.from({ length: 4 }, () => machine.machineToken('nhn:provesvar/api')))
      server.thaw()
      expect(silent.map(({ status, body }) => [status, body['access_token']])).toEqual(
        Array.from({ length: 4 }, () => [503, undefined]),
      )
      const second = await untilServed(machine)
      expect([first.status, second.status]).toEqual([200, 200])
      const database = await open(url)
      const { records } = await searchTrail({ database, persons }, { event: 'token.issued' }, { limit: 50 })
      await database.close()
      const jtis = records.map(({ details }) => details?.['jti'])
      for (const { body } of [first, second]) expect(jtis).toContain(decodeJwt(String(body['access_token'])).jti)
    } finally {
      server.thaw()
      await broker.close()
    }
  })
})
