import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import type { TestBroker } from '../support/broker.ts'
import { attest, bolgen, bolgenChild, journal, multiTenant, singleTenant } from '../support/details.ts'
import { exchange, exchangeForm, startExchangeBroker } from '../support/exchange.ts'
import type { TestClient } from '../support/test-client.ts'

/** For which organisation an exchanged token speaks, and who may not change it. */

const orgnr = (which: string) => `helseid://claims/client/claims/orgnr_${which}`
const endsInSeconds = 300

let broker: TestBroker
let actor: TestClient
beforeAll(async () => {
  const validUntil = new Date(Date.now() + endsInSeconds * 1000).toISOString()
  broker = await startExchangeBroker({ 'delegations/310000124-310000116': { valid_until: validUntil } })
  actor = await broker.client('helsekort-web')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

/** A token of the supplier's client for its tenant and the tenant's unit. */
async function tenantToken(details: readonly unknown[] = [multiTenant(bolgen, bolgenChild)]): Promise<string> {
  const cloud = await broker.client('skyjournal')
  const authentication = await cloud.authentication({ assertion_details: details })
  const form = { ...authentication, grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' }
  return String((await cloud.token(form)).body.access_token)
}

describe('an exchanged token (HelseID 1.8, decision 51)', () => {
  it('speaks for the tenant that the first client acts for, while act names the actor’s own organisation', async () => {
    const answer = await exchange(actor, await tenantToken())
    const token = decodeJwt(String(answer.body.access_token))
    expect(token).toMatchObject({
      [orgnr('parent')]: bolgen,
      [orgnr('child')]: bolgenChild,
      [orgnr('supplier')]: '310000116',
      'helseid://claims/client/client_tenancy': 'multi-tenant',
      'helseid://claims/client/original_client_id': 'skyjournal',
    })
    const { act, ...rest } = token
    expect(act).toEqual({ iss: broker.issuer, client_id: 'helsekort-web', [orgnr('parent')]: '310000094' })
    expect(JSON.stringify(rest)).not.toContain('310000094')
  })

  it('holds nothing that the first client sent for its own API alone: journal id and attestation', async () => {
    const token = await tenantToken([
      multiTenant(bolgen),
      journal('8f4c2f3e-6c1a-4f5e-9a3f-0f5d8f6f2b11'),
      attest(bolgen, bolgen),
    ])
    const names = ['nhn:sfm:journal-id', 'nhn:tillitsrammeverk:parameters']
    for (const name of names) expect(decodeJwt(token)).toHaveProperty([name])
    const answer = await exchange(actor, token)
    for (const name of names) expect(decodeJwt(String(answer.body.access_token))).not.toHaveProperty([name])
  })

  it('is not given once the delegation behind the first one has run out', async () => {
    const token = await tenantToken()
    expect((await exchange(actor, token)).status).toBe(200)
    const before = lastAuditSeq(broker.dataDir)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (endsInSeconds + 10) * 1000 })
    expectRefusal(await exchange(actor, token), { status: 400, error: 'invalid_request' })
    const added = readAudit(broker.dataDir, before).map(({ event, reason }) => [event, reason])
    expect(added).toEqual([['token.refused', 'exchange_organisation_ended']])
    expectSilentLog(broker)
  })
})

describe('an actor that names an organisation itself (decision 51)', () => {
  const details = [singleTenant('310000132')]
  const rows: readonly (readonly [string, object, Readonly<Record<string, string>>])[] = [
    ['in assertion_details', { assertion_details: details }, {}],
    ['in authorization_details', { authorization_details: details[0] }, {}],
    ['in an attestation', { assertion_details: [attest(bolgen, bolgen)] }, {}],
    ['as a form parameter', {}, { authorization_details: JSON.stringify(details) }],
  ]
  it.each(rows)('%s is told that it can not, and gets nothing', async (_where, claims, extra) => {
    const token = await tenantToken()
    const form = { ...(await actor.authentication({ ...claims })), ...exchangeForm(token, extra) }
    const before = lastAuditSeq(broker.dataDir)
    expectRefusal(await actor.token(form), { status: 400, error: 'invalid_request' })
    const added = readAudit(broker.dataDir, before).map(({ event, reason }) => [event, reason])
    expect(added).toEqual([['token.refused', 'exchange_details_refused']])
    expect((await exchange(actor, token)).status).toBe(200)
  })
})
