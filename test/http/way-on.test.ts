import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { texts } from '#src/views/texts/by-language.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { languages } from '../support/screenshots.ts'
import { driveLogin } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

/** What a person finds who left a login half done: always what happened, in the right language, and a way on. */

let broker: TestBroker
let client: TestClient
let stopAt: string
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  stopAt = redirectUriOf(client)
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

async function begin(parameters: Readonly<Record<string, string>> = {}) {
  const browser = new TestBrowser()
  const pushed = await client.push({ redirect_uri: stopAt, ...parameters })
  return { browser, pushed, choice: await browser.get(pushed.authorizeUrl) }
}

/** Chooses, and has the provider's answer in hand, not yet delivered. */
async function answerOf(browser: TestBrowser, page: Visit, provider = 'bankid-oidc'): Promise<URL> {
  const form = formsOf(page).findIndex(({ buttons }) => buttons.some(({ value }) => value === provider))
  const start = await browser.submit(page, { idp: provider }, { stopAt: broker.simulatorsUrl, form })
  return driveLogin(new URL(start.url), { persona: 'P01' })
}

const formWith = (page: Visit, name: string) =>
  formsOf(page).findIndex(({ buttons }) => buttons.some((button) => button.name === name))
const press = (browser: TestBrowser, page: Visit, name: string, to: string) =>
  browser.submit(page, { [name]: '1' }, { stopAt: to, form: formWith(page, name) })
const heading = ({ html }: Visit) => /<h1[^>]*>([^<]*)/.exec(html)?.[1]
const parametersOf = ({ url }: Visit) => Object.fromEntries(new URL(url).searchParams)

type Ended = 'login_expired' | 'login_finished' | 'page_expired' | 'other_browser'
function expectEnded(page: Visit, reason: Ended, language: (typeof languages)[number] = 'nb'): void {
  expect([page.status, heading(page)]).toEqual([400, texts[language].reasons[reason].heading])
  expect(page.html).toContain(`<html lang="${language}"`)
  expect(page.html).toMatch(/data-testid="reference-code">[0-9A-Z]{5}-[0-9A-Z]{5}</)
  expect(broker.logText()).toContain(`"reason":"${reason}"`)
}

