import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import type { TestBroker, TestClientId } from '../support/broker.ts'
import { epjKeys } from '../support/epj-keys.ts'
import { apiCaller, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let api: TestClient
beforeAll(async () => {
  broker = await startExchangeBroker({
    'apis/kjernejournal': { jwks: epjKeys, introspection_clients: ['kurspaamelding-web'] },
    'apis/reseptformidleren': { jwks: epjKeys },
  })
  api = await apiCaller(broker, 'nhn:kjernejournal')
})
afterAll(() => broker.close())

const endpoints = ['introspect', 'revocation'] as const
type Endpoint = (typeof endpoints)[number]
const send = (endpoint: Endpoint, form: Record<string, string>): Promise<Answer> =>
  post(`${broker.issuer}/connect/${endpoint}`, form)
const introspect = async (caller: TestClient, token: string) =>
  send('introspect', { ...(await caller.authentication()), token })
const invalidClient: Expected = { status: 401, error: 'invalid_client' }
const invalidRequest: Expected = { status: 400, error: 'invalid_request' }
const now = () => Math.floor(Date.now() / 1000)

/** An API, and a client, that call with a spoiled form. */
const rows: readonly {
  readonly name: string
  readonly source: string
  readonly tamper: (client: TestClient) => Promise<Record<string, string | undefined>>
  readonly expected: Expected
}[] = [
  { name: 'nobody', source: 'RFC 7662 section 2.1', tamper: async () => ({ client_assertion: undefined }), expected: invalidClient },
  { name: 'a client_id alone', source: 'RFC 7662 section 2.1', tamper: async () => ({ client_assertion: undefined, client_assertion_type: undefined }), expected: invalidClient },
  { name: 'a bearer of nonsense', source: 'RFC 7523 section 3', tamper: async () => ({ client_assertion: 'a.b.c' }), expected: invalidClient },
  { name: 'another type of assertion', source: 'RFC 7521 section 4.2', tamper: async () => ({ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }), expected: invalidClient },
  { name: 'somebody under another name', source: 'RFC 7521 section 4.2', tamper: async () => ({ client_id: 'helsekort-web' }), expected: invalidClient },
  { name: 'an unknown sub', source: 'RFC 7523 section 3', tamper: async (c) => ({ client_id: undefined, client_assertion: await c.assertion({ iss: 'nobody', sub: 'nobody' }) }), expected: invalidClient },
  { name: 'somebody else’s key', source: 'RFC 7523 section 3', tamper: async (c) => ({ client_id: undefined, client_assertion: await c.assertion({ iss: 'helsekort-web', sub: 'helsekort-web' }) }), expected: invalidClient },
  { name: 'an API without keys', source: 'design, API jwks', tamper: async (c) => ({ client_id: undefined, client_assertion: await c.assertion({ iss: 'nhn:provesvar', sub: 'nhn:provesvar' }) }), expected: invalidClient },
  { name: 'an assertion for the endpoint', source: 'engine gap 8', tamper: async (c) => ({ client_assertion: await c.assertion({ aud: `${c.issuer}/connect/introspect` }) }), expected: invalidClient },
  { name: 'an assertion for the token endpoint', source: 'engine gap 8', tamper: async (c) => ({ client_assertion: await c.assertion({ aud: `${c.issuer}/connect/token` }) }), expected: invalidClient },
  { name: 'an expired assertion', source: 'RFC 7523 section 3', tamper: async (c) => ({ client_assertion: await c.assertion({ iat: now() - 60, nbf: now() - 60, exp: now() - 30 }) }), expected: invalidClient },
  { name: 'an assertion of an hour', source: 'engine gap 9', tamper: async (c) => ({ client_assertion: await c.assertion({ exp: now() + 3600 }) }), expected: invalidClient },
  { name: 'an assertion of the future', source: 'engine gap 10', tamper: async (c) => ({ client_assertion: await c.assertion({ iat: now() + 20 }) }), expected: invalidClient },
  { name: 'an assertion without jti', source: 'RFC 7523 section 3', tamper: async (c) => ({ client_assertion: await c.assertion({ jti: '' }) }), expected: invalidClient },
  { name: 'an assertion by an unknown kid', source: 'RFC 7523 section 3', tamper: async (c) => ({ client_assertion: await c.assertion({}, { kid: 'other' }) }), expected: invalidClient },
  { name: 'no token', source: 'RFC 7662 section 2.1', tamper: async () => ({ token: undefined }), expected: invalidRequest },
] // biome-ignore format: a table reads better in few lines

describe.each(endpoints)('/connect/%s', (endpoint) => {
  it.each(rows)('gives nothing to $name ($source), and the token lives on', async ({ tamper, expected }) => {
    const machine = await broker.client('integrasjon-nordfjell')
    const token = await machineToken(broker)
    const complete = { ...(await machine.authentication()), token, ...(await tamper(machine)) }
    const form = Object.entries(complete).filter((field): field is [string, string] => field[1] !== undefined)
    expectRefusal(await send(endpoint, Object.fromEntries(form)), expected)
    expectSilentLog(broker)
    expect((await introspect(api, token)).body.active).toBe(true)
  })

  it('takes one assertion once, whichever of eight requests is first (gap 1)', async () => {
    const form = { ...(await (await broker.client('integrasjon-nordfjell')).authentication()), token: 'x' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(endpoint, form)))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefusal(answer, invalidClient)
  })
})

describe('gap 13: introspection is for the API that the token is for', () => {
  const strangers: readonly TestClientId[] = ['epj-nordfjell', 'helsekort-web', 'integrasjon-nordfjell']
  it.each(strangers)('%s learns nothing, though the token may be its own', async (clientId) => {
    const { accessToken } = await personToken(broker)
    const answer = await introspect(await broker.client(clientId), accessToken)
    expect([answer.status, answer.body]).toEqual([200, { active: false }])
    expectSilentLog(broker)
  })

  it('nor does another API, nor a client that another API has named', async () => {
    const { accessToken } = await personToken(broker)
    const other = await apiCaller(broker, 'nhn:reseptformidleren')
    expect((await introspect(other, accessToken)).body).toEqual({ active: false })
    const named = await broker.client('kurspaamelding-web')
    const machine = await broker.client('integrasjon-nordfjell')
    const token = String((await machine.machineToken('nhn:provesvar/api')).body.access_token)
    expect((await introspect(named, token)).body).toEqual({ active: false })
  })

  it('refresh tokens, ID tokens, changed tokens and codes are inactive to everybody', async () => {
    const { refreshToken, idToken, accessToken, code } = await personToken(broker)
    const changed = `${accessToken.slice(0, -4)}AAAA`
    for (const token of [refreshToken, idToken, changed, code]) {
      expect((await introspect(api, token)).body).toEqual({ active: false })
    }
    expectSilentLog(broker)
  })
})

describe('revocation by another client', () => {
  it('is answered as if it had worked, and changes nothing (RFC 7009 section 2.1)', async () => {
    const { accessToken, refreshToken, client } = await personToken(broker)
    for (const clientId of ['helsekort-web', 'kurspaamelding-web'] as const) {
      for (const token of [accessToken, refreshToken]) {
        const thief = await broker.client(clientId)
        expect((await send('revocation', { ...(await thief.authentication()), token })).status).toBe(200)
      }
    }
    expect((await introspect(api, accessToken)).body.active).toBe(true)
    expect((await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })).status).toBe(200)
  })
})
