import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin, useBankId } from '../support/person.ts'

/** Every page that a person can come to, as it really is, looked at by axe. */

let journey: Journey
let browser: Browser
let context: BrowserContext
let page: Page
/** Titles of the pages that were looked at. */
let seen: string[]

beforeAll(async () => {
  ;[journey, browser] = await Promise.all([startJourney(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await journey?.close()
})
afterEach(() => context.close())

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  seen = []
  context = await browser.newContext({ locale: 'nb-NO', ...options })
  page = await context.newPage()
}

/** Findings that keep somebody out, or nearly. Heavier than nothing at all is left to the pages' own test. */
async function look(): Promise<void> {
  await page.waitForLoadState('load')
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  // An analysis that looked at nothing would find nothing.
  expect(passes.length).toBeGreaterThan(10)
  const heavy = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = heavy.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(found, page.url()).toEqual([])
  expect(await page.locator('h1').count(), page.url()).toBe(1)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url()).toBe(true)
  seen.push(await page.title())
}

const atProvider = () => page.waitForURL(`${journey.simulators}/**`)
const atBroker = () => page.waitForURL(`${journey.issuer}/login/**`)
const press = (name: string, value?: string) =>
  page
    .locator(value === undefined ? `button[name=${name}]` : `button[name=${name}][value="${value}"]`)
    .first()
    .click()

/** Looks at each step of an eID until the browser leaves the provider, or there is no way on. */
async function lookThrough(fields: Readonly<Record<string, string>>): Promise<void> {
  await atProvider()
  for (let step = 0; step < 6 && page.url().startsWith(journey.simulators); step++) {
    await look()
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`input[name=${name}]`)
      if (await field.count()) await field.fill(value)
    }
    const go = page.locator('button[value=bankid], button[value=minid], button[name=next]').first()
    if ((await go.count()) === 0) return
    await Promise.all([page.waitForEvent('load'), go.click()])
    // A finished login leaves by a page that moves on at once.
    if (await page.locator('button').count()) continue
    await page.waitForURL((url) => url.origin !== journey.simulators)
  }
}

const windows = [
  { where: 'a dark desktop', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' } },
  { where: 'a phone', options: { viewport: { width: 360, height: 740 }, isMobile: true } },
] as const

describe.each(windows)('on $where, axe finds nothing that keeps anybody out', { timeout: 180_000 }, ({ options }) => {
  it('from the service through a login and back, to the logout', async () => {
    await open(options)
    await page.goto(journey.service)
    await look()
    await openLogin(page, journey, 'EPJ Nordfjell')
    await look()
    // The page on the way moves on by itself; held back, it is looked at too.
    await page.route(`${journey.simulators}/**`, (route) => route.fulfill({ status: 204 }))
    await Promise.all([page.waitForEvent('load'), chooseProvider(page, 'bankid-oidc')])
    await look()
    await page.unrouteAll()
    await page.locator('main a.ds-button').click()
    await lookThrough({ one_time_code: '123456', password: 'qwer1234' })
    await page.waitForURL(`${journey.service}/epj`)
    await page.getByRole('button', { name: 'Hent fra kjernejournal' }).click()
    await page.getByTestId('notice').waitFor()
    await look()
    await page.goto(`${journey.issuer}/connect/endsession`)
    await look()
    await press('stay')
    await look()
    await page.goto(`${journey.service}/epj`)
    await page.getByTestId('logout').click()
    await page.waitForURL(`${journey.service}/signout-callback-oidc**`)
    await look()
    await page.goto(`${journey.issuer}/connect/endsession`)
    await look()
    expect(seen).toEqual([
      'Velg tjeneste – demotjenester',
      'Logg inn på EPJ Nordfjell – Tillit',
      'Vi sender deg videre til BankID – Tillit',
      expect.stringContaining('(simulator)'),
      expect.stringContaining('(simulator)'),
      expect.stringContaining('(simulator)'),
      expect.stringContaining('(simulator)'),
      'EPJ Nordfjell – demotjenester',
      'Vil du logge ut? – Tillit',
      'Du er fortsatt logget inn – Tillit',
      'Logget ut – demotjenester',
      'Du er logget ut – Tillit',
    ])
  })

  it('from a refusal to the error that the service shows', async () => {
    await open(options)
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'idporten-oidc')
    await lookThrough({ pid: '01879941578', one_time_code: '123456', password: 'qwer1234' })
    // BankID stands first at ID-porten, and this person has none: its error page is the last one there.
    await press('cancel')
    await atBroker()
    await look()
    await chooseProvider(page, 'idporten-oidc')
    await atProvider()
    await press('method', 'minid')
    await lookThrough({ pid: '01879941578', one_time_code: '123456', password: 'qwer1234' })
    await atBroker()
    await look()
    await press('back')
    await page.waitForURL(`${journey.service}/signin-oidc**`)
    await look()
    for (const path of ['/', '/nowhere', `/login/${'u'.repeat(21)}`]) {
      await page.goto(journey.issuer + path)
      await look()
    }
    await page.goto(`${journey.service}/nowhere`)
    await look()
    expect(seen).toEqual(
      expect.arrayContaining([
        'MinID er ikke sikker nok her – Tillit',
        'Innloggingen ble ikke fullført – demotjenester',
        'Siden er utløpt – Tillit',
      ]),
    )
  })

  it('where a person is stuck at a provider, comes back, starts again, and is done', async () => {
    await open(options)
    await openLogin(page, journey, 'EPJ Nordfjell')
    const choice = page.url()
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
    const stuck = page
    page = await context.newPage()
    await page.goto(choice)
    await look()
    await press('continue')
    await atProvider()
    await useBankId(stuck)
    await stuck.waitForURL(`${journey.issuer}/login/**`)
    const newest = page
    page = stuck
    await look()
    await useBankId(newest)
    await newest.waitForURL(`${journey.service}/epj`)
    await page.reload()
    await look()
    await context.clearCookies()
    await page.reload()
    await look()
    expect(seen).toEqual([
      'Vi har sendt deg til BankID – Tillit',
      'Du har startet innloggingen på nytt – Tillit',
      'Denne innloggingen er ferdig – Tillit',
      'Innloggingen ble startet i en annen nettleser – Tillit',
    ])
  })

  it('where a login is stepped up', async () => {
    await open(options)
    await openLogin(page, journey, 'Kurspåmelding')
    await look()
    await chooseProvider(page, 'idporten-oidc')
    await atProvider()
    await press('method', 'minid')
    await lookThrough({ one_time_code: '123456', password: 'qwer1234' })
    await page.waitForURL(`${journey.service}/kurs`)
    await openLogin(page, journey, 'EPJ Nordfjell')
    await look()
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
    await useBankId(page)
    await page.waitForURL(`${journey.service}/epj`)
  })
})
