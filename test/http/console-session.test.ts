import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#src/operations/clock.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { headingOf, logInToConsole, visitorOf } from '../support/console.ts'
import { driveLogin } from '../support/simulators.ts'

const loginHeading = 'Logg inn i konsollen'
const overviewHeading = 'Hvem bruker hva'

let broker: TestBroker
/** Milliseconds by which the broker's clock is ahead. */
let ahead = 0
beforeAll(async () => {
  const nowMilliseconds = () => systemClock.nowMilliseconds() + ahead
  const clock = { nowMilliseconds, nowSeconds: () => Math.floor(nowMilliseconds() / 1000) }
  broker = await startTestBroker({}, {}, [], clock)
})
afterAll(() => broker.close())

/** A login that has come back from the provider and not been delivered to the console. */
async function callbackOf(browser: TestBrowser): Promise<string> {
  const callback = `${broker.issuer}/admin/callback`
  let page = await browser.get(`${broker.issuer}/admin/login`)
  page = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
  page = await browser.deliver(await driveLogin(new URL(page.url), { persona: 'P01' }), { stopAt: callback })
  return page.url
}

describe('the session of the console', () => {
  it('begins with a login by the broker itself, and leads to where the person wanted to be', async () => {
    const { page, get } = await logInToConsole(broker, 'P01', { to: '/admin/clients' })
    expect([page.url, page.status]).toEqual([`${broker.issuer}/admin/clients`, 200])
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(headingOf(await get('/admin'))).toBe(overviewHeading)
    expect(broker.logText() + page.html).not.toContain('07918449935')
  })

  it('is offered, and nothing else, to a browser that is not logged in', async () => {
    for (const path of ['/admin', '/admin/clients/epj-nordfjell', '/admin/audit', '/admin/administrators']) {
      const page = await new TestBrowser().get(broker.issuer + path)
      expect(headingOf(page), path).toBe(loginHeading)
      expect(page.html, path).not.toContain('EPJ Nordfjell')
    }
  })

  it.each(['https://evil.example/', '//evil.example', '/admin/../login', '/admin\\@evil', '/admin/api/v1/clients'])(
    'leads nowhere but to its own pages: %s',
    async (to) => {
      const { page } = await logInToConsole(broker, 'P01', { to })
      expect(page.url).toBe(`${broker.issuer}/admin`)
    },
  )

  it('is not taken over from a cookie that was planted', async () => {
    const planted = 'A'.repeat(43)
    const { browser } = await logInToConsole(broker, 'P01', {
      browser: new TestBrowser(new Map([['tillit_console', planted]])),
    })
    expect(browser.cookies().get('tillit_console')).toMatch(/^[\w-]{43}$/)
    expect(browser.cookies().get('tillit_console')).not.toBe(planted)
  })

  it('gets a new name at the next login, and the old one opens nothing', async () => {
    const { browser } = await logInToConsole(broker, 'P01')
    const before = browser.cookies()
    await logInToConsole(broker, 'P01', { browser })
    expect(browser.cookies().get('tillit_console')).not.toBe(before.get('tillit_console'))
    expect(headingOf(await new TestBrowser(before).get(`${broker.issuer}/admin`))).toBe(loginHeading)
  })

  it('opens nothing in another browser', async () => {
    const { browser } = await logInToConsole(broker, 'P01')
    const stolen = new Map([['tillit_console', browser.cookies().get('tillit_console') ?? '']])
    expect(headingOf(await new TestBrowser(stolen).get(`${broker.issuer}/admin`))).toBe(loginHeading)
  })

  it('ends without use, and after eight hours with it', async () => {
    const minute = 60_000
    const [idle, busy] = await Promise.all([logInToConsole(broker, 'P01'), logInToConsole(broker, 'P01')])
    for (let passed = 25; passed < 480; passed += 25) {
      ahead = passed * minute
      expect(headingOf(await busy.get('/admin')), `${passed} minutes`).toBe(overviewHeading)
      if (passed === 50) expect(headingOf(await idle.get('/admin'))).toBe(loginHeading)
    }
    ahead = 481 * minute
    expect(headingOf(await busy.get('/admin'))).toBe(loginHeading)
    ahead = 0
  })
})

