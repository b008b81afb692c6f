import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const evil = 'https://evil.example/'
const endSessionUrl = (query: Record<string, string>) =>
  `${broker.issuer}/connect/endsession?${new URLSearchParams(query)}`
const registered = () => redirectUriOf(client).replace('signin', 'signout-callback')
const login = () => tokensOf(client, 'P01', { parameters: { scope: 'openid profile' } })

/** Single sign-on gives a code without a page as long as the session lives. */
async function isLoggedIn(browser: TestBrowser): Promise<boolean> {
  const pushed = await client.push({ redirect_uri: redirectUriOf(client), prompt: 'none' })
  const end = await browser.get(pushed.authorizeUrl, { stopAt: redirectUriOf(client) })
  return new URL(end.url).searchParams.has('code')
}

function expectRefusalPage(page: Visit): void {
  expect([400, 403]).toContain(page.status)
  expect(new URL(page.url).origin).toBe(broker.issuer)
  expect(page.html).toContain('data-testid="reference-code"')
  expectSilentLog(broker)
}

describe('logout', () => {
  it.each([
    ['a foreign address', evil],
    ['the login address', 'signin'],
    ['a near miss', 'near'],
    ['javascript:', 'javascript:alert(1)'],
  ])(
    'goes to no address that is not registered for it: %s (OpenID RP-Initiated Logout section 3)',
    async (_name, given) => {
      const { browser, idToken } = await login()
      const uri = given === 'signin' ? redirectUriOf(client) : given === 'near' ? `${registered()}/` : given
      const page = await browser.get(endSessionUrl({ id_token_hint: idToken, post_logout_redirect_uri: uri }), {
        stopAt: evil,
      })
      expectRefusalPage(page)
      expect(await isLoggedIn(browser)).toBe(true)
    },
  )

  it('without a client goes to no address at all (OpenID RP-Initiated Logout section 3)', async () => {
    const page = await new TestBrowser().get(endSessionUrl({ post_logout_redirect_uri: evil }), { stopAt: evil })
    expect(page.status).toBe(200)
    expect(page.html).not.toContain('evil.example')
  })

  it("with the ID token of another person asks first, and ends nobody's session unasked (OpenID RP-Initiated Logout section 2)", async () => {
    const mine = await login()
    const other = await tokensOf(client, 'P02', { parameters: { scope: 'openid' } })
    const page = await mine.browser.get(endSessionUrl({ id_token_hint: other.idToken }))
    expect(page.status).toBe(200)
    expect(formsOf(page).flatMap(({ buttons }) => buttons.map(({ name }) => name))).toContain('logout')
    expect(await isLoggedIn(mine.browser)).toBe(true)
    expect(await isLoggedIn(other.browser)).toBe(true)
  })

  it('refuses a hint that this server did not sign (OpenID RP-Initiated Logout section 2)', async () => {
    const { browser, idToken } = await login()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forged = await new SignJWT({ iss: broker.issuer, sub: 's', aud: client.clientId })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey)
    const [header, payload] = idToken.split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    for (const hint of [forged, none, `${header}.${payload}.AAAA`, 'text', '..']) {
      expectRefusalPage(await browser.get(endSessionUrl({ id_token_hint: hint })))
    }
    expect(await isLoggedIn(browser)).toBe(true)
  })

  it('refuses an access token as hint (RFC 8725 section 3.12)', async () => {
    const { browser, accessToken } = await login()
    const before = broker.logText().length
    expectRefusalPage(await browser.get(endSessionUrl({ id_token_hint: accessToken })))
    expect(broker.logText().slice(before)).toContain('"reason":"id_token_hint_invalid"')
    expect(await isLoggedIn(browser)).toBe(true)
  })

  it('refuses a hint of another client than the one that is named (OpenID RP-Initiated Logout section 2)', async () => {
    const { browser, idToken } = await login()
    expectRefusalPage(await browser.get(endSessionUrl({ id_token_hint: idToken, client_id: 'helsekort-web' })))
    expectRefusalPage(await browser.get(endSessionUrl({ client_id: 'nobody' })))
    expect(await isLoggedIn(browser)).toBe(true)
  })

  it('is not confirmed by a foreign page: token and Origin must be right (OpenID RP-Initiated Logout section 6)', async () => {
    const { browser } = await login()
    const page = await browser.get(endSessionUrl({}))
    expectRefusalPage(await browser.submit(page, { logout: '1', csrf: 'c'.repeat(43) }))
    expectRefusalPage(await browser.submit(page, { logout: '1', csrf: '' }))
    const foreign = { ...page, url: evil, html: page.html.replaceAll('action="/', `action="${broker.issuer}/`) }
    expectRefusalPage(await browser.submit(foreign, { logout: '1' }))
    const stranger = await login()
    expectRefusalPage(await stranger.browser.submit(page, { logout: '1' }))
    expect([await isLoggedIn(browser), await isLoggedIn(stranger.browser)]).toEqual([true, true])
    expect((await browser.submit(page, { logout: '1' })).status).toBe(200)
    expect(await isLoggedIn(browser)).toBe(false)
  })

  it('can be declined (OpenID RP-Initiated Logout section 2)', async () => {
    const { browser } = await login()
    const page = await browser.get(endSessionUrl({}))
    await browser.submit(page, { stay: '1' })
    expect(await isLoggedIn(browser)).toBe(true)
  })

  it('refuses a parameter that is sent twice (RFC 6749 section 3.1)', async () => {
    const { browser, idToken } = await login()
    const url = endSessionUrl({ id_token_hint: idToken, post_logout_redirect_uri: registered() })
    expectRefusalPage(
      await browser.get(`${url}&post_logout_redirect_uri=${encodeURIComponent(evil)}`, { stopAt: evil }),
    )
    expect(await isLoggedIn(browser)).toBe(true)
  })

  it('with the own ID token, also an expired one, ends the session and returns with state (OpenID RP-Initiated Logout section 3)', async () => {
    const { browser, idToken } = await login()
    const url = endSessionUrl({ id_token_hint: idToken, post_logout_redirect_uri: registered(), state: 's t&å' })
    const end = new URL((await browser.get(url, { stopAt: registered() })).url)
    expect([end.origin + end.pathname, end.searchParams.get('state')]).toEqual([registered(), 's t&å'])
    expect(await isLoggedIn(browser)).toBe(false)
  })

  it('of one person leaves a login of the same person in another browser alone (design section 6)', async () => {
    const [one, other] = [await login(), await loginAs(client, 'P01')]
    await one.browser.get(endSessionUrl({ id_token_hint: one.idToken }))
    expect([await isLoggedIn(one.browser), await isLoggedIn(other.browser)]).toEqual([false, true])
  })
})
