import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog, secretsIn } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, type TestClientId } from '../support/broker.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { armFault, driveLogin } from '../support/simulators.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterEach(async () => {
  for (const provider of providers) await armFault(broker.simulatorsUrl, provider, null)
})
afterAll(() => broker.close())

const providers = ['bankid-oidc', 'idporten-oidc', 'buypass-oidc', 'commfides-oidc'] as const

/** The refusal page inside a live login: why, what else, and the way back. */
function expectRefused(page: Visit, reason: string): void {
  expect(page.status).toBe(200)
  expect(page.url).toMatch(new RegExp(`^${broker.issuer}/login/[\\w-]+$`))
  expect(page.html).toMatch(/data-testid="reference-code">[0-9A-Z]{5}-[0-9A-Z]{5}</)
  expect(page.html).toContain('name="back"')
  expect(broker.logText()).toContain(`"reason":"${reason}"`)
  expectSilentLog(broker)
}

/** Presses `back`: what the client then gets. */
async function goBack(browser: TestBrowser, page: Visit, redirectUri: string): Promise<Record<string, string>> {
  const end = await browser.submit(page, { back: '1' }, { stopAt: redirectUri, form: formWithBack(page) })
  expect(end.url.startsWith(redirectUri)).toBe(true)
  return Object.fromEntries(new URL(end.url).searchParams)
}
const formWithBack = (page: Visit) =>
  page.html
    .split('<form')
    .slice(1)
    .findIndex((form) => form.includes('name="back"'))

/** Stops with the provider's answer in hand, not yet delivered. */
async function callbackOf(clientId: TestClientId = 'epj-nordfjell', provider = 'bankid-oidc') {
  const client = await broker.client(clientId)
  const browser = new TestBrowser()
  const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
  const page = await browser.get(pushed.authorizeUrl)
  const start = await browser.submit(page, { idp: provider }, { stopAt: broker.simulatorsUrl })
  const callback = await driveLogin(new URL(start.url), { persona: 'P01' })
  return { client, browser, pushed, callback, stopAt: redirectUriOf(client) }
}

describe('the callback of a provider', () => {
  it('with the state of another browser is refused, and is not spent by it (RFC 6749 section 10.12)', async () => {
    const { browser, callback, stopAt } = await callbackOf()
    const thief = await new TestBrowser().get(callback.href)
    expect(thief.status).toBe(400)
    expect(thief.html).toContain('data-testid="reference-code"')
    expectSilentLog(broker)
    expect(new URL((await browser.get(callback.href, { stopAt })).url).searchParams.has('code')).toBe(true)
  })

  it('planted into a victim who has begun a login of their own is refused (RFC 6749 section 10.12: login CSRF)', async () => {
    const attacker = await callbackOf()
    const victim = await callbackOf()
    const page = await victim.browser.get(attacker.callback.href, { stopAt: victim.stopAt })
    expect(page.status).toBe(400)
    expect(
      new URL((await victim.browser.get(victim.callback.href, { stopAt: victim.stopAt })).url).searchParams.has('code'),
    ).toBe(true)
  })

  it('twice gives no second code: a reload is sent on to where the login stands (RFC 9700 section 4.7)', async () => {
    const { browser, callback, stopAt } = await callbackOf()
    expect(new URL((await browser.get(callback.href, { stopAt })).url).searchParams.has('code')).toBe(true)
    const again = await browser.get(callback.href, { stopAt })
    expect(again.url.startsWith(stopAt)).toBe(false)
    expect(again.status).toBe(400)
    expectSilentLog(broker)
  })

  it('eight times at once gives one code at most (gap 2)', async () => {
    const { browser, callback, stopAt } = await callbackOf()
    const ends = await Promise.all(Array.from({ length: 8 }, () => browser.get(callback.href, { stopAt })))
    // At the client's address: a refusal stands at the callback's own, which has the provider's code in it.
    const returned = ends.filter(({ url }) => url.startsWith(stopAt))
    const codes = returned.flatMap(({ url }) => new URL(url).searchParams.get('code') ?? [])
    expect(new Set(codes).size).toBeLessThanOrEqual(1)
    expect(ends.every(({ status }) => status < 500)).toBe(true)
    expectSilentLog(broker)
  })

  it.each([
    ['at the address of another provider', (url: URL) => url.href.replace('bankid-oidc', 'idporten-oidc')],
    ['at the address of no provider', (url: URL) => url.href.replace('bankid-oidc', 'nobody-oidc')],
    ['without state', (url: URL) => url.href.replace(/state=[^&]*/, '')],
    ['with a made-up state', (url: URL) => url.href.replace(/state=[^&]*/, `state=${'s'.repeat(43)}`)],
    ['with two states', (url: URL) => `${url.href}&state=${'s'.repeat(43)}`],
  ])('is refused %s, and the right one then works (RFC 9700 sections 4.4 and 4.7)', async (_name, tamper) => {
    const { browser, callback, stopAt } = await callbackOf()
    const page = await browser.get(tamper(callback), { stopAt })
    expect(page.status).toBeGreaterThanOrEqual(400)
    expect(page.status).toBeLessThan(503)
    expectSilentLog(broker)
    expect(new URL((await browser.get(callback.href, { stopAt })).url).searchParams.has('code')).toBe(true)
  })

  it.each([
    ['another code', (url: URL) => url.searchParams.set('code', 'c'.repeat(43)), 'provider_refused'],
    ['no code', (url: URL) => url.searchParams.delete('code'), 'provider_answer_invalid'],
    [
      'iss of another provider (mix-up, RFC 9207)',
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      'provider_answer_invalid',
    ],
  ])(
    'with %s ends on the refusal page and gives no code (RFC 9700 sections 4.4 and 4.5)',
    async (_name, tamper, reason) => {
      const { browser, callback, stopAt } = await callbackOf()
      const url = new URL(callback)
      tamper(url)
      const page = await browser.get(url.href, { stopAt })
      expectRefused(page, reason)
      expect(secretsIn(new URL(page.url).search)).toEqual([])
    },
  )
})

