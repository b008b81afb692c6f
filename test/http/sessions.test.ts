import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestBrowser } from '../support/browser.ts'
import type { TestClient } from '../support/test-client.ts'

/** Single sign-on: when a login is used again, when it is asked for, and what a session remembers. */

let broker: TestBroker
let journal: TestClient
let card: TestClient
let course: TestClient
beforeAll(async () => {
  broker = await startTestBroker({ 'kurspaamelding-web': { single_sign_on: false } })
  journal = await broker.client('epj-nordfjell')
  card = await broker.client('helsekort-web')
  course = await broker.client('kurspaamelding-web')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

/** Where a silent browser ends with these parameters: at the client with a code or an error, or at our login page. */
async function ask(client: TestClient, browser: TestBrowser, parameters: Record<string, string> = {}) {
  const stopAt = redirectUriOf(client)
  const pushed = await client.push({ redirect_uri: stopAt, ...parameters })
  const { url } = await browser.get(pushed.authorizeUrl, { stopAt })
  const returned = url.startsWith(stopAt) ? new URL(url).searchParams : new URLSearchParams()
  if (returned.has('code')) return 'code'
  return returned.get('error') ?? (url.includes('/login/') ? 'login page' : url)
}

describe('a session', () => {
  it('serves other clients without a second login, also silently', async () => {
    const { browser } = await loginAs(journal, 'P01')
    expect([await ask(card, browser), await ask(card, browser, { prompt: 'none' })]).toEqual(['code', 'code'])
  })

  it('is not used for a client whose single sign-on is off, in either direction of asking', async () => {
    const { browser } = await loginAs(journal, 'P01')
    expect(await ask(course, browser)).toBe('login page')
    expect(await ask(course, browser, { prompt: 'none' })).toBe('login_required')
  })

  it('is not enough for prompt=login and max_age=0, and for an older max_age as long as it is young', async () => {
    const { browser } = await loginAs(journal, 'P01')
    expect(await ask(card, browser, { prompt: 'login' })).toBe('login page')
    expect(await ask(card, browser, { max_age: '0' })).toBe('login page')
    expect(await ask(card, browser, { max_age: '600' })).toBe('code')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 700_000 })
    expect(await ask(card, browser, { max_age: '600', prompt: 'none' })).toBe('login_required')
  })

  it('uses no login again after eight hours, whatever other login has kept the session alive', async () => {
    const minutes = (count: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + count * 60_000 })
    const { browser, ...first } = await tokensOf(journal, 'P01')
    const begun = Number(decodeJwt(first.idToken)['auth_time'])
    const byBankid = { acr_values: 'idp:bankid-oidc' }
    for (let passed = 0; passed < 475; passed += 25) {
      minutes(25)
      expect(await ask(card, browser, byBankid)).toBe('code')
    }
    const buypass = { browser, provider: 'buypass-oidc', parameters: { prompt: 'login' } }
    expect((await loginAs(journal, 'P01', buypass)).code).not.toBe('')
    minutes(8)
    expect(Date.now() / 1000 - begun).toBeGreaterThan(8 * 3600)
    expect(await ask(card, browser, byBankid)).toBe('login page')
    expect(await ask(card, browser, { ...byBankid, prompt: 'none' })).toBe('login_required')
    expect(await ask(card, browser, { prompt: 'none' })).toBe('code')
  })

  it('gives each client a sid of its own, the same in every ID token of the session', async () => {
    const first = await tokensOf(journal, 'P01')
    const again = await tokensOf(journal, 'P01', { browser: first.browser })
    const other = await tokensOf(card, 'P01', { browser: first.browser })
    const sids = [first, again, other].map(({ idToken }) => decodeJwt(idToken)['sid'])
    expect(sids[0]).toBe(sids[1])
    expect(sids[2]).not.toBe(sids[0])
    for (const sid of sids) expect(sid).toMatch(/^[\w-]{21,}$/)
  })
})

describe('gap 15: a session keeps every client under parallel single sign-on', () => {
  it('names all of them at logout, five times', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { browser } = await loginAs(journal, 'P01')
      const clients = [card, card, card, journal, journal]
      const outcomes = await Promise.all(clients.map((client) => ask(client, browser)))
      expect(outcomes).toEqual(clients.map(() => 'code'))
      const page = await browser.get(`${broker.issuer}/connect/endsession`)
      for (const name of ['EPJ Nordfjell', 'Helsekort']) expect(page.html).toContain(name)
    }
  })
})
