import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal, expectSilentLog, rawRequest, secretsIn } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { driveLogin } from '../support/simulators.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

/** A page of ours that refuses, has a reference code, and leads nowhere. */
function expectRefusalPage(page: Visit, status = 400): void {
  expect(page.status).toBe(status)
  expect(new URL(page.url).origin).toBe(broker.issuer)
  expect(page.html).toMatch(/data-testid="reference-code">[0-9A-Z]{5}-[0-9A-Z]{5}</)
  expect(secretsIn(page.html.replaceAll(/<link[^>]*>/g, ''))).toEqual([])
  expectSilentLog(broker)
}

const urnPrefix = 'urn:ietf:params:oauth:request_uri:'

async function pushed() {
  const client = await broker.client('epj-nordfjell')
  return { client, ...(await client.push({ redirect_uri: redirectUriOf(client) })) }
}

const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

describe('the authorization endpoint', () => {
  it('takes no request that was not pushed (RFC 9126 section 5): the client is told, a foreign address never', async () => {
    const client = await broker.client('epj-nordfjell')
    const stopAt = redirectUriOf(client)
    const query = new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: stopAt,
      state: 's',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    })
    const told = new URL((await new TestBrowser().get(`${broker.issuer}/connect/authorize?${query}`, { stopAt })).url)
    expect(told.origin + told.pathname).toBe(stopAt)
    const { error, state, iss, code } = Object.fromEntries(told.searchParams)
    expect({ error, state, iss, code }).toEqual({
      error: 'invalid_request',
      state: 's',
      iss: broker.issuer,
      code: undefined,
    })
    query.set('redirect_uri', 'https://evil.example/')
    const browser = new TestBrowser()
    const page = await browser.get(`${broker.issuer}/connect/authorize?${query}`, { stopAt: 'https://evil.example' })
    expect(browser.visited.length).toBe(1)
    expectRefusalPage(page)
  })

  it.each([
    ['nothing', ''],
    ['no request_uri', '?client_id=epj-nordfjell'],
    ['a request_uri at a client address (SSRF)', '?client_id=epj-nordfjell&request_uri=http://127.0.0.1:1/'],
    [
      'a made-up request_uri',
      `?client_id=epj-nordfjell&request_uri=urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`,
    ],
    ['an unknown client', `?client_id=nobody&request_uri=urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`],
    ['an unsigned request object', '?client_id=epj-nordfjell&request=e30.e30.'],
  ])('refuses %s on a page (RFC 6749 section 3.1.2.4, RFC 9700 section 4.11)', async (_name, query) => {
    expectRefusalPage(await new TestBrowser().get(`${broker.issuer}/connect/authorize${query}`))
  })

  it("refuses another client's request_uri, which its owner can still use (RFC 9126 section 2.2)", async () => {
    const { authorizeUrl } = await pushed()
    expectRefusalPage(await new TestBrowser().get(authorizeUrl.replace('epj-nordfjell', 'helsekort-web')))
    const client = await broker.client('epj-nordfjell')
    expect((await loginAs(client, 'P01')).code).not.toBe('')
  })

  it('ignores what stands beside the request_uri: the pushed values count (RFC 9126 section 4, RFC 9101 section 5)', async () => {
    const { client, authorizeUrl } = await pushed()
    const twisted = `${authorizeUrl}&redirect_uri=https://evil.example/&scope=openid%20nhn:provesvar/api&acr_values=Level2`
    const page = await new TestBrowser().get(twisted, { stopAt: 'https://evil.example' })
    expect(page.url.startsWith('https://evil.example')).toBe(false)
    expect(
      (await new TestBrowser().get((await client.push({ redirect_uri: redirectUriOf(client) })).authorizeUrl)).status,
    ).toBe(200)
  })

  it('refuses a request_uri that was not begun within 90 s, and takes one after 85 s (RFC 9126 section 2.2)', async () => {
    const late = await pushed()
    const inTime = await pushed()
    later(85)
    expect((await new TestBrowser().get(inTime.authorizeUrl)).status).toBe(200)
    later(10)
    expectRefusalPage(await new TestBrowser().get(late.authorizeUrl))
  })

  it('gives one code for one request_uri: the second use is refused, also 70 s later (gap 5)', async () => {
    const client = await broker.client('epj-nordfjell')
    const login = await loginAs(client, 'P01')
    expect(login.code).not.toBe('')
    const stopAt = redirectUriOf(client)
    for (const seconds of [0, 70]) {
      if (seconds > 0) later(seconds)
      const again = await login.browser.get(login.pushed.authorizeUrl, { stopAt })
      expect(new URL(again.url).searchParams.has('code')).toBe(false)
      expectRefusalPage(again)
    }
  })

  it('binds a request_uri to the browser that began it, which may reload it (RFC 9700 section 4.7, gap 5)', async () => {
    const { authorizeUrl } = await pushed()
    const victim = new TestBrowser()
    expect((await victim.get(authorizeUrl)).status).toBe(200)
    expectRefusalPage(await new TestBrowser().get(authorizeUrl))
    expect((await victim.get(authorizeUrl)).status).toBe(200)
  })

  it.each([
    ['the prefix once more', (uri: string) => uri + urnPrefix],
    ['the prefix and another name', (uri: string) => `${uri}${urnPrefix}${'x'.repeat(43)}`],
    ['a fragment', (uri: string) => `${uri}#x`],
    ['a space', (uri: string) => `${uri} `],
  ])(
    'opens a request_uri under no second name, past browser and time: with %s after it (RFC 9126 section 4, RFC 9700 section 4.7)',
    async (_name, twist) => {
      const { authorizeUrl, requestUri, client } = await pushed()
      const twisted = (uri: string, clientId = client.clientId) =>
        `${broker.issuer}/connect/authorize?${new URLSearchParams({ client_id: clientId, request_uri: twist(uri) })}`
      const victim = new TestBrowser()
      expect((await victim.get(authorizeUrl)).status).toBe(200)
      expectRefusalPage(await new TestBrowser().get(twisted(requestUri)))
      expectRefusalPage(await victim.get(twisted(requestUri)))
      const late = await pushed()
      expectRefusalPage(await new TestBrowser().get(twisted(late.requestUri, 'helsekort-web')))
      later(95)
      expectRefusalPage(await new TestBrowser().get(twisted(late.requestUri)))
      expect((await victim.get(authorizeUrl)).status).toBe(200)
    },
  )

  it('shows a login page to nobody but the browser that it belongs to (RFC 9700 section 4.7)', async () => {
    const { authorizeUrl } = await pushed()
    const page = await new TestBrowser().get(authorizeUrl)
    expectRefusalPage(await new TestBrowser().get(page.url))
    expectRefusalPage(await new TestBrowser().submit(page, { idp: 'bankid-oidc' }))
  })

  it('refuses the choice of a provider from a foreign page: wrong token, wrong Origin (RFC 6749 section 10.12)', async () => {
    const { authorizeUrl } = await pushed()
    const browser = new TestBrowser()
    const page = await browser.get(authorizeUrl)
    expectRefusalPage(await browser.submit(page, { idp: 'bankid-oidc', csrf: 'c'.repeat(43) }), 403)
    const foreign = {
      ...page,
      url: 'http://evil.example/',
      html: page.html.replaceAll('action="/', `action="${broker.issuer}/`),
    }
    expectRefusalPage(await browser.submit(foreign, { idp: 'bankid-oidc' }), 403)
    const start = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    const callback = await driveLogin(new URL(start.url), { persona: 'P01' })
    expect(new URL(callback).searchParams.has('code')).toBe(true)
  })

  it('refuses the resumed login of another browser: its cookies are not there (RFC 9700 section 4.7)', async () => {
    const { authorizeUrl, client } = await pushed()
    const browser = new TestBrowser()
    const page = await browser.get(authorizeUrl)
    const start = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    const callback = await driveLogin(new URL(start.url), { persona: 'P01' })
    const resume = await browser.get(callback.href, { stopAt: `${broker.issuer}/connect/authorize/` })
    expectRefusalPage(await new TestBrowser().get(resume.url))
    const end = await browser.get(resume.url, { stopAt: redirectUriOf(client) })
    expect(new URL(end.url).searchParams.has('code')).toBe(true)
  })
})