describe('an answer that proves too little', () => {
  const faults = [
    ['acr-missing', 'level_unknown'],
    ['acr-empty', 'level_unknown'],
    ['acr-unknown', 'level_unknown'],
    ['acr-array', 'level_unknown'],
    ['acr-other-case', 'level_unknown'],
    ['pid-missing', 'pid_missing'],
    ['pid-malformed', 'pid_invalid'],
    ['nonce-wrong', 'provider_answer_invalid'],
    ['aud-wrong', 'provider_answer_invalid'],
    ['azp-wrong', 'provider_answer_invalid'],
    ['iss-wrong', 'provider_answer_invalid'],
    ['response-iss-wrong', 'provider_answer_invalid'],
    ['expired', 'provider_answer_invalid'],
    ['iat-future', 'provider_answer_invalid'],
    ['nbf-future', 'provider_answer_invalid'],
    ['auth-time-missing', 'provider_answer_invalid'],
    ['auth-time-future', 'provider_answer_invalid'],
    ['alg-none', 'provider_answer_invalid'],
    ['alg-hs256', 'provider_answer_invalid'],
    ['kid-unknown', 'provider_answer_invalid'],
    ['code-duplicate', 'provider_refused'],
    ['token-500', 'provider_unavailable'],
    ['token-html', 'provider_unavailable'],
  ] as const
  /** Buypass and Commfides prove level 4 or nothing, and don't tell a cancelled login from a failed one. */
  const own = [
    ['bankid-oidc', 'acr-lower', 'level_too_low'],
    ['bankid-oidc', 'user-cancel', 'cancelled'],
    ['bankid-oidc', 'bankid-timeout', 'login_timed_out'],
    ['bankid-oidc', 'bankid-unavailable', 'provider_unavailable'],
    ['idporten-oidc', 'acr-lower', 'level_too_low'],
    ['idporten-oidc', 'user-cancel', 'cancelled'],
    ['buypass-oidc', 'acr-lower', 'level_unknown'],
    ['buypass-oidc', 'user-cancel', 'login_not_completed'],
    ['buypass-oidc', 'buypass-pin-blocked', 'login_not_completed'],
    ['buypass-oidc', 'buypass-timeout', 'login_timed_out'],
    ['buypass-oidc', 'buypass-pid-only', 'pid_missing'],
    ['buypass-oidc', 'buypass-amr-password', 'level_too_low'],
    ['commfides-oidc', 'acr-lower', 'level_unknown'],
    ['commfides-oidc', 'user-cancel', 'login_not_completed'],
    ['commfides-oidc', 'commfides-amr-password', 'level_too_low'],
  ] as const

  it.each([
    ...providers.flatMap((provider) => faults.map(([fault, reason]) => [provider, fault, reason] as const)),
    ...own,
  ])(
    '%s: %s is refused as %s, and the client gets access_denied with state and iss (OpenID Connect Core section 3.1.3.7, design section 6)',
    async (provider, fault, reason) => {
      const client = await broker.client('epj-nordfjell')
      await armFault(broker.simulatorsUrl, provider, fault)
      const { browser, end, code, pushed } = await loginAs(client, 'P01', { provider })
      expect(code).toBe('')
      expectRefused(end, reason)
      const { error, state, iss, ...rest } = await goBack(browser, end, redirectUriOf(client))
      expect({ error, state, iss }).toEqual({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
      expect(rest).not.toHaveProperty('code')
    },
  )

  it('MinID is refused by name, and the same browser may then choose a stronger eID (design section 6)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { browser, end } = await loginAs(client, 'P06', { provider: 'idporten-oidc', choices: { method: 'minid' } })
    expectRefused(end, 'minid_refused')
    const form = end.html
      .split('<form')
      .slice(1)
      .findIndex((text) => text.includes('value="bankid-oidc"'))
    const start = await browser.submit(end, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl, form })
    const callback = await driveLogin(new URL(start.url), { persona: 'P01' })
    const stopAt = redirectUriOf(client)
    expect(new URL((await browser.get(callback.href, { stopAt })).url).searchParams.has('code')).toBe(true)
  })

  it('a provider that rotated its keys this moment is no attack (OpenID Connect Core section 10.1.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    await armFault(broker.simulatorsUrl, 'bankid-oidc', 'key-rotated')
    expect((await loginAs(client, 'P01')).code).not.toBe('')
  })
})