describe('a login that took too long', () => {
  it.each(languages)('says so in %s on its page and to an old form, and goes back with state and iss', async (lang) => {
    const { browser, pushed, choice } = await begin({ ui_locales: lang })
    later(601)
    expectEnded(await browser.get(choice.url), 'login_expired', lang)
    const page = await browser.submit(choice, { idp: 'bankid-oidc' })
    expectEnded(page, 'login_expired', lang)
    expect(page.html).toContain('EPJ Nordfjell')
    const before = lastAuditSeq(broker.dataDir)
    const back = await press(browser, page, 'back', stopAt)
    expect(parametersOf(back)).toEqual({
      error: 'access_denied',
      error_description: 'the login took too long',
      error_uri: `${broker.issuer}/errors/TLT-140`,
      state: pushed.state,
      iss: broker.issuer,
    })
    expect(parametersOf(await press(browser, page, 'back', stopAt))).toEqual(parametersOf(back))
    const records = readAudit(broker.dataDir, before)
    expect(records.map(({ event, reason, client_id }) => [event, reason, client_id])).toEqual([
      ['login.refused', 'login_expired', 'epj-nordfjell'],
    ])
    expectSilentLog(broker)
  })

  it('says so when the provider answers after it, and the answer is worth nothing', async () => {
    const { browser, pushed, choice } = await begin()
    const callback = await answerOf(browser, choice)
    later(601)
    const page = await browser.get(callback.href, { stopAt })
    expectEnded(page, 'login_expired')
    expectEnded(await browser.get(callback.href, { stopAt }), 'login_expired')
    const back = await press(browser, page, 'back', stopAt)
    expect(parametersOf(back)).toMatchObject({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
    expectEnded(await browser.get(choice.url), 'login_expired')
  })

  it('answers by a form where the client asked for one', async () => {
    const { browser, pushed, choice } = await begin({ response_mode: 'form_post' })
    later(601)
    const page = await browser.get(choice.url)
    const answer = await press(browser, page, 'back', stopAt)
    const [form] = formsOf(answer)
    expect(form?.action).toBe(stopAt)
    expect(form?.fields).toMatchObject({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
    expect(answer.headers.get('content-security-policy')).toContain(`form-action ${new URL(stopAt).origin}`)
  })

  it('is left by its own browser and form alone', async () => {
    const { browser, pushed, choice } = await begin()
    later(601)
    const page = await browser.get(choice.url)
    const forged = await browser.submit(page, { back: '1', csrf: 'x' }, { stopAt, form: formWith(page, 'back') })
    expect([forged.status, forged.url.includes(pushed.state)]).toEqual([403, false])
    const stranger = await press(new TestBrowser(), page, 'back', stopAt)
    expectEnded(stranger, 'other_browser')
    expect(stranger.html).not.toContain('name="back"')
    expect(stranger.html).not.toContain(pushed.state)
  })

  it('is forgotten after two hours more: the page is then the plain one', async () => {
    const { browser, choice } = await begin()
    later(601 + 2 * 3600)
    const page = await browser.get(choice.url)
    expectEnded(page, 'page_expired')
    expect(page.html).not.toContain('EPJ Nordfjell')
  })
})

describe('a login that is over', () => {
  it.each(languages)('says in %s that it is finished, and leads to the service', async (lang) => {
    const { browser, choice } = await begin({ ui_locales: lang })
    const callback = await answerOf(browser, choice)
    const first = await browser.deliver(callback, { stopAt })
    expect(new URL(first.url).searchParams.has('code')).toBe(true)
    const form = formWith(choice, 'back')
    const resumed = browser.visited.find((url) => url.startsWith(`${broker.issuer}/connect/authorize/`)) ?? ''
    const pages = [
      await browser.get(resumed, { stopAt }),
      await browser.get(choice.url),
      await browser.get(callback.href, { stopAt }),
      await browser.submit(choice, { idp: 'bankid-oidc' }),
      await browser.submit(choice, { back: '1' }, { stopAt, form }),
    ]
    for (const page of pages) {
      expectEnded(page, 'login_finished', lang)
      expect(page.html).toContain(`href="${new URL('/epj', stopAt).href}"`)
      expect(page.html).not.toContain('name="back"')
    }
  })

  it('in another window is over in this one too: nobody goes to a provider for it, and the service has one answer', async () => {
    const { browser, pushed, choice } = await begin()
    const other = await browser.get(pushed.authorizeUrl)
    const before = await answerOf(browser, choice)
    const done = await browser.deliver(await answerOf(browser, other), { stopAt })
    expect(new URL(done.url).searchParams.has('code')).toBe(true)
    const pages = [
      await browser.get(choice.url),
      await browser.submit(choice, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl }),
      await press(browser, choice, 'back', stopAt),
      await browser.get(before.href, { stopAt }),
    ]
    later(601)
    pages.push(await browser.get(choice.url))
    for (const page of pages) {
      expectEnded(page, 'login_finished')
      expect(page.html).not.toContain('name="back"')
    }
  })

  it('by its back button: an answer that comes later is worth nothing, and the service is told once', async () => {
    const { browser, choice } = await begin()
    const callback = await answerOf(browser, choice)
    const back = await press(browser, choice, 'back', stopAt)
    expect(parametersOf(back)).toMatchObject({ error: 'access_denied' })
    const page = await browser.get(callback.href, { stopAt })
    expectEnded(page, 'page_expired')
    expect(page.html).not.toContain('name="back"')
    expect(page.html).toContain(`href="${new URL('/epj', stopAt).href}"`)
    const left = await browser.get(choice.url, { stopAt })
    expectEnded(left, 'page_expired')
    expect(left.html).toContain(`href="${new URL('/epj', stopAt).href}"`)
  })
})

describe('a browser without its cookies', () => {
  it.each(['the page', 'the callback'])('is told so at %s, and where the service begins', async (where) => {
    const { browser, choice } = await begin()
    const callback = await answerOf(browser, choice)
    const page = await new TestBrowser().get(where === 'the page' ? choice.url : callback.href, { stopAt })
    expectEnded(page, 'other_browser')
    expect(page.html).toContain(`href="${new URL('/epj', stopAt).href}"`)
    // Nothing is spent: the browser that began it goes on.
    const end = await browser.deliver(callback, { stopAt })
    expect(new URL(end.url).searchParams.has('code')).toBe(true)
  })

  it('that lost the one of the login alone gets back to the service, and the login is over', async () => {
    const { browser, pushed, choice } = await begin()
    const callback = await answerOf(browser, choice)
    const forgetful = new TestBrowser(browser.cookies())
    const page = await forgetful.get(choice.url)
    expectEnded(page, 'page_expired')
    const back = await press(forgetful, page, 'back', stopAt)
    expect(parametersOf(back)).toMatchObject({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
    const late = await browser.deliver(callback, { stopAt })
    expect([late.status, late.url.startsWith(stopAt)]).toEqual([400, false])
  })
})
