import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkAccessToken } from '../../resource-server/check-access-token.ts'
import { introspectWith } from '../../resource-server/introspection.ts'
import { issuerAt } from '../../resource-server/issuer.ts'
import { InMemoryReplayStore } from '../../resource-server/replay-store.ts'
import { verifyAccessToken } from '../../resource-server/verify-access-token.ts'
import type { TestBroker } from '../support/broker.ts'
import { epjKeys } from '../support/epj-keys.ts'
import { personToken, startExchangeBroker } from '../support/exchange.ts'
import type { TestClient } from '../support/test-client.ts'

describe('an API in front of the real broker', () => {
  let broker: TestBroker
  beforeAll(async () => {
    broker = await startExchangeBroker({
      'apis/kjernejournal': { jwks: epjKeys },
      'apis/reseptformidleren': { access_token: rfc9068 },
    })
  })
  afterAll(() => broker.close())

  const rfc9068 = {
    profile: 'rfc9068',
    lifetime_seconds: 600,
    signing_alg: 'PS256',
    sender_constraint: 'dpop',
    claims: [],
  }
  const url = 'https://api.example/kjernejournal'

  const rulesFor = (audience: string) => ({
    issuer: broker.issuer,
    audience,
    scopes: [`${audience}/api`],
    minimumSecurityLevel: 4 as const,
    requiredClaims: ['helseid://claims/client/claims/orgnr_parent'],
    keys: issuerAt(broker.issuer).keys,
    replays: new InMemoryReplayStore(),
  })

  async function requestWith(client: TestClient, accessToken: string) {
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(accessToken))
    const dpop = await client.dpop.proof({ htm: 'GET', htu: url, ath: Buffer.from(digest).toString('base64url') })
    return { method: 'GET', url, authorization: `DPoP ${accessToken}`, dpop: [dpop] }
  }

  it.each([
    ['helseid', 'nhn:kjernejournal'],
    ['rfc9068', 'nhn:reseptformidleren'],
  ])('takes a machine’s token of profile %s, and the other API does not', async (_profile, audience) => {
    const client = await broker.client('epj-nordfjell')
    const accessToken = String((await client.machineToken(`${audience}/api`)).body.access_token)
    const checked = await checkAccessToken(await requestWith(client, accessToken), rulesFor(audience))
    expect(checked).toMatchObject({ scopes: [`${audience}/api`], claims: { client_id: 'epj-nordfjell' } })
    const other = rulesFor('nhn:provesvar')
    const refusal = checkAccessToken(await requestWith(client, accessToken), other)
    await expect(refusal).rejects.toMatchObject({ reason: 'token_audience' })
  })

  it('takes a person’s token, and with introspection no longer after the logout', async () => {
    const { client, accessToken, browser, idToken } = await personToken(broker)
    const issuer = issuerAt(broker.issuer)
    const key = await importJWK(client.key, 'ES256')
    if (!('type' in key)) throw new Error('a key of another kind was expected')
    const audience = 'nhn:kjernejournal'
    const caller = { issuer: broker.issuer, audience, key, kid: client.key.kid ?? '', alg: 'ES256' } as const
    const strict = { ...rulesFor(audience), personRequired: true, isActive: introspectWith(caller, issuer) }
    const checked = await checkAccessToken(await requestWith(client, accessToken), strict)
    expect(checked.securityLevel).toBe(4)
    await browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${idToken}`)
    const refusal = checkAccessToken(await requestWith(client, accessToken), strict)
    await expect(refusal).rejects.toMatchObject({ reason: 'token_revoked', status: 401 })
    // Who does not ask is told by the signature alone, until the token expires.
    const relaxed = rulesFor(audience)
    await expect(checkAccessToken(await requestWith(client, accessToken), relaxed)).resolves.toBeDefined()
  })

  it('refuses every other token of this issuer: ID token, refresh token, assertion, proof', async () => {
    const { client, idToken, refreshToken } = await personToken(broker)
    const proof = await client.dpop.proof({ htm: 'GET', htu: url })
    for (const token of [idToken, refreshToken, await client.assertion(), proof]) {
      const refusal = checkAccessToken(await requestWith(client, token), rulesFor('nhn:kjernejournal'))
      await expect(refusal).rejects.toMatchObject({ code: 'invalid_token' })
    }
  })
})

describe('issuerAt', () => {
  let server: Server
  let issuer = ''
  let asked: string[] = []
  let metadata: Record<string, unknown> = {}
  let keys: object[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const body = request.url === '/jwks' ? { keys } : metadata
      if (body['status' as keyof typeof body] === 500) response.writeHead(500)
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  })
  afterEach(() => {
    asked = []
    vi.useRealTimers()
  })
  afterAll(() => {
    server.close()
  })

  async function tokenBy(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256' })
    return new SignJWT({ iss: issuer, aud: 'a', client_id: 'c' })
      .setExpirationTime('10m')
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
      .sign(privateKey)
  }

  it('asks once for metadata and keys, whoever waits, and again after a day', async () => {
    metadata = { issuer, jwks_uri: `${issuer}/jwks` }
    keys = []
    const token = await tokenBy('one')
    const found = issuerAt(issuer)
    const check = () => verifyAccessToken(token, { issuer, audience: 'a', keys: found.keys })
    await Promise.all([check(), check(), check()])
    await check()
    expect(asked).toEqual(['/.well-known/openid-configuration', '/jwks'])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 })
    await expect(check()).rejects.toMatchObject({ reason: 'token_expired' })
    expect(asked).toHaveLength(4)
  })

  it('finds a key that was published after it had asked', async () => {
    metadata = { issuer, jwks_uri: `${issuer}/jwks` }
    keys = []
    const found = issuerAt(issuer)
    const expected = { issuer, audience: 'a', keys: found.keys }
    await verifyAccessToken(await tokenBy('old'), expected)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
    await verifyAccessToken(await tokenBy('new'), expected)
    expect(asked.filter((path) => path === '/jwks')).toHaveLength(2)
  })

  it.each([
    ['metadata of another issuer', () => ({ issuer: `${issuer}/`, jwks_uri: `${issuer}/jwks` })],
    ['no keys', () => ({ issuer })],
    ['an error', () => ({ issuer, status: 500 })],
  ])('is an outage with %s, not a bad token, and is asked again', async (_name, document) => {
    metadata = document()
    keys = []
    const token = await tokenBy('one')
    const found = issuerAt(issuer)
    const check = () => verifyAccessToken(token, { issuer, audience: 'a', keys: found.keys })
    await expect(check()).rejects.not.toHaveProperty('reason')
    metadata = { issuer, jwks_uri: `${issuer}/jwks` }
    await expect(check()).resolves.toMatchObject({ client_id: 'c' })
  })
})
