import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin } from '../support/person.ts'

const region = 'helseplattformen-oidc'

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

const h1 = (on = page) => on.locator('h1').textContent()
const level = () => page.getByTestId('security-level').textContent()

/** At the region's sign-in page. */
async function signIn(on: Page, method: 'password' | 'mfa' | 'smartcard' | 'windows'): Promise<void> {
  await on.waitForURL(`${journey.simulators}/**`)
  await on.locator('select[name=persona]').selectOption('P16')
  await on.locator('input[name=password]').fill('qwer1234')
  await on.locator(`button[name=method][value=${method}]`).click()
  if (method === 'mfa') await on.locator('button[name=approve]').click()
  if (method !== 'smartcard') return
  await on.locator('input[name=pin]').fill('1234')
  await on.locator('button[name=next]').click()
}

async function logInToMachine(provider: string, method: 'password' | 'smartcard'): Promise<void> {
  await page.goto(`${journey.simulators}/${provider}/workstation`)
  await page.locator(`button[name=method][value=${method}]`).click()
  expect(await h1()).toBe('Du er logget på')
}

describe('hospital staff in a real browser', () => {
  it('log in with a smart card, by an answer that is posted from another site, and reach the national API', async () => {
    const posts: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/login/callback/')) posts.push(request.url())
    })
    await openLogin(page, journey, 'EPJ Fjord sjukehus')
    await chooseProvider(page, region)
    await signIn(page, 'smartcard')
    await page.waitForURL(`${journey.service}/**`)
    expect(posts).toEqual([`${journey.issuer}/login/callback/${region}`])
    expect(await h1()).toContain('Marte Sjukehus')
    expect(await level()).toBe('4')
    await page.getByRole('button', { name: 'Hent fra kjernejournal' }).click()
    expect(await page.getByTestId('notice').textContent()).toContain('310000701')
  })

  it('who logged in to the machine with a smart card see no second login', async () => {
    await logInToMachine(region, 'smartcard')
    const shown: string[] = []
    page.on('response', (response) => {
      const type = response.headers()['content-type'] ?? ''
      if (response.url().startsWith(journey.simulators) && type.includes('html')) shown.push(response.url())
    })
    await openLogin(page, journey, 'EPJ Fjord sjukehus')
    await chooseProvider(page, region)
    await page.waitForURL(`${journey.service}/**`)
    expect(await level()).toBe('4')
    // Nothing but the page that posts the answer.
    expect(shown.map((url) => new URL(url).pathname)).toEqual([`/${region}/oauth2/v2.0/authorize`])
  })

  it('who logged in with a password are told why it is not enough, and come on with the card', async () => {
    await logInToMachine(region, 'password')
    await openLogin(page, journey, 'EPJ Fjord sjukehus')
    await chooseProvider(page, region)
    await signIn(page, 'password')
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('Innloggingen fra arbeidsgiveren er ikke sterk nok')
    expect(await page.getByTestId('reference-code').textContent()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    await chooseProvider(page, region)
    await signIn(page, 'smartcard')
    await page.waitForURL(`${journey.service}/**`)
    expect(await level()).toBe('4')
  })

  it('step up once from the rota to the patient record, and are told why', async () => {
    await openLogin(page, journey, 'Vaktplan Fjord')
    await chooseProvider(page, region)
    await signIn(page, 'mfa')
    await page.waitForURL(`${journey.service}/**`)
    expect(await level()).toBe('3')
    await openLogin(page, journey, 'EPJ Fjord sjukehus')
    expect(new URL(page.url()).origin).toBe(journey.issuer)
    expect(await page.locator('.ds-alert').textContent()).toContain('høyere sikkerhetsnivå')
    expect(await page.locator('button[name=idp][value="helse-midt-oidc"]').count()).toBe(0)
    await chooseProvider(page, region)
    await signIn(page, 'smartcard')
    await page.waitForURL(`${journey.service}/**`)
    expect(await level()).toBe('4')
  })

  it('log in to Windows at the region with AD FS, which is not enough, and with several factors, which is', async () => {
    await openLogin(page, journey, 'Vaktplan Fjord')
    await chooseProvider(page, 'helse-midt-oidc')
    await signIn(page, 'windows')
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await page.locator('main').textContent()).toContain('Helse Midt-Norge bekreftet deg på nivå 2')
    await chooseProvider(page, 'helse-midt-oidc')
    await signIn(page, 'mfa')
    await page.waitForURL(`${journey.service}/**`)
    expect(await level()).toBe('3')
  })

  it('who cancel at the region are back at the choice, with the reason', async () => {
    await openLogin(page, journey, 'EPJ Fjord sjukehus')
    await chooseProvider(page, region)
    await page.locator('button[name=cancel]').click()
    await page.waitForURL(`${journey.issuer}/login/**`)
    expect(await h1()).toBe('Du avbrøt innloggingen')
    expect(await page.locator(`button[name=idp][value="${region}"]`).count()).toBe(1)
  })

  it('come through without script: the provider’s page then has a button', async () => {
    const plain = await browser.newContext({ locale: 'nb-NO', javaScriptEnabled: false })
    try {
      const own = await plain.newPage()
      await openLogin(own, journey, 'EPJ Fjord sjukehus')
      await chooseProvider(own, region)
      await signIn(own, 'smartcard')
      await own.locator('button[name=continue]').click()
      await own.waitForURL(`${journey.service}/**`)
      expect(await h1(own)).toContain('Marte Sjukehus')
    } finally {
      await plain.close()
    }
  })

  it('leave no code, state or handle in what the processes write; the exceptions stand there', () => {
    const output = journey.output()
    expect(output).toContain('the provider helse-midt-oidc is let off a demand')
    expect(output).toContain('"exception":"client_assertion_alg: RS256"')
    expect(output).not.toMatch(/handle=|code=|state=|03908829947/)
  })
})
