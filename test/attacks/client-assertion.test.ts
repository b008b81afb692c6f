import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'
import { assertionRows } from './client-assertion-rows.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const scope = 'nhn:kjernejournal/api'
const formWith = (client: TestClient, assertion: string) => ({
  client_id: client.clientId,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
})

async function askToken(client: TestClient, assertion: string): Promise<Answer> {
  const form = { ...formWith(client, assertion), grant_type: 'client_credentials', scope }
  return client.tokenOnce(form, { nonce: await client.nonce() })
}

async function push(client: TestClient, assertion: string): Promise<Answer> {
  const form = {
    ...formWith(client, assertion),
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUriOf(client),
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  }
  return post(`${client.issuer}/connect/par`, form)
}

describe.each([
  { endpoint: 'token', send: askToken, good: 200 },
  { endpoint: 'PAR', send: push, good: 201 },
])('client assertions at the $endpoint endpoint', ({ send, good }) => {
  it.each(assertionRows)('refuse $name ($source)', async ({ tamper, expected }) => {
    const client = await broker.client('epj-nordfjell')
    const jti = randomUUID()
    expectRefusal(await send(client, await tamper(client, jti)), expected)
    expectSilentLog(broker)
    expect((await send(client, await client.assertion({ jti }))).status, 'the good one with the same jti').toBe(good)
  })

  it('refuse a replay, one after the other (RFC 7523 section 3 (7))', async () => {
    const client = await broker.client('epj-nordfjell')
    const assertion = await client.assertion()
    expect((await send(client, assertion)).status).toBe(good)
    expectRefusal(await send(client, assertion), { status: 401, error: 'invalid_client' })
    expectSilentLog(broker)
  })

  it('let one of eight through at the same moment (gap 1)', async () => {
    const client = await broker.client('epj-nordfjell')
    for (let round = 0; round < 3; round += 1) {
      const assertion = await client.assertion()
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(client, assertion)))
      expect(answers.map(({ status }) => status).sort()).toEqual([good, ...Array.from({ length: 7 }, () => 401)])
    }
    expectSilentLog(broker)
  })

  it('may share a jti with another client (RFC 7519 section 4.1.7, gap 14)', async () => {
    const jti = randomUUID()
    const client = await broker.client('epj-nordfjell')
    const other = await broker.client('integrasjon-nordfjell')
    expect((await askToken(client, await client.assertion({ jti }))).status).toBe(200)
    expect((await askToken(other, await other.assertion({ jti }))).status).toBe(200)
  })

  it('refuse a client that is unknown, disabled or named in capitals alike, and say nothing more (RFC 6749 section 5.2)', async () => {
    const client = await broker.client('epj-nordfjell')
    const answers = await Promise.all(
      ['nobody', 'EPJ-NORDFJELL', 'epj-nordfjell '].map(async (id) => {
        const assertion = await client.assertion({ iss: id, sub: id })
        const form = { ...formWith(client, assertion), client_id: id, grant_type: 'client_credentials', scope }
        return client.tokenOnce(form, { nonce: await client.nonce() })
      }),
    )
    for (const answer of answers) expectRefusal(answer, { status: 401, error: 'invalid_client' })
    const wrongKey = await askToken(client, await client.assertion({}, { kid: 'nobody' }))
    expect(new Set([...answers, wrongKey].map(({ text }) => text)).size).toBe(1)
  })

  it('refuse other ways to authenticate: secret, basic, none (FAPI 2.0 section 5.3.2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const url = `${client.issuer}/connect/par`
    const form = {
      client_id: client.clientId,
      redirect_uri: redirectUriOf(client),
      response_type: 'code',
      scope: 'openid',
    }
    const basic = `Basic ${Buffer.from('epj-nordfjell:secret').toString('base64')}`
    for (const answer of [
      await post(url, form),
      await post(url, { ...form, client_secret: 'secret' }),
      await post(url, form, { authorization: basic }),
    ]) {
      expect([400, 401]).toContain(answer.status)
      expect(['invalid_client', 'invalid_request']).toContain(answer.body.error)
    }
  })
})

describe('client assertions at the token endpoint', () => {
  it('may share a jti with the DPoP proof of the same request (gap 14)', async () => {
    const client = await broker.client('epj-nordfjell')
    const jti = randomUUID()
    const url = `${client.issuer}/connect/token`
    const proof = await client.dpop.proof({ htm: 'POST', htu: url, nonce: await client.nonce(), jti })
    const form = { ...formWith(client, await client.assertion({ jti })), grant_type: 'client_credentials', scope }
    expect((await client.tokenOnce(form, { proof })).status).toBe(200)
  })

  it('are accepted with a clock 10 s ahead and a life of 60 s (FAPI 2.0 section 5.3.2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const now = Math.floor(Date.now() / 1000)
    const assertion = await client.assertion({ iat: now + 9, nbf: now + 9, exp: now + 69 })
    expect((await askToken(client, assertion)).status).toBe(200)
  })
})
