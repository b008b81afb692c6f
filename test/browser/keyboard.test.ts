import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { answer, enter } from '../support/keyboard.ts'

let journey: Journey
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[journey, browser] = await Promise.all([startJourney(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await journey?.close()
})
beforeEach(async () => {
  page = await browser.newPage({ locale: 'nb-NO' })
})
afterEach(() => page.context().close())

const h1 = () => page.locator('h1').textContent()
const atProvider = () => page.waitForURL(`${journey.simulators}/**`)
const atBroker = () => page.waitForURL(`${journey.issuer}/login/**`)

async function toTheChoice(): Promise<void> {
  await page.goto(journey.service)
  await enter(page, 'Logg inn i EPJ Nordfjell')
  await atBroker()
}

async function passBankId(): Promise<void> {
  await atProvider()
  await enter(page, 'Neste')
  await enter(page, 'Kodebrikke')
  await answer(page, 'one_time_code', '123456')
  await answer(page, 'password', 'qwer1234')
}

describe('by keyboard alone', () => {
  it('a person logs in, calls the API, reaches a second service, and logs out', async () => {
    await toTheChoice()
    await enter(page, 'BankID')
    await passBankId()
    await page.waitForURL(`${journey.service}/epj`)
    expect(await h1()).toContain('Astrid Nordfjell')
    await enter(page, 'Hent fra kjernejournal')
    await page.getByTestId('notice').waitFor()
    await enter(page, 'Alle tjenestene')
    await page.waitForURL(`${journey.service}/`)
    await enter(page, 'Logg inn i Helsekort')
    await page.waitForURL(`${journey.service}/helsekort`)
    await enter(page, 'Logg ut')
    await page.waitForURL(`${journey.service}/helsekort/signout-callback-oidc**`)
    expect(await h1()).toBe('Du er logget ut')
  })

  it('a person is refused with MinID, reads why in Nynorsk, and gets in with BankID', async () => {
    await toTheChoice()
    await enter(page, 'ID-porten')
    await atProvider()
    await enter(page, 'MinID')
    await answer(page, 'pid', '01879941578')
    await answer(page, 'password', 'qwer1234')
    await answer(page, 'one_time_code', '123456')
    await atBroker()
    await enter(page, 'Nynorsk')
    await page.waitForURL('**?lang=nn')
    expect(await h1()).toBe('MinID er ikkje sikker nok her')
    await enter(page, 'BankID')
    await passBankId()
    await page.waitForURL(`${journey.service}/epj`)
  })

  it('a person goes back to the service from the choice, and logs out on our own page', async () => {
    await toTheChoice()
    await enter(page, 'Avbryt og gå tilbake')
    await page.waitForURL(`${journey.service}/signin-oidc**`)
    expect(await page.getByTestId('error').textContent()).toBe('access_denied')
    await toTheChoice()
    await enter(page, 'BankID')
    await passBankId()
    await page.waitForURL(`${journey.service}/epj`)
    await page.goto(`${journey.issuer}/connect/endsession`)
    await enter(page, 'Logg ut')
    await page.waitForURL(`${journey.issuer}/**`)
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
  })

  it('the skip link is the first stop on our pages, and leads past the header', async () => {
    await toTheChoice()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })
})
