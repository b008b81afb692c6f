import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin, useBankId, useMinId } from '../support/person.ts'

let journey: Journey
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[journey, browser] = await Promise.all([startJourney(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await journey?.close()
})
afterEach(() => context.close())

/** A window without script. */
async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  context = await browser.newContext({ locale: 'nb-NO', ...options, javaScriptEnabled: false })
  page = await context.newPage()
}

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
const h1 = () => page.locator('h1').textContent()
const back = () => page.waitForURL(`${journey.service}/**`)

describe.each([
  { where: 'on a desktop', window: {} },
  { where: 'on a phone', window: phone },
])('with JavaScript disabled, $where', ({ window }) => {
  it('a person logs in, gets single sign-on, and logs out', async () => {
    await open(window)
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useBankId(page)
    await back()
    expect(await h1()).toContain('Astrid Nordfjell')
    await page.getByRole('button', { name: 'Hent fra kjernejournal' }).click()
    expect(await page.getByTestId('notice').textContent()).toContain('999977774')
    await openLogin(page, journey, 'Helsekort')
    await page.waitForURL(`${journey.service}/helsekort`)
    await page.getByTestId('logout').click()
    await page.waitForURL(`${journey.service}/helsekort/signout-callback-oidc**`)
    expect(await h1()).toBe('Du er logget ut')
  })

  it('a person is stepped up with the reason, is refused with MinID, and then gets in', async () => {
    await open(window)
    await openLogin(page, journey, 'Kurspåmelding')
    await chooseProvider(page, 'idporten-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useMinId(page, 'P01')
    await back()
    expect(await page.getByTestId('security-level').textContent()).toBe('3')
    await openLogin(page, journey, 'EPJ Nordfjell')
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await page.locator('.ds-alert').textContent()).toContain('høyere sikkerhetsnivå')
    await chooseProvider(page, 'idporten-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useMinId(page, 'P01')
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('MinID er ikke sikker nok her')
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useBankId(page)
    await back()
    expect(await page.getByTestId('security-level').textContent()).toBe('4')
  })
})

/** What a person reads on the way, one line of each page that is ours. */
const languages = [
  { locale: 'nb-NO', choice: 'Velg hvordan du vil logge inn', refusal: 'MinID er ikke sikker nok her', cancel: 'Du avbrøt innloggingen', out: 'Du er logget ut' },
  { locale: 'nn-NO', choice: 'Vel korleis du vil logge inn', refusal: 'MinID er ikkje sikker nok her', cancel: 'Du avbraut innlogginga', out: 'Du er logga ut' },
  { locale: 'en-GB', choice: 'Choose how to log in', refusal: 'MinID is not secure enough here', cancel: 'You cancelled the login', out: 'You are logged out' },
] // biome-ignore format: a table

describe.each(languages)("in the browser's language, $locale", ({ locale, choice, refusal, cancel, out }) => {
  it('every page speaks it', async () => {
    await open({ locale })
    const language = locale.slice(0, 2)
    const spoken = async () => {
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
    }
    await openLogin(page, journey, 'EPJ Nordfjell')
    await spoken()
    expect(await page.locator('#choices').textContent()).toBe(choice)
    await chooseProvider(page, 'idporten-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useMinId(page)
    await page.waitForURL(`${journey.issuer}/login/**`)
    await spoken()
    expect(await h1()).toBe(refusal)
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await page.locator('button[name=cancel]').first().click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    await spoken()
    expect(await h1()).toBe(cancel)
    await page.goto(`${journey.issuer}/connect/endsession`)
    await spoken()
    expect(await h1()).toBe(out)
  })
})
