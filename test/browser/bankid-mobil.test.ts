import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin } from '../support/person.ts'

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
})
afterEach(() => context.close())

const h1 = () => page.locator('h1').textContent()
const words = (on: Page) => on.locator('.words').textContent()

async function typeNumber(fault?: string): Promise<void> {
  await openLogin(page, journey, 'EPJ Nordfjell')
  await chooseProvider(page, 'bankid-mobil')
  await page.waitForURL(`${journey.simulators}/**`)
  await page.locator('input[name=mobile_number]').fill('90000001')
  await page.locator('input[name=birth_date]').fill('071184')
  if (fault !== undefined) {
    await page.locator('summary').click()
    await page.locator('select[name=fault]').selectOption(fault)
  }
  await page.locator('button[name=next]').click()
}

/** The phone is another device: a browser of its own. */
async function withPhone(use: (phone: Page) => Promise<void>): Promise<void> {
  const device = await browser.newContext({ viewport: { width: 360, height: 640 } })
  try {
    const phone = await device.newPage()
    await phone.goto(`${journey.simulators}/bankid-mobil/phone/90000001`)
    await use(phone)
  } finally {
    await device.close()
  }
}

async function acceptOn(phone: Page, pin = '1234'): Promise<void> {
  await phone.getByRole('button', { name: 'GODTA' }).click()
  await phone.locator('input[name=pin]').fill(pin)
  await phone.locator('button[name=next]').click()
}

describe('BankID på mobil in a real browser', () => {
  it('compares the words on two screens, takes GODTA and the PIN on the phone, and logs in at level 4', async () => {
    await typeNumber()
    await withPhone(async (phone) => {
      expect(await words(phone)).toBe(await words(page))
      await page.locator('button[name=continue]').click()
      expect(await page.getByRole('alert').textContent()).toContain('ikke godtatt ennå')
      await acceptOn(phone)
      expect(await phone.locator('main').textContent()).toContain('Gå tilbake til nettleseren')
    })
    await page.locator('button[name=continue]').click()
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toContain('Astrid Nordfjell')
    expect(await page.getByTestId('security-level').textContent()).toBe('4')
  })

  it('logs nobody in when the words differ, even when everything is accepted', async () => {
    await typeNumber('bim-other-words')
    await withPhone(async (phone) => {
      expect(await words(phone)).not.toBe(await words(page))
      await acceptOn(phone)
    })
    for (let press = 0; press < 3; press += 1) await page.locator('button[name=continue]').click()
    expect(page.url()).toContain(journey.simulators)
    await page.locator('button[name=cancel]').click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('Du avbrøt innloggingen')
  })

  it('is told by AVVIS, and by three wrong PINs, which block', async () => {
    await typeNumber()
    await withPhone((phone) => phone.getByRole('button', { name: 'AVVIS' }).click())
    await page.locator('button[name=continue]').click()
    await page.locator('button[name=cancel]').click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('Du avbrøt innloggingen')

    await page.context().clearCookies()
    await typeNumber()
    await withPhone(async (phone) => {
      await acceptOn(phone, '9999')
      for (let wrong = 0; wrong < 2; wrong += 1) {
        await phone.locator('input[name=pin]').fill('8888')
        await phone.locator('button[name=next]').click()
      }
      expect(await phone.locator('main').textContent()).toContain('sperret')
    })
    await page.locator('button[name=continue]').click()
    await page.locator('button[name=cancel]').click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('eID-en din er sperret')
  })

  it.each([
    ['bim-phone-off', true, 'Innloggingen tok for lang tid'],
    ['bim-already-running', false, 'En annen innlogging er i gang'],
  ])('says what happened with %s, and offers the others', async (fault, waits, heading) => {
    await typeNumber(fault)
    if (waits) await page.locator('button[name=continue]').click()
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.locator('button[name=cancel]').click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe(heading)
    expect(await page.locator('button[name=idp][value="bankid-oidc"]').count()).toBe(1)
  })
})
