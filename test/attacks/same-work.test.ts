import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { type Answer, makeDpopKey, post, TestClient } from '../support/test-client.ts'

/**
 * Nobody learns from a refusal whether a client exists: same answer, and one signature verified whoever it is. The times
 * themselves are measured by `npm run bench authentication`.
 */

const known = 'integrasjon-nordfjell'
const kid = `development-only-${known}-1`
const algorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS512', 'EdDSA'] as const

let broker: TestBroker
const keys = new Map<string, JWK>()
beforeAll(async () => {
  broker = await startTestBroker({ skyjournal: { status: 'disabled' } })
  for (const alg of algorithms) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true })
    keys.set(alg, { ...(await exportJWK(privateKey)), alg })
  }
})
afterAll(() => broker.close())

/** Somebody with a key of their own, under any name. */
async function caller(clientId: string, alg: string, claimedKid: string | undefined): Promise<TestClient> {
  const { kid: _, ...key } = keys.get(alg) ?? {}
  const claimed = claimedKid === undefined ? {} : { kid: claimedKid }
  return new TestClient({ clientId, issuer: broker.issuer, key: { ...key, ...claimed }, dpop: await makeDpopKey() })
}

const send = async (who: TestClient, endpoint: string) =>
  post(`${who.issuer}/connect/${endpoint}`, { ...(await who.authentication()), token: 'x' })
const endpoints: readonly (readonly [string, (who: TestClient) => Promise<Answer>])[] = [
  ['token', (who) => who.machineToken('nhn:provesvar/api')],
  ['PAR', async (who) => (await who.push({ redirect_uri: 'http://localhost:3002/none' })).answer],
  ['introspection', (who) => send(who, 'introspect')],
  ['revocation', (who) => send(who, 'revocation')],
]

/** Signatures that are verified until the answer. */
async function verifications(ask: () => Promise<Answer>): Promise<{ readonly count: number; readonly answer: Answer }> {
  const verify = vi.spyOn(crypto.subtle, 'verify')
  try {
    const answer = await ask()
    return { count: verify.mock.calls.length, answer }
  } finally {
    verify.mockRestore()
  }
}

const strangers: readonly (readonly [string, string, string | undefined])[] = [
  ['an unknown client', 'nobody-at-all', kid],
  ['an unknown client without kid', 'nobody-at-all', undefined],
  ['a disabled client', 'skyjournal', 'development-only-skyjournal-1'],
  ['a known client', known, kid],
  ['a known client without kid', known, undefined],
  ['a known client with another kid', known, 'somebody-else-1'],
]

describe.each(endpoints)('a refused authentication (decision 78) at %s', (_name, ask) => {
  it.each(strangers)('by %s is as much work and the same answer', async (_who, clientId, claimedKid) => {
    for (const alg of algorithms) {
      const who = await caller(clientId, alg, claimedKid)
      const { count, answer } = await verifications(() => ask(who))
      expectRefusal(answer, { status: 401, error: 'invalid_client' })
      expect(answer.body.error_description).toBe('client authentication failed')
      expect(answer.body.error_uri).toBe(`${broker.issuer}/errors/TLT-401`)
      expect(count, alg).toBe(1)
    }
  })

  it('is as much work when the claims are refused as well', async () => {
    for (const clientId of ['nobody-at-all', known]) {
      const who = await caller(clientId, 'ES256', kid)
      const odd = new TestClient(who)
      odd.assertion = () => who.assertion({ aud: 'https://evil.example' })
      const { count, answer } = await verifications(() => ask(odd))
      expectRefusal(answer, { status: 401, error: 'invalid_client' })
      expect(count, clientId).toBe(1)
    }
  })

  it('is no work for an algorithm that nobody may use, or what is no JWT', async () => {
    const who = await caller('nobody-at-all', 'ES256', kid)
    for (const header of [{ alg: 'ES256K' }, { alg: 'none' }]) {
      const assertion = await who.assertion()
      const [, payload = '', signature = ''] = assertion.split('.')
      const head = Buffer.from(JSON.stringify({ ...header, kid })).toString('base64url')
      const odd = new TestClient(who)
      odd.assertion = async () => `${head}.${payload}.${signature}`
      const { count, answer } = await verifications(() => ask(odd))
      expectRefusal(answer, { status: 401, error: 'invalid_client' })
      expect(count).toBe(0)
    }
  })
})

describe('an authentication that holds (decision 78)', () => {
  it('is verified once, and nothing in vain', async () => {
    const client = await broker.client(known)
    const { count, answer } = await verifications(() => client.machineToken('nhn:provesvar/api'))
    expect(answer.status).toBe(200)
    // The assertion and the proof.
    expect(count).toBe(2)
    const introspected = await verifications(() => send(client, 'introspect'))
    expect([introspected.answer.status, introspected.count]).toEqual([200, 1])
  })
})
