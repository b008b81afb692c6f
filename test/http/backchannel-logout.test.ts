import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { secretsIn } from '../support/attack-bench.ts'
import { readAudit } from '../support/audit.ts'
import { redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.ts'

/** Back-channel logout (OpenID Connect Back-Channel Logout 1.0), from the session that ends to the receipt. */

let receiver: LogoutReceiver
let broker: TestBroker
beforeEach(async () => {
  receiver = await startLogoutReceiver()
  broker = await startTestBroker({
    'epj-nordfjell': { backchannel_logout_uri: `${receiver.url}/epj` },
    'helsekort-web': { backchannel_logout_uri: `${receiver.url}/card` },
  })
})
afterEach(async () => {
  vi.useRealTimers()
  await broker.close()
  await receiver.close()
})

const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
const receivedAt = (path: string) => receiver.received.filter((got) => got.path === path)

/** A session with two clients that are told of its end. */
async function session() {
  const journal = await tokensOf(await broker.client('epj-nordfjell'), 'P01')
  const card = await tokensOf(await broker.client('helsekort-web'), 'P01', { browser: journal.browser })
  const logOut = () => journal.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${journal.idToken}`)
  return { journal, card, browser: journal.browser, logOut }
}

interface Entry {
  readonly client_id: string
  readonly state: string
}

async function entries(): Promise<readonly Entry[]> {
  const operations = new URL(broker.issuer)
  operations.port = String(Number(operations.port) + 9)
  const response = await fetch(`${operations.origin}/logout-notices`)
  // Asserted on member by member.
  return (await response.json()) as readonly Entry[]
}
const states = async () => (await entries()).map(({ client_id, state }) => [client_id, state]).sort()

describe('the end of a session', () => {
  it('is told to every client of it at once, in a token of the standard’s form', async () => {
    const { journal, card, logOut } = await session()
    await logOut()
    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/card', '/epj'])
    const keys = createRemoteJWKSet(new URL(`${broker.issuer}/.well-known/openid-configuration/jwks`))
    for (const [path, { idToken }] of [
      ['/epj', journal],
      ['/card', card],
    ] as const) {
      const id = decodeJwt(idToken)
      const token = receivedAt(path)[0]?.token ?? ''
      const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: broker.issuer, typ: 'logout+jwt' })
      expect(protectedHeader.alg).toBe('ES256')
      expect(payload).toMatchObject({
        aud: id.aud,
        sub: id.sub,
        sid: id['sid'],
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        jti: expect.any(String),
      })
      expect(payload).not.toHaveProperty('nonce')
      expect(Number(payload.exp) - Number(payload.iat)).toBeLessThanOrEqual(120)
    }
    expect(await states()).toEqual([
      ['epj-nordfjell', 'delivered'],
      ['helsekort-web', 'delivered'],
    ])
  })

  it('is told again to a client that did not answer well, with a fresh token, and the page says so', async () => {
    const { logOut } = await session()
    receiver.answerWith(503)
    const page = await logOut()
    expect(page.html).toContain('EPJ Nordfjell')
    expect(await states()).toEqual([
      ['epj-nordfjell', 'waiting'],
      ['helsekort-web', 'waiting'],
    ])
    receiver.answerWith(200)
    later(6)
    await vi.waitFor(() => expect(receivedAt('/epj').length).toBe(2), { timeout: 20_000 })
    await vi.waitFor(async () => expect((await states()).flat()).not.toContain('waiting'), { timeout: 20_000 })
    const notices = readAudit(broker.dataDir, 0).filter(({ event }) => event === 'logout.notice')
    expect(notices.map(({ client_id, outcome }) => `${client_id} ${outcome}`).sort()).toEqual([
      'epj-nordfjell done',
      'epj-nordfjell failed',
      'helsekort-web done',
      'helsekort-web failed',
    ])
    const [first, second] = receivedAt('/epj').map(({ token }) => decodeJwt(token))
    expect(second?.jti).not.toBe(first?.jti)
    expect(second?.['sid']).toBe(first?.['sid'])
  })

  it('is given up after a day of no answer', async () => {
    const { logOut } = await session()
    receiver.answerWith(500)
    await logOut()
    later(24 * 3600)
    await vi.waitFor(async () => expect((await states()).flat()).not.toContain('waiting'), { timeout: 20_000 })
    expect(await states()).toEqual([
      ['epj-nordfjell', 'given_up'],
      ['helsekort-web', 'given_up'],
    ])
    const listed = JSON.stringify(await entries())
    expect(listed).not.toMatch(/subject|sub"|sid/)
    expect(secretsIn(broker.logText())).toEqual([])
  })

  it('comes with a login by another person in the same browser, before the new session', async () => {
    const { browser } = await session()
    const client = await broker.client('epj-nordfjell')
    const other = await tokensOf(client, 'P03', { browser, parameters: { prompt: 'login' } })
    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/card', '/epj'])
    const [first] = receivedAt('/epj').map(({ token }) => decodeJwt(token))
    expect(first?.sub).not.toBe(decodeJwt(other.idToken).sub)
  })

  it('reaches every client that single sign-on adds while the person logs out, or that client has no code', async () => {
    for (let round = 0; round < 4; round += 1) {
      const before = receiver.received.length
      const journal = await tokensOf(await broker.client('epj-nordfjell'), 'P01')
      const card = await broker.client('helsekort-web')
      const stopAt = redirectUriOf(card)
      const pushed = await card.push({ redirect_uri: stopAt, prompt: 'none' })
      const [end] = await Promise.all([
        journal.browser.get(pushed.authorizeUrl, { stopAt }),
        journal.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${journal.idToken}`),
      ])
      const joined = new URL(end.url).searchParams.has('code')
      const told = receiver.received.slice(before).map(({ path }) => path)
      expect(told).toContain('/epj')
      expect(told.includes('/card')).toBe(joined)
    }
  })
})
