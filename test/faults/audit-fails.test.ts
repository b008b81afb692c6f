import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inDatabase, lastAuditSeq, readAudit } from '../support/audit.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
let machine: TestClient

beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  machine = await broker.client('integrasjon-nordfjell')
})

afterAll(async () => {
  await broker?.close()
})

/** From now on the database itself refuses the n-th record that is added. */
function failAt(n: number): void {
  const seq = lastAuditSeq(broker.dataDir) + n
  inDatabase(broker.dataDir, (database) =>
    database.exec(`CREATE TRIGGER planted BEFORE INSERT ON audit_record WHEN NEW.seq = ${seq}
      BEGIN SELECT RAISE(ABORT, 'planted'); END`),
  )
}

const heal = () => inDatabase(broker.dataDir, (database) => database.exec('DROP TRIGGER IF EXISTS planted'))
const added = (after: number) => readAudit(broker.dataDir, after).map(({ event }) => event)

describe('when the audit trail cannot be written', () => {
  it('a machine gets no token, but 503 and the advice to try again', async () => {
    failAt(1)
    const answer = await machine.machineToken('nhn:provesvar/api')
    heal()
    expect(answer.status).toBe(503)
    expect(answer.body.error).toBe('temporarily_unavailable')
    expect(Object.keys(answer.body).filter((name) => !name.startsWith('error'))).toEqual([])
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(answer.headers.get('dpop-nonce')).toBeNull()
    expect((await machine.machineToken('nhn:provesvar/api')).status).toBe(200)
  })

  it('a refusal does not leave without its record either', async () => {
    failAt(1)
    const answer = await machine.machineToken('nhn:nothing/api')
    heal()
    expect(answer.status).toBe(503)
  })

  it('nobody is told about a person at userinfo', async () => {
    const { accessToken } = await tokensOf(client, 'P01', { parameters: { scope: 'openid profile' } })
    failAt(1)
    const answer = await client.userinfo(accessToken)
    heal()
    expect(answer.status).toBe(503)
    expect(Object.keys(answer.body).filter((name) => !name.startsWith('error'))).toEqual([])
    expect((await client.userinfo(accessToken)).status).toBe(200)
  })

  it('a stranger is refused as always, and what could not be recorded is counted', async () => {
    failAt(1)
    const before = lastAuditSeq(broker.dataDir)
    const stranger = new TestClient({ ...machine, key: client.key })
    const answer = await stranger.machineToken('nhn:provesvar/api')
    heal()
    expect(answer.status).toBe(401)
    expect(added(before)).toEqual([])
  })

  it('nobody is logged in: the provider’s answer leads to our own page, not to the client', async () => {
    const before = lastAuditSeq(broker.dataDir)
    failAt(1)
    const { end, code, browser } = await loginAs(client, 'P01')
    heal()
    expect({ status: end.status, code }).toEqual({ status: 503, code: '' })
    expect(end.html).toContain('data-testid="reference-code"')
    expect(added(before)).toEqual([])
    // The same callback again: its state is spent, and no login stands behind it.
    const again = await browser.get(browser.visited.findLast((url) => url.includes('/login/callback/')) ?? '')
    expect(again.url).toContain(`${broker.issuer}/login/`)
    expect(added(before)).toEqual([])
  })

  it('no code leaves, and no session either', async () => {
    const before = lastAuditSeq(broker.dataDir)
    failAt(2)
    const { end, code, browser } = await loginAs(client, 'P01')
    heal()
    expect({ status: end.status, code }).toEqual({ status: 503, code: '' })
    expect(browser.visited.at(-1)).toMatch(/\/connect\/authorize\//)
    expect(added(before)).toEqual(['login.completed'])
    const next = await loginAs(client, 'P01', { browser, parameters: { prompt: 'none' } })
    expect(next.returned.get('error')).toBe('login_required')
  })

  it('a code is spent and gives nothing', async () => {
    const { code, pushed } = await loginAs(client, 'P01')
    failAt(1)
    const answer = await client.redeem(code, pushed, redirectUriOf(client))
    heal()
    expect(answer.status).toBe(503)
    expect(answer.text).not.toContain('token"')
    expect((await client.redeem(code, pushed, redirectUriOf(client))).body.error).toBe('invalid_grant')
  })

  it('somebody who logs out is logged out all the same', async () => {
    const { browser } = await loginAs(client, 'P01')
    const page = await browser.get(`${broker.issuer}/connect/endsession`)
    failAt(1)
    const end = await browser.submit(page, { logout: '' })
    heal()
    expect(end.status).toBe(503)
    const next = await loginAs(client, 'P01', { browser, parameters: { prompt: 'none' } })
    expect(next.returned.get('error')).toBe('login_required')
  })

  it('requests that wait for a database that hangs are refused together, and leave no record behind', async () => {
    const before = lastAuditSeq(broker.dataDir)
    const nonce = await machine.nonce()
    const form = async () => ({
      ...(await machine.authentication()),
      grant_type: 'client_credentials',
      scope: 'nhn:provesvar/api',
    })
    // Another writer that does not end before the requests have been answered.
    const holder = new DatabaseSync(join(broker.dataDir, 'registry.db'))
    holder.exec('BEGIN IMMEDIATE')
    const sent = Array.from({ length: 8 }, async () => machine.tokenOnce(await form(), { nonce }))
    const answers = await Promise.all(sent).finally(() => holder.close())
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 503))
    expect(added(before)).toEqual([])
  })
})