describe('the way back from the login', () => {
  it('is refused in another browser, which gets no session', async () => {
    const callback = await callbackOf(new TestBrowser())
    const other = new TestBrowser()
    const page = await other.get(callback)
    expect(page.status).toBe(400)
    expect(headingOf(await other.get(`${broker.issuer}/admin`))).toBe(loginHeading)
  })

  it('counts once', async () => {
    const browser = new TestBrowser()
    const callback = await callbackOf(browser)
    expect((await browser.get(callback)).url).toBe(`${broker.issuer}/admin`)
    expect((await browser.get(callback)).status).toBe(400)
  })

  it.each([
    ['another code', 'code', 'wrong-code'],
    ['another issuer', 'iss', 'https://evil.example'],
    ['a state that nobody made', 'state', 'B'.repeat(43)],
  ])('is refused with %s', async (_title, name, value) => {
    const browser = new TestBrowser()
    const callback = new URL(await callbackOf(browser))
    callback.searchParams.set(name, value)
    expect((await browser.get(callback.href)).status).toBeGreaterThanOrEqual(400)
    expect(headingOf(await browser.get(`${broker.issuer}/admin`))).toBe(loginHeading)
  })
})

describe('the end of a session', () => {
  it('is for the console and for the login behind it, and no token stands in an address', async () => {
    const { page, send, get, browser } = await logInToConsole(broker, 'P01')
    const end = await send(page, { logout: '1' }, 'logout')
    // BankID has a logout of its own, which a person would pass; the broker's session has ended before.
    expect(browser.visited.join(' ')).toContain('/connect/endsession?handle=')
    expect(browser.visited.join(' ')).not.toContain('eyJ')
    expect(end.status).toBe(200)
    expect(headingOf(await get('/admin'))).toBe(loginHeading)
    expect((await browser.get(`${broker.issuer}/admin/login`)).html).toContain('name="idp"')
  })

  it('comes with a logout elsewhere in the same browser', async () => {
    const { browser, get } = await logInToConsole(broker, 'P01')
    const page = await browser.get(`${broker.issuer}/connect/endsession`)
    await browser.submit(page, { logout: '1' })
    expect(headingOf(await get('/admin'))).toBe(loginHeading)
  })

  it('comes when another person logs in in the same browser', async () => {
    const { browser, get } = await logInToConsole(broker, 'P01')
    const client = await broker.client('epj-nordfjell')
    await tokensOf(client, 'P02', { browser, parameters: { prompt: 'login' } })
    expect(headingOf(await get('/admin'))).toBe(loginHeading)
  })
})

describe('a person who administers nothing', () => {
  it('is told so, and what to do, at every page', async () => {
    const visitor = await logInToConsole(broker, 'P10')
    for (const path of ['/admin', '/admin/clients/epj-nordfjell', '/admin/audit', '/admin/keys']) {
      const page = await visitor.get(path)
      expect([page.status, headingOf(page)], path).toEqual([403, 'Du administrerer ingenting her'])
      expect(page.html, path).toContain('name="logout"')
      expect(page.html, path).not.toContain('EPJ Nordfjell')
    }
  })
})

describe('a form of the console', () => {
  const change = { 'm.name': 'Kapret', reason: 'because', confirmed: 'yes' }

  it.each([
    ['no token', { csrf: '' }, {}],
    ['the token of another session', {}, { other: true }],
    ['another origin', {}, { origin: 'https://evil.example' }],
  ] as const)('is refused with %s', async (_title, fields, { other, origin }: { other?: true; origin?: string }) => {
    const { browser, get } = await logInToConsole(broker, 'P01')
    const path = '/admin/organisations/310000086'
    const csrfOf = (html: string) => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const source = other === undefined ? await get(path) : await (await logInToConsole(broker, 'P01')).get(path)
    const body = new URLSearchParams({ csrf: csrfOf(source.html), ...change, ...fields })
    const cookie = [...browser.cookies()].map((pair) => pair.join('=')).join('; ')
    const answer = await fetch(broker.issuer + path, {
      method: 'POST',
      headers: { cookie, origin: origin ?? broker.issuer },
      body,
      redirect: 'manual',
    })
    expect(answer.status).toBe(403)
    expect((await get(path)).html).not.toContain('Kapret')
  })

  it('does nothing for a browser that is not logged in', async () => {
    const answer = await fetch(`${broker.issuer}/admin/organisations/310000086`, {
      method: 'POST',
      headers: { origin: broker.issuer },
      body: new URLSearchParams(change),
    })
    expect(answer.status).toBe(403)
    const { get } = visitorOf(
      broker,
      (await logInToConsole(broker, 'P01')).browser,
      await new TestBrowser().get(broker.issuer),
    )
    expect((await get('/admin/organisations/310000086')).html).not.toContain('Kapret')
  })
})

describe('the way into the console', () => {
  it('is shut by the limit for an address as for every client, which is no bug', async () => {
    const limited = await startTestBroker({}, { limits: { address_burst: 3, address_requests_per_second: 1 } })
    const asked = []
    for (let attempt = 0; attempt < 8; attempt++) {
      asked.push((await fetch(`${limited.issuer}/admin/login`, { redirect: 'manual' })).status)
    }
    await limited.close()
    expect([asked[0], asked.at(-1)]).toEqual([303, 429])
    expect(limited.logText()).not.toContain('server_error')
  })
})
