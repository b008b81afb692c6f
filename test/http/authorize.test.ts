import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { armFault } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
let card: TestClient
beforeAll(async () => {
  broker = await startTestBroker({
    'kurspaamelding-web': { single_sign_on: false, allowed_identity_providers: ['bankid-oidc'] },
  })
  ;[client, card] = await Promise.all([broker.client('epj-nordfjell'), broker.client('helsekort-web')])
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const open = async (of: TestClient, browser: TestBrowser, parameters: Record<string, string> = {}) => {
  const stopAt = redirectUriOf(of)
  const pushed = await of.push({ redirect_uri: stopAt, ...parameters })
  const end = await browser.get(pushed.authorizeUrl, { stopAt })
  return { pushed, end, returned: Object.fromEntries(new URL(end.url).searchParams) }
}

describe('single sign-on', () => {
  it('takes a person into a second service without a page, with the same login behind it', async () => {
    const first = await tokensOf(client, 'P01')
    const before = first.browser.visited.length
    const second = await tokensOf(card, 'P01', { browser: first.browser })
    const seen = first.browser.visited.slice(before).map((url) => new URL(url).pathname)
    expect(seen).toEqual(['/connect/authorize', '/helsekort/signin-oidc'])
    const [one, two] = [decodeJwt(first.idToken), decodeJwt(second.idToken)]
    for (const claim of ['sub', 'acr', 'amr', 'auth_time', 'idp']) expect(two[claim]).toEqual(one[claim])
  })

  it('does not happen with prompt=login, for a client that wants none, or when the login is too old', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const course = await broker.client('kurspaamelding-web')
    expect((await open(card, browser, { prompt: 'login' })).returned).not.toHaveProperty('code')
    expect((await open(course, browser)).returned).not.toHaveProperty('code')
    expect((await open(card, browser, { max_age: '60' })).returned).toHaveProperty('code')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 65_000 })
    expect((await open(card, browser, { max_age: '60' })).returned).not.toHaveProperty('code')
    expect((await open(card, browser, { max_age: '120' })).returned).toHaveProperty('code')
  })

  it('ends after 30 minutes of rest, and after eight hours in any case', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const start = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    for (let minutes = 25; minutes <= 475; minutes += 25) {
      vi.setSystemTime(start + minutes * 60_000)
      expect((await open(card, browser)).returned, `${minutes} minutes`).toHaveProperty('code')
    }
    vi.setSystemTime(start + (8 * 3600 + 10) * 1000)
    expect((await open(card, browser)).returned).not.toHaveProperty('code')
    const rested = await tokensOf(client, 'P01')
    vi.setSystemTime(Date.now() + 31 * 60_000)
    expect((await open(card, rested.browser)).returned).not.toHaveProperty('code')
  })
})

describe('prompt=none', () => {
  it('answers login_required with state and iss when nobody is logged in, and a code when somebody is', async () => {
    const { returned, pushed } = await open(client, new TestBrowser(), { prompt: 'none' })
    expect(returned).toMatchObject({ error: 'login_required', state: pushed.state, iss: broker.issuer })
    const { browser } = await tokensOf(client, 'P01')
    expect((await open(card, browser, { prompt: 'none' })).returned).toHaveProperty('code')
  })
})

describe('the choice of provider', () => {
  it('is skipped when the client names one, and when only one is left', async () => {
    const named = await open(client, new TestBrowser(), { acr_values: 'idp:bankid-oidc' })
    expect(named.end.url.startsWith(`${broker.simulatorsUrl}/bankid-oidc/`)).toBe(true)
    const only = await open(await broker.client('kurspaamelding-web'), new TestBrowser())
    expect(only.end.url.startsWith(`${broker.simulatorsUrl}/bankid-oidc/`)).toBe(true)
  })

  it('is shown with the reason when the client names one that is unknown or not allowed', async () => {
    const unknown = await open(client, new TestBrowser(), { acr_values: 'idp:nobody-oidc' })
    expect(unknown.end.url).toContain(`${broker.issuer}/login/`)
    expect(unknown.end.html).toContain('value="bankid-oidc"')
    const course = await broker.client('kurspaamelding-web')
    const refused = await open(course, new TestBrowser(), { acr_values: 'idp:idporten-oidc' })
    expect(refused.end.url).toContain(`${broker.issuer}/login/`)
    expect(refused.end.html).not.toContain('value="idporten-oidc"')
  })

  it('cannot be written by hand: a provider that is not offered is refused', async () => {
    const browser = new TestBrowser()
    const { end } = await open(client, browser)
    const forged = await browser.submit(end, { idp: 'nobody-oidc' })
    expect(forged.status).toBe(403)
    expect((await browser.submit(end, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })).url).toContain(
      'bankid-oidc',
    )
  })

  it('comes back with the reason when the provider does not answer', async () => {
    const fresh = await startTestBroker()
    try {
      const lonely = await fresh.client('epj-nordfjell')
      await armFault(fresh.simulatorsUrl, 'bankid-oidc', 'discovery-404')
      const { end } = await loginAs(lonely, 'P01')
      expect(end.url).toContain(`${fresh.issuer}/login/`)
      expect(end.html).toContain('value="idporten-oidc"')
      expect(fresh.logText()).toContain('"reason":"provider_unavailable"')
      expect((await loginAs(lonely, 'P01', { provider: 'idporten-oidc' })).code).not.toBe('')
    } finally {
      await fresh.close()
    }
  })
})
