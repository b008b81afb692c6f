import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

/** The life of a client assertion, where the operator allows less than a minute. */

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker({}, { lifetimes: { assertion_max_seconds: 10 } })
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

type Ask = (authentication: Record<string, string>) => Promise<Answer>
const rows: readonly (readonly [string, number, Ask])[] = [
  ['token', 200, (sent) => client.token({ ...sent, grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' })],
  ['par', 201, async (sent) => (await client.push({ redirect_uri: redirectUriOf(client), ...sent })).answer],
  ['introspect', 200, (sent) => post(`${client.issuer}/connect/introspect`, { ...sent, token: 'x' })],
  ['revocation', 200, (sent) => post(`${client.issuer}/connect/revocation`, { ...sent, token: 'x' })],
]

describe.each(rows)('an assertion at /connect/%s', (_endpoint, status, ask) => {
  const livingFor = (seconds: number, jti: string) => {
    const iat = Math.floor(Date.now() / 1000)
    return client.authentication({ jti, iat, nbf: iat, exp: iat + seconds })
  }

  it('may live as long as the configuration says, and not a second more; what lives too long is not spent', async () => {
    const jti = randomUUID()
    expectRefusal(await ask(await livingFor(11, jti)), { status: 401, error: 'invalid_client' })
    expect((await ask(await livingFor(10, jti))).status).toBe(status)
  })

  it('counts once', async () => {
    const jti = randomUUID()
    expect((await ask(await livingFor(10, jti))).status).toBe(status)
    expectRefusal(await ask(await livingFor(10, jti)), { status: 401, error: 'invalid_client' })
  })
})
