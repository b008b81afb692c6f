import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, type TestBroker, tokensOf } from '../support/broker.ts'
import { exchange, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import { watchStores } from '../support/store-calls.ts'
import { type Answer, TestClient } from '../support/test-client.ts'

/**
 * What a token request asks of the databases, call by call: the once-only checks in one step, what a person's token rests
 * on, the audit record. Registry, keys and the rest are in memory.
 */

let broker: TestBroker
let client: TestClient
let watched: Awaited<ReturnType<typeof watchStores>>
beforeAll(async () => {
  watched = await watchStores()
  broker = await startExchangeBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(async () => {
  watched.stop()
  await broker.close()
})

/**
 * One record at the end of the chain: its head is moved, which reads it, and the record written; and counted in the same
 * transaction (docs/decisions/0087).
 */
const oneAuditRecord = ['begin', 'update audit_head', 'insert audit_record', 'insert audit_count', 'commit']

/** The nonce challenge before it is part of the request, and asks for nothing. */
async function callsOf(request: () => Promise<Answer>) {
  watched.reset()
  const { status } = await request()
  expect(status).toBe(200)
  const { reads, commits, sql } = watched.calls
  return { reads: [...reads], commits: [...commits], sql: [...sql] }
}

describe('what a request asks of the databases', () => {
  it('for a machine’s token: one step that spends assertion and proof, and the audit record', async () => {
    const machine = await broker.client('integrasjon-nordfjell')
    expect(await callsOf(() => machine.machineToken('nhn:kjernejournal/api'))).toEqual({
      reads: [],
      commits: [{ absent: 2, unchanged: 0, writes: 2 }],
      sql: oneAuditRecord,
    })
  })

  it('for a code: the code, its grant, and what they rest on; then one step that spends all three', async () => {
    const parameters = { scope: 'openid offline_access nhn:kjernejournal/api' }
    const { code, pushed } = await loginAs(client, 'P01', { parameters })
    expect(await callsOf(() => client.redeem(code, pushed, redirectUriOf(client)))).toEqual({
      reads: [1, 2, 3],
      // Assertion, proof, no end of grant or session; the code as it was read.
      commits: [{ absent: 4, unchanged: 1, writes: 6 }],
      sql: oneAuditRecord,
    })
  })

  it('for a refresh: the refresh token, its grant, and what they rest on; then one step', async () => {
    const { client: holder, refreshToken } = await personToken(broker)
    const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken }
    expect(await callsOf(() => holder.token(refresh))).toEqual({
      reads: [1, 2, 3],
      commits: [{ absent: 4, unchanged: 0, writes: 4 }],
      sql: oneAuditRecord,
    })
  })

  it('for an exchange: where the offered token came from, and what could have ended it; then one step', async () => {
    const actor = await broker.client('helsekort-web')
    const { accessToken } = await personToken(broker)
    expect(await callsOf(() => exchange(actor, accessToken))).toEqual({
      reads: [1, 4],
      commits: [{ absent: 5, unchanged: 0, writes: 3 }],
      sql: oneAuditRecord,
    })
    const ofMachine = await machineToken(broker)
    expect(await callsOf(() => exchange(actor, ofMachine))).toEqual({
      reads: [1, 1],
      commits: [{ absent: 3, unchanged: 0, writes: 3 }],
      sql: oneAuditRecord,
    })
  })

  it('for a refused one: the spent assertion and its proof, and the audit record; for a stranger nothing', async () => {
    const machine = await broker.client('integrasjon-nordfjell')
    watched.reset()
    expect((await machine.machineToken('nhn:nothing/api')).status).toBe(400)
    expect(watched.calls.reads).toEqual([])
    expect(watched.calls.commits).toHaveLength(1)
    expect(watched.calls.sql).toEqual(oneAuditRecord.filter((statement) => statement !== 'insert audit_count'))
    watched.reset()
    const stranger = new TestClient({ ...machine, key: client.key })
    expect((await stranger.machineToken('nhn:kjernejournal/api')).status).toBe(401)
    expect([watched.calls.reads, watched.calls.commits]).toEqual([[], []])
  })

  it('would be seen here if it were more: a person’s login reads and writes', async () => {
    watched.reset()
    await tokensOf(client)
    expect(watched.calls.reads.length).toBeGreaterThan(5)
    expect(watched.calls.commits.length).toBeGreaterThan(3)
    expect(watched.calls.sql.length).toBeGreaterThan(oneAuditRecord.length)
  })
})
