import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { makeDpopKey, type TestClient } from '../support/test-client.ts'

/** Refresh tokens: reusable by default, good for one use where the client is registered so. */

let broker: TestBroker
beforeAll(async () => {
  const scope = 'openid profile offline_access'
  broker = await startTestBroker({
    'epj-nordfjell': { refresh_token_usage: 'one-time' },
    'helsekort-web': { scope, grant_types: ['authorization_code', 'refresh_token'] },
  })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const invalidGrant = { status: 400, error: 'invalid_grant' }
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
const refresh = (client: TestClient, token: unknown) =>
  client.token({ grant_type: 'refresh_token', refresh_token: String(token) })

async function oneTime(): Promise<{ readonly client: TestClient; readonly token: string }> {
  const client = await broker.client('epj-nordfjell')
  const scope = 'openid offline_access nhn:kjernejournal/api'
  return { client, token: (await tokensOf(client, 'P01', { parameters: { scope } })).refreshToken }
}

/** The same client, as a thief who has its key but not the one of its proofs. */
const withOtherKey = async (client: TestClient) =>
  Object.assign(await broker.client('epj-nordfjell'), { key: client.key, dpop: await makeDpopKey() })

describe('a reusable refresh token', () => {
  const reusable = async () => {
    const client = await broker.client('helsekort-web')
    return { client, ...(await tokensOf(client, 'P01', { parameters: { scope: 'openid offline_access' } })) }
  }

  it('stays the same, brings a new ID token, and says when it dies', async () => {
    const { client, refreshToken, idToken } = await reusable()
    const { body, status } = await refresh(client, refreshToken)
    expect([status, body.refresh_token, body.rt_expires_in]).toEqual([200, refreshToken, 7200])
    const [first, second] = [decodeJwt(idToken), decodeJwt(String(body.id_token))]
    for (const claim of ['sub', 'sid', 'acr', 'auth_time', 'aud']) expect(second[claim]).toEqual(first[claim])
  })

  it('dies when it was not used for two hours', async () => {
    const { client, refreshToken } = await reusable()
    later(7205)
    expectRefusal(await refresh(client, refreshToken), invalidGrant)
  })

  it('lives on while it is used, until its eight hours are over', async () => {
    const { client, refreshToken } = await reusable()
    for (let hours = 1; hours < 8; hours += 1) {
      later(3600)
      expect((await refresh(client, refreshToken)).status).toBe(200)
    }
    later(1800)
    const last = await refresh(client, refreshToken)
    expect(last.status).toBe(200)
    expect(last.body.rt_expires_in).toBeLessThanOrEqual(1800)
    later(1815)
    expectRefusal(await refresh(client, refreshToken), invalidGrant)
  })
})

describe('a one-time refresh token', () => {
  it('gives its successor, and both keep the end of the first', async () => {
    const { client, token } = await oneTime()
    for (let hours = 1, current: unknown = token; hours < 8; hours += 1) {
      later(3600)
      const { body, status } = await refresh(client, current)
      expect(status).toBe(200)
      expect(body.refresh_token).not.toBe(current)
      current = body.refresh_token
      if (hours < 7) continue
      expect(body.rt_expires_in).toBeLessThanOrEqual(3600)
      later(3615)
      expectRefusal(await refresh(client, current), invalidGrant)
    }
  })

  it('gives the same successor again to the same key when the answer was lost, also a second time', async () => {
    const { client, token } = await oneTime()
    const lost = await refresh(client, token)
    for (const seconds of [1, 20]) {
      later(seconds)
      const retried = await refresh(client, token)
      expect([retried.status, retried.body.refresh_token]).toEqual([200, lost.body.refresh_token])
      expect(retried.body.access_token).not.toBe(lost.body.access_token)
    }
    expect((await refresh(client, lost.body.refresh_token)).status).toBe(200)
  })

  const reuses = [
    {
      when: '31 s later',
      reuse: async ({ client, token }: Used) => {
        later(31)
        return refresh(client, token)
      },
    },
    { when: 'with another key', reuse: async ({ client, token }: Used) => refresh(await withOtherKey(client), token) },
    {
      when: 'after its successor was used',
      reuse: async ({ client, token, successor }: Used) => {
        expect((await refresh(client, successor)).status).toBe(200)
        return refresh(client, token)
      },
    },
  ]

  it.each(reuses)('revokes the whole family when it comes again $when (RFC 9700 section 4.14.2)', async ({ reuse }) => {
    const { client, token } = await oneTime()
    const answer = await refresh(client, token)
    const successor = String(answer.body.refresh_token)
    expectRefusal(await reuse({ client, token, successor }), invalidGrant)
    expectRefusal(await refresh(client, successor), invalidGrant)
    const userinfo = await client.userinfo(String(answer.body.access_token))
    expect(userinfo.status).toBe(401)
  })

  it('is not revived by a proof that nobody signed', async () => {
    const { client, token } = await oneTime()
    const lost = await refresh(client, token)
    const htu = `${broker.issuer}/connect/token`
    const proof = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce() })
    const form = { ...(await client.authentication()), grant_type: 'refresh_token', refresh_token: token }
    const forged = `${proof.slice(0, proof.lastIndexOf('.'))}.${'A'.repeat(86)}`
    expectRefusal(await client.tokenOnce(form, { proof: forged }), { status: 400, error: 'invalid_dpop_proof' })
    expect((await refresh(client, lost.body.refresh_token)).status).toBe(200)
  })
})

interface Used {
  readonly client: TestClient
  readonly token: string
  readonly successor: string
}

describe('gap 3: one rotation, one lineage', () => {
  it('whichever of eight refreshes at the same moment is first, five times, and the family lives', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { client, token } = await oneTime()
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(client, token)))
      const given = answers.filter(({ status }) => status === 200)
      expect(given.length).toBeGreaterThan(0)
      // A loser who reads after the winner's commit is a retry, and gets the winner's successor: still one lineage.
      expect(new Set(given.map(({ body }) => body.refresh_token)).size).toBe(1)
      for (const answer of answers.filter(({ status }) => status !== 200)) expectRefusal(answer, invalidGrant)
      expect((await refresh(client, given[0]?.body.refresh_token)).status).toBe(200)
    }
  })
})

describe('gap 4: a loser with another key ends what the winner got, in whatever order they come', () => {
  it('leaves no living token after eight parallel uses by two keys, five times', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { client, token } = await oneTime()
      const thief = await withOtherKey(client)
      const users = [client, thief, client, thief, client, thief, client, thief]
      const answers = await Promise.all(users.map((user) => refresh(user, token)))
      const given = answers.flatMap(({ body }) => (body.refresh_token === undefined ? [] : [body]))
      expect(new Set(given.map((body) => body.refresh_token)).size).toBeLessThanOrEqual(1)
      for (const user of [client, thief]) {
        expectRefusal(await refresh(user, token), invalidGrant)
        for (const { refresh_token } of given) expectRefusal(await refresh(user, refresh_token), invalidGrant)
      }
      for (const { access_token } of given) {
        for (const user of [client, thief]) expect((await user.userinfo(String(access_token))).status).toBe(401)
      }
    }
  })
})
