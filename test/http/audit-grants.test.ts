import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import type { TestBroker } from '../support/broker.ts'
import { exchange, exchangeForm, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import { post, type TestClient } from '../support/test-client.ts'

/** What the audit trail tells of exchanges and revocations. */

let broker: TestBroker
let actor: TestClient
let before = 0
beforeAll(async () => {
  broker = await startExchangeBroker()
  actor = await broker.client('helsekort-web')
})
beforeEach(() => {
  before = lastAuditSeq(broker.dataDir)
})
afterAll(() => broker.close())

const mark = () => {
  before = lastAuditSeq(broker.dataDir)
}
const added = () => readAudit(broker.dataDir, before)

describe('an exchange', () => {
  it('is recorded as a token of the actor about the same person', async () => {
    const { accessToken } = await personToken(broker)
    const [login] = added()
    mark()
    const answer = await exchange(actor, accessToken)
    const { jti } = decodeJwt(String(answer.body.access_token))
    expect(added()).toMatchObject([
      {
        event: 'token.issued',
        client_id: 'helsekort-web',
        api: 'nhn:reseptformidleren',
        person: { digest: login?.person?.digest },
        details: { jti, key_thumbprint: actor.dpop.thumbprint },
      },
    ])
  })

  it('that is refused is recorded, for its rules and for its proof', async () => {
    const token = await machineToken(broker)
    mark()
    expectRefusal(await exchange(actor, 'x'), { status: 400, error: 'invalid_request' })
    const proof = await actor.dpop.proof({ htm: 'GET', htu: 'https://x.example', nonce: await actor.nonce() })
    await actor.tokenOnce({ ...(await actor.authentication()), ...exchangeForm(token) }, { proof })
    expect(added().map(({ event, reason }) => [event, reason])).toEqual([
      ['token.refused', 'subject_token_invalid'],
      ['token.refused', 'dpop_invalid'],
    ])
  })
})

describe('a revocation', () => {
  const revoke = async (client: TestClient, token: string) =>
    post(`${client.issuer}/connect/revocation`, { ...(await client.authentication()), token })

  it('is recorded for what it ended, and not for what was not the caller’s', async () => {
    const { client, accessToken, refreshToken } = await personToken(broker)
    mark()
    for (const token of [accessToken, refreshToken]) await revoke(actor, token)
    expect(added()).toEqual([])
    for (const token of [accessToken, refreshToken]) await revoke(client, token)
    expect(added()).toMatchObject([
      { event: 'token.revoked', client_id: 'epj-nordfjell', details: { jti: decodeJwt(accessToken).jti } },
      { event: 'grant.revoked', client_id: 'epj-nordfjell', details: { grant: expect.any(String) } },
    ])
  })
})
