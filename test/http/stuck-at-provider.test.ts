import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '#src/views/texts/by-language.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { languages } from '../support/screenshots.ts'
import { driveLogin } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

/** The provider never sends the person back: they come back by themselves, and go another way. */

let broker: TestBroker
let client: TestClient
let stopAt: string
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  stopAt = redirectUriOf(client)
})
afterAll(() => broker.close())

async function begin(parameters: Readonly<Record<string, string>> = {}) {
  const browser = new TestBrowser()
  const pushed = await client.push({ redirect_uri: stopAt, ...parameters })
  return { browser, pushed, choice: await browser.get(pushed.authorizeUrl, { stopAt: broker.simulatorsUrl }) }
}

const formWith = (page: Visit, button: string) =>
  formsOf(page).findIndex(({ buttons }) => buttons.some(({ name, value }) => `${name}=${value}` === button))
const choose = (browser: TestBrowser, page: Visit, id = 'bankid-oidc') =>
  browser.submit(page, { idp: id }, { stopAt: broker.simulatorsUrl, form: formWith(page, `idp=${id}`) })
const again = (browser: TestBrowser, page: Visit) =>
  browser.submit(page, { continue: '1' }, { stopAt: broker.simulatorsUrl, form: formWith(page, 'continue=1') })
const finish = (start: Visit) => driveLogin(new URL(start.url), { persona: 'P01' })
const hasCode = ({ url }: Visit) => url.startsWith(stopAt) && new URL(url).searchParams.has('code')
const heading = ({ html }: Visit) => /<h1[^>]*>([^<]*)/.exec(html)?.[1]
const waitingHeading = (provider: string, language: (typeof languages)[number] = 'nb') =>
  texts[language].waiting.heading.replace('{provider}', provider)

describe('a person who comes back from a provider without its answer', () => {
  it.each(languages)('is told in %s where they were sent, until when, and how to go on', async (language) => {
    const { browser, choice } = await begin({ ui_locales: language })
    await choose(browser, choice)
    const page = await browser.get(choice.url)
    expect([page.status, heading(page)]).toEqual([200, waitingHeading('BankID', language)])
    expect(page.html).toContain(`<html lang="${language}"`)
    expect(page.html).toMatch(language === 'en' ? /by \d\d:\d\d\./ : /kl\. \d\d:\d\d\./)
    expect(page.headers.get('refresh')).toBeNull()
    const buttons = formsOf(page).flatMap((form) => form.buttons.map(({ name, value }) => `${name}=${value}`))
    expect(buttons).toEqual(['continue=1', ...buttons.filter((button) => button.startsWith('idp=')), 'back=1'])
    expect(buttons).toContain('idp=buypass-oidc')
  })

  it('tries the same again: the new attempt logs in, the old one can no longer', async () => {
    const { browser, choice } = await begin()
    const old = await finish(await choose(browser, choice))
    const next = await finish(await again(browser, await browser.get(choice.url)))
    const late = await browser.deliver(old, { stopAt })
    expect([late.status, heading(late)]).toEqual([200, texts.nb.reasons.attempt_superseded.heading])
    expect(late.html).toMatch(/data-testid="reference-code">[0-9A-Z]{5}-[0-9A-Z]{5}</)
    expect(broker.logText()).toContain('"reason":"attempt_superseded"')
    expect(hasCode(await browser.deliver(next, { stopAt }))).toBe(true)
    expect(hasCode(await browser.deliver(old, { stopAt }))).toBe(false)
  })

  it('chooses another provider and is logged in by it', async () => {
    const { browser, choice } = await begin()
    await choose(browser, choice)
    const end = await finish(await choose(browser, await browser.get(choice.url), 'buypass-oidc'))
    expect(hasCode(await browser.deliver(end, { stopAt }))).toBe(true)
  })

  it('goes on from the page that tells of the old attempt', async () => {
    const { browser, choice } = await begin()
    const old = await finish(await choose(browser, choice))
    await again(browser, await browser.get(choice.url))
    const refusal = await browser.deliver(old, { stopAt })
    const end = await finish(await choose(browser, refusal))
    expect(hasCode(await browser.deliver(end, { stopAt }))).toBe(true)
  })

  it('of the only provider that the service asked for is told too, and not thrown there again', async () => {
    const { browser, choice } = await begin({ acr_values: 'idp:bankid-oidc' })
    expect(choice.url.startsWith(broker.simulatorsUrl)).toBe(true)
    const address = browser.visited.find((url) => url.startsWith(`${broker.issuer}/login/`)) ?? ''
    const page = await browser.get(address, { stopAt: broker.simulatorsUrl })
    expect(heading(page)).toBe(waitingHeading('BankID'))
    expect(hasCode(await browser.deliver(await finish(await again(browser, page)), { stopAt }))).toBe(true)
  })

  it('goes back to the service, which gets one error', async () => {
    const { browser, pushed, choice } = await begin()
    await choose(browser, choice)
    const page = await browser.get(choice.url)
    const back = await browser.submit(page, { back: '1' }, { stopAt, form: formWith(page, 'back=1') })
    expect(Object.fromEntries(new URL(back.url).searchParams)).toMatchObject({
      error: 'access_denied',
      state: pushed.state,
      iss: broker.issuer,
    })
  })

  it('cannot try again what was never begun', async () => {
    const { browser, choice } = await begin()
    const page = await browser.submit(choice, { continue: '1' })
    expect(page.status).toBe(400)
  })
})

describe('two clicks at once', () => {
  it('on a provider lead both to one attempt, or the later one counts: the browser always ends with a login', async () => {
    const { browser, choice } = await begin()
    const starts = await Promise.all([1, 2, 3, 4].map(() => choose(browser, choice)))
    // Of several answers a browser follows one; an address of the provider works once.
    const ends = await Promise.all([...new Map(starts.map((start) => [start.url, start])).values()].map(finish))
    const landed: Visit[] = []
    for (const end of ends) landed.push(await browser.deliver(end, { stopAt }))
    expect(landed.filter(hasCode)).toHaveLength(1)
  })
})
