import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { type Login, loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { makeDpopKey, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const invalidGrant: Expected = { status: 400, error: 'invalid_grant' }
const scope = 'openid profile offline_access nhn:kjernejournal/api'
const login = (client: TestClient) => loginAs(client, 'P01', { parameters: { scope } })
const redeem = (client: TestClient, { code, pushed }: Login, extra: Record<string, string> = {}) =>
  client.redeem(code, pushed, redirectUriOf(client), extra)

/** A refresh token and an access token of this answer both still work, or neither. */
async function isAlive(client: TestClient, body: Record<string, unknown>): Promise<readonly boolean[]> {
  const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: String(body.refresh_token) })
  const userinfo = await client.userinfo(String(body.access_token))
  return [refreshed.status === 200, userinfo.status === 200]
}

interface CodeRow {
  readonly name: string
  readonly source: string
  readonly extra: Record<string, string>
  readonly expected: Expected
}
const rows: readonly CodeRow[] = [
  {
    name: 'another verifier',
    source: 'RFC 7636 section 4.6',
    extra: { code_verifier: 'v'.repeat(43) },
    expected: invalidGrant,
  },
  { name: 'an empty verifier', source: 'RFC 7636 section 4.6', extra: { code_verifier: '' }, expected: invalidGrant },
  {
    name: 'a short verifier',
    source: 'RFC 7636 section 4.1',
    extra: { code_verifier: 'short' },
    expected: { status: 400, error: 'invalid_request' },
  },
  {
    name: 'another redirect address',
    source: 'RFC 6749 section 4.1.3',
    extra: { redirect_uri: 'https://evil.example/' },
    expected: invalidGrant,
  },
  { name: 'an unknown code', source: 'RFC 6749 section 5.2', extra: { code: 'c'.repeat(43) }, expected: invalidGrant },
  {
    name: 'no code',
    source: 'RFC 6749 section 4.1.3',
    extra: { code: '' },
    expected: { status: 400, error: 'invalid_request' },
  },
  {
    name: 'a resource that was not granted',
    source: 'RFC 8707 section 2.2',
    extra: { resource: 'nhn:reseptformidleren' },
    expected: { status: 400, error: 'invalid_target' },
  },
  {
    name: 'an unknown resource',
    source: 'RFC 8707 section 2.2',
    extra: { resource: 'nhn:nothing' },
    expected: { status: 400, error: 'invalid_target' },
  },
]

describe('an authorization code', () => {
  it.each(rows)('is not redeemed with $name ($source), and is not spent by it', async ({ extra, expected }) => {
    const client = await broker.client('epj-nordfjell')
    const made = await login(client)
    expectRefusal(await redeem(client, made, extra), expected)
    expectSilentLog(broker)
    expect((await redeem(client, made)).status).toBe(200)
  })

  it('is not redeemed by another client, and is not spent by it (RFC 6749 section 4.1.3)', async () => {
    const client = await broker.client('epj-nordfjell')
    const thief = await broker.client('helsekort-web')
    const made = await login(client)
    expectRefusal(await redeem(thief, made), invalidGrant)
    expectRefusal(await thief.redeem(made.code, made.pushed, redirectUriOf(client)), invalidGrant)
    expect((await redeem(client, made)).status).toBe(200)
  })

  it('offered twice revokes what it gave (RFC 6749 section 4.1.2)', async () => {
    const client = await broker.client('epj-nordfjell')
    const made = await login(client)
    const first = await redeem(client, made)
    expect(first.status).toBe(200)
    expect(await isAlive(client, first.body)).toEqual([true, true])
    expectRefusal(await redeem(client, made), invalidGrant)
    expect(await isAlive(client, first.body)).toEqual([false, false])
    expectSilentLog(broker)
  })

  it('offered eight times at once gives one answer at most, and nothing of it lives on (gaps 2 and 4)', async () => {
    const client = await broker.client('epj-nordfjell')
    for (let round = 0; round < 3; round += 1) {
      const made = await login(client)
      const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(client, made)))
      const given = answers.filter(({ status }) => status === 200)
      expect(given.length).toBe(1)
      for (const answer of answers.filter(({ status }) => status !== 200)) expectRefusal(answer, invalidGrant)
      for (const { body } of given) expect(await isAlive(client, body)).toEqual([false, false])
    }
    expectSilentLog(broker)
  })

  it('pushed with dpop_jkt is redeemed by that key alone (RFC 9449 section 10)', async () => {
    const client = await broker.client('epj-nordfjell')
    const made = await loginAs(client, 'P01', { parameters: { scope, dpop_jkt: client.dpop.thumbprint } })
    const thief = Object.assign(await broker.client('epj-nordfjell'), { dpop: await makeDpopKey() })
    expectRefusal(await redeem(thief, made), invalidGrant)
    expect((await redeem(client, made)).status).toBe(200)
  })

  it('is dead after 60 s (FAPI 2.0 section 5.3.2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const made = await login(client)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 75_000 })
    expectRefusal(await redeem(client, made), invalidGrant)
  })

  it('is dead after the person logged out (design section 7)', async () => {
    const client = await broker.client('epj-nordfjell')
    const made = await login(client)
    const ask = await made.browser.get(`${broker.issuer}/connect/endsession`)
    await made.browser.submit(ask, { logout: '1' })
    expectRefusal(await redeem(client, made), invalidGrant)
  })

  it('is redeemed with the verifier of its own request, and only that (RFC 9700 section 4.5: code injection)', async () => {
    const client = await broker.client('epj-nordfjell')
    const [one, other] = [await login(client), await login(client)]
    expectRefusal(await client.redeem(one.code, other.pushed, redirectUriOf(client)), invalidGrant)
    expect((await redeem(client, one)).status).toBe(200)
    expect((await redeem(client, other)).status).toBe(200)
  })
})
