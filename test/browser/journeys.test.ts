import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
  await browser.close()
  await journey.close()
})
beforeEach(async () => {
  context = await browser.newContext({ locale: 'nb-NO' })
  page = await context.newPage()
})
afterEach(() => context.close())

const h1 = () => page.locator('h1').textContent()

describe('a person in a real browser', () => {
  it('logs in at level 4, sees the own name, calls the API, and logs out', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    expect(new URL(page.url()).origin).toBe(journey.issuer)
    expect(await page.locator('main').textContent()).toContain('EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await useBankId(page)
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toContain('Astrid Nordfjell')
    expect(await page.getByTestId('security-level').textContent()).toBe('4')
    await page.getByRole('button', { name: 'Hent fra kjernejournal' }).click()
    expect(await page.getByTestId('notice').textContent()).toContain('999977774')
    await page.getByTestId('logout').click()
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toBe('Du er logget ut')
    await page.goto(`${journey.service}/epj/login`)
    expect(new URL(page.url()).origin).toBe(journey.issuer)
  })

  it('logs in once: the second service asks for no new login', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page)
    await page.waitForURL(`${journey.service}/**`)
    await openLogin(page, journey, 'Helsekort')
    expect(page.url()).toContain(`${journey.service}/helsekort`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('is asked to step up when a service demands more, and told why', async () => {
    await openLogin(page, journey, 'Kurspåmelding')
    await chooseProvider(page, 'idporten-oidc')
    await useMinId(page)
    await page.waitForURL(`${journey.service}/**`)
    expect(await page.getByTestId('security-level').textContent()).toBe('3')
    await openLogin(page, journey, 'EPJ Nordfjell')
    expect(new URL(page.url()).origin).toBe(journey.issuer)
    expect(await page.locator('main').textContent()).toMatch(/nivå 4/)
    expect(await page.locator('[data-testid=notice], .ds-alert').count()).toBeGreaterThan(0)
  })

  it.each([
    { language: 'nb', text: 'MinID er ikke sikker nok her', lang: 'nb' },
    { language: 'nn', text: 'MinID er ikkje sikker nok her', lang: 'nn' },
    { language: 'en', text: 'MinID is not secure enough here', lang: 'en' },
  ])('is refused with MinID, with the reason and the alternatives, in $language', async ({ language, text, lang }) => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'idporten-oidc')
    await useMinId(page)
    await page.waitForURL(`${journey.issuer}/login/**`)
    if (language !== 'nb') await page.locator(`a[hreflang=${language}]`).click()
    expect(await h1()).toBe(text)
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    expect(await page.getByTestId('reference-code').textContent()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    expect(await page.locator('button[name=idp]').count()).toBe(5)
    expect(await page.content()).not.toContain('01879941578')
    await page.locator('button[name=back]').click()
    await page.waitForURL(`${journey.service}/**`)
    expect(await page.getByTestId('error').textContent()).toBe('access_denied')
    expect(await page.getByTestId('error-uri').getAttribute('href')).toBe(`${journey.issuer}/errors/TLT-101`)
  })

  it('can choose another eID after a refusal, and is then logged in', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'idporten-oidc')
    await useMinId(page)
    await page.waitForURL(`${journey.issuer}/login/**`)
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page)
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it.each([
    { fault: 'acr-missing', heading: /nivå|sikker/i },
    { fault: 'acr-other-case', heading: /nivå|sikker/i },
    { fault: 'acr-array', heading: /nivå|sikker/i },
    { fault: 'nonce-wrong', heading: /./ },
  ])('is refused with $fault, with a reference code, and nobody is logged in', async ({ fault }) => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await armFault(fault)
    await useBankId(page)
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await page.locator('main').textContent()).toContain('Du er ikke logget inn')
    expect(await page.getByTestId('reference-code').textContent()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    await page.goto(`${journey.service}/helsekort/login`)
    expect(new URL(page.url()).origin).toBe(journey.issuer)
  })

  it('can cancel at the provider, and try again', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await page.locator('button[name=cancel]').first().click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('Du avbrøt innloggingen')
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page)
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('always finds a way on: back button, a page used twice, an expired page', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    const choice = page.url()
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${journey.simulators}/**`)
    await page.goBack()
    expect(page.url()).toBe(choice)
    expect(await h1()).toBe('Vi har sendt deg til BankID')
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page)
    await page.waitForURL(`${journey.service}/**`)
    await page.goto(choice)
    expect(await page.locator('main').textContent()).toMatch(/Denne innloggingen er ferdig/)
    expect(await page.getByTestId('reference-code').count()).toBe(1)
  })

  it('has two logins in two tabs, and both end well', async () => {
    const other = await context.newPage()
    await openLogin(page, journey, 'EPJ Nordfjell')
    await openLogin(other, journey, 'Helsekort')
    await chooseProvider(page, 'bankid-oidc')
    await chooseProvider(other, 'bankid-oidc')
    await useBankId(page)
    await useBankId(other)
    await Promise.all([page.waitForURL(`${journey.service}/**`), other.waitForURL(`${journey.service}/**`)])
    expect(await h1()).toContain('Astrid Nordfjell')
    expect(await other.locator('h1').textContent()).toContain('Astrid Nordfjell')
  })

  it('ends the session of the person before when somebody else logs in', async () => {
    await openLogin(page, journey, 'Kurspåmelding')
    await chooseProvider(page, 'idporten-oidc')
    await useMinId(page, 'P06')
    await page.waitForURL(`${journey.service}/**`)
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page, 'P02')
    await page.waitForURL(`${journey.service}/**`)
    expect(await h1()).toContain('Ingrid Solheim')
    await openLogin(page, journey, 'Helsekort')
    expect(await h1()).toContain('Ingrid Solheim')
  })
})

async function armFault(fault: string): Promise<void> {
  const { port } = new URL(journey.simulators)
  const response = await fetch(`http://localhost:${port}/bankid-oidc/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault, times: 1 }),
  })
  if (!response.ok) throw new Error(`the simulator refused ${fault}: ${response.status}`)
}
