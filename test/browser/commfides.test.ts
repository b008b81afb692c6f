import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { cancel, chooseCertificate, chooseProvider, openLogin, presentEid, typeSecret } from '../support/person.ts'

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
  await chooseProvider(page, 'commfides-oidc')
  await page.waitForURL(`${journey.simulators}/commfides-oidc/**`)
})
afterEach(() => context.close())

const heading = () => page.locator('h1').textContent()

async function expectRefused(text: string): Promise<void> {
  await page.waitForURL(`${journey.issuer}/login/**`)
  expect(await heading()).toBe(text)
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

describe('a person with Commfides in a real browser', () => {
  it('logs in by stick, certificate and PIN', async () => {
    await expectAccessible()
    await presentEid(page, 'P01')
    await expectAccessible()
    await chooseCertificate(page, 'valid')
    await expectAccessible()
    await typeSecret(page, 'pin', '1234')
    await page.waitForURL(`${journey.service}/**`)
    expect(await heading()).toContain('Astrid Nordfjell')
    expect(await page.getByTestId('security-level').textContent()).toBe('4')
    expect(await page.getByTestId('provider').textContent()).toBe('commfides-oidc')
  })

  it('has a certificate that has expired, is told so, and gets back', async () => {
    await presentEid(page, 'P01')
    await chooseCertificate(page, 'expired')
    expect(await page.getByRole('alert').textContent()).toContain('utløpt')
    await cancel(page)
    await expectRefused('Innloggingen ble ikke fullført')
  })

  it('has forgotten the stick, is told so, and gets back', async () => {
    await presentEid(page, 'P01', { stick_state: 'not-inserted' })
    expect(await page.getByRole('alert').textContent()).toContain('USB-pinne')
    await cancel(page)
    await expectRefused('Innloggingen ble ikke fullført')
  })

  it('has a certificate without national identity number, and is told that it can not be used', async () => {
    await presentEid(page, 'P01')
    await chooseCertificate(page, 'without-number')
    await typeSecret(page, 'pin', '1234')
    await expectRefused('Innloggingen manglet fødselsnummer')
  })
})
