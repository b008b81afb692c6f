import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { approve, cancel, chooseMethod, chooseProvider, openLogin, presentEid, typeSecret } from '../support/person.ts'

let journey: Journey
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[journey, browser] = await Promise.all([startJourney(), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await journey.close()
})
beforeEach(async () => {
  context = await browser.newContext({ locale: 'nb-NO' })
  page = await context.newPage()
  await openLogin(page, journey, 'EPJ Nordfjell')
  await chooseProvider(page, 'buypass-oidc')
  await page.waitForURL(`${journey.simulators}/buypass-oidc/**`)
})
afterEach(() => context.close())

const heading = () => page.locator('h1').textContent()
const alert = () => page.getByRole('alert').textContent()

async function expectLoggedIn(): Promise<void> {
  await page.waitForURL(`${journey.service}/**`)
  expect(await heading()).toContain('Astrid Nordfjell')
  expect(await page.getByTestId('security-level').textContent()).toBe('4')
  expect(await page.getByTestId('provider').textContent()).toBe('buypass-oidc')
}

/** From the provider's error screen to our page, and from there back to the service. */
async function expectNotCompleted(): Promise<void> {
  await cancel(page)
  await page.waitForURL(`${journey.issuer}/login/**`)
  expect(await heading()).toBe('Innloggingen ble ikke fullført')
  expect(await page.locator('main').textContent()).toContain('Buypass ID')
  expect(await page.getByTestId('reference-code').textContent()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  await expectAccessible()
  await page.locator('button[name=back]').click()
  await page.waitForURL(`${journey.service}/**`)
  expect(await page.getByTestId('error').textContent()).toBe('access_denied')
}

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

describe('a person with Buypass ID in a real browser', () => {
  it('logs in by smart card and PIN', async () => {
    await expectAccessible()
    await chooseMethod(page, 'buypass-smartkort')
    await expectAccessible()
    await presentEid(page, 'P01')
    expect(await page.locator('main').textContent()).toContain('Forsøk igjen: 3')
    await expectAccessible()
    await typeSecret(page, 'pin', '1234')
    await expectLoggedIn()
  })

  it('logs in by mobile, approving in the app', async () => {
    await chooseMethod(page, 'buypass-mobil')
    await presentEid(page, 'P01')
    await expectAccessible()
    await approve(page)
    await expectLoggedIn()
  })

  it('logs in by mobile without the app, with password and SMS code', async () => {
    await chooseMethod(page, 'buypass-mobil')
    await presentEid(page, 'P01')
    await chooseMethod(page, 'buypass-sms')
    await typeSecret(page, 'password', 'qwer1234')
    await typeSecret(page, 'one_time_code', '123456')
    await expectLoggedIn()
  })

  it('logs in by ID key, with a touch and a PIN', async () => {
    await chooseMethod(page, 'buypass-nokkel')
    await presentEid(page, 'P01')
    await expectAccessible()
    await approve(page)
    await typeSecret(page, 'pin', '1234')
    await expectLoggedIn()
  })

  it('types the PIN wrong three times, is told how many tries are left and how to open it, and gets back', async () => {
    await chooseMethod(page, 'buypass-smartkort')
    await presentEid(page, 'P01')
    await typeSecret(page, 'pin', '0000')
    expect(await alert()).toContain('2 forsøk igjen')
    await typeSecret(page, 'pin', '0000')
    expect(await alert()).toContain('1 forsøk igjen')
    await typeSecret(page, 'pin', '0000')
    expect(await alert()).toContain('PUK-koden')
    await expectAccessible()
    await expectNotCompleted()
  })

  it('has not registered the mobile, is told how to, and gets back', async () => {
    await chooseMethod(page, 'buypass-mobil')
    await presentEid(page, 'P03')
    expect(await alert()).toContain('registrer mobilen')
    await expectNotCompleted()
  })

  it.each([
    ['no-reader', 'kortleser'],
    ['norsk-tipping-card', 'ikke oppgradert'],
  ])('is told by Buypass what the matter is with the card (%s), and chooses another way in', async (state, text) => {
    await chooseMethod(page, 'buypass-smartkort')
    await presentEid(page, 'P01', { card_state: state })
    expect(await alert()).toContain(text)
    await cancel(page)
    await page.waitForURL(`${journey.issuer}/login/**`)
    await chooseProvider(page, 'buypass-oidc')
    await chooseMethod(page, 'buypass-mobil')
    await presentEid(page, 'P01')
    await approve(page)
    await expectLoggedIn()
  })
})