describe('addresses', () => {
  it.each([['/connect/token'], ['/connect/par'], ['/connect/authorize'], ['/.well-known/openid-configuration'], ['/']])(
    'of another host are refused before anything runs: %s (gap 7)',
    async (target) => {
      const { host } = new URL(broker.issuer)
      for (const headers of [
        { host: 'evil.example' },
        { host: `${host}.evil.example` },
        { host: '' },
        { host: host.toUpperCase() },
      ]) {
        const answer = await rawRequest(broker, { target, headers })
        expect(answer.status, headers.host).toBe(421)
        expect(answer.text).not.toContain('evil.example')
      }
      const forwarded = await rawRequest(broker, {
        target,
        headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
      })
      expect(forwarded.text).not.toContain('evil.example')
    },
  )

  it.each([
    '/CONNECT/Token',
    '/connect/token/',
    '/CONNECT/Token/',
    '//connect/token',
    '/connect//token',
    '/connect/./token',
    '/connect/%74oken',
    '/connect/token;x=1',
    '/connect/userinfo/',
    '/Connect/EndSession',
    'http://evil.example/connect/token',
    '/connect/introspect/..%2ftoken',
  ])('in another spelling do not exist: %s (gap 7, RFC 3986 section 6)', async (target) => {
    for (const method of ['GET', 'POST']) {
      const answer = await rawRequest(broker, {
        method,
        target,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expectRefusal(answer, { status: 404, error: 'not_found' })
    }
  })

  it('in the absolute form of our own origin are answered (RFC 9112 section 3.2.2)', async () => {
    const answer = await rawRequest(broker, { target: `${broker.issuer}/.well-known/openid-configuration` })
    expect(answer.status).toBe(200)
    expect(answer.body.issuer).toBe(broker.issuer)
  })
})
