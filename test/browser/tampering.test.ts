import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin, useBankId } from '../support/person.ts'

/** What people do to pages, on purpose or not. Each ends in a login, or on a page that says how to go on. */

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
beforeEach(async () => {
  context = await browser.newContext({ locale: 'nb-NO' })
  page = await context.newPage()
})
afterEach(() => context.close())

const h1 = (where = page) => where.locator('h1').textContent()
const atProvider = (where = page) => where.waitForURL(`${journey.simulators}/**`)
const atService = (where = page) => where.waitForURL(`${journey.service}/**`)

async function logIn(service = 'EPJ Nordfjell'): Promise<void> {
  await openLogin(page, journey, service)
  await chooseProvider(page, 'bankid-oidc')
  await atProvider()
  await useBankId(page)
  await atService()
}

describe('a person who', () => {
  it('clicks a provider twice gets to it, and in', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await page.locator('button[name=idp][value="bankid-oidc"]').dblclick()
    await atProvider()
    await useBankId(page)
    await atService()
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('chooses in two tabs of one login gets in with the last, and the first says so', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    const other = await context.newPage()
    await other.goto(page.url())
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
    await chooseProvider(other, 'bankid-oidc')
    await atProvider(other)
    await useBankId(page)
    await page.waitForURL(`${journey.issuer}/**`)
    expect(await h1()).toBe('Du har startet innloggingen på nytt')
    expect(await page.getByTestId('reference-code').count()).toBe(1)
    await useBankId(other)
    await atService(other)
    expect(await h1(other)).toContain('Astrid Nordfjell')
    await page.reload()
    expect(await h1()).toBe('Denne innloggingen er ferdig')
    await page.getByRole('link', { name: 'Gå til EPJ Nordfjell' }).click()
    await atService()
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('goes back to the choice after the login, and chooses again, is told that the login is finished', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    const choice = page.url()
    const form = await page.evaluate('document.querySelector("form").outerHTML')
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
    await useBankId(page)
    await atService()
    await page.goto(choice)
    expect(await h1()).toBe('Denne innloggingen er ferdig')
    // The page as it stood in a cache of the browser.
    await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(form)}`)
    await page.locator('button[name=idp]').first().click()
    await page.waitForLoadState('load')
    expect(await h1()).toBe('Denne innloggingen er ferdig')
    await page.goto(`${journey.service}/epj`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('goes back to the provider after the login, stays logged in', async () => {
    await logIn()
    await page.goBack({ waitUntil: 'load' }).catch(() => null)
    await page.goto(`${journey.service}/epj`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it('loads the address of the callback again is led on, and logged in once', async () => {
    const callbacks: string[] = []
    page.on('request', (request) => {
      if (request.url().startsWith(`${journey.issuer}/login/callback/`)) callbacks.push(request.url())
    })
    await logIn()
    const [callback = ''] = callbacks
    expect(callback).not.toBe('')
    await page.goto(callback)
    expect(await page.getByTestId('reference-code').count()).toBe(1)
    await page.goto(`${journey.service}/epj`)
    expect(await h1()).toContain('Astrid Nordfjell')
  })

  it("opens somebody else's login, by the address of the choice or of the request, is stopped", async () => {
    const requests: string[] = []
    page.on('request', (request) => {
      if (request.url().startsWith(`${journey.issuer}/connect/authorize?`)) requests.push(request.url())
    })
    await openLogin(page, journey, 'EPJ Nordfjell')
    const victim = await browser.newContext({ locale: 'nb-NO' })
    const theirs = await victim.newPage()
    for (const address of [page.url(), requests[0] ?? '']) {
      await theirs.goto(address)
      expect(await theirs.locator('button[name=idp]').count()).toBe(0)
      expect(await theirs.getByTestId('reference-code').count()).toBe(1)
    }
    await victim.close()
  })

  it('changes the hidden form token is stopped, and nothing is lost', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    const choice = page.url()
    await page.evaluate('document.querySelector("[name=csrf]").value += "A"')
    await chooseProvider(page, 'bankid-oidc')
    await page.getByTestId('reference-code').waitFor()
    expect(page.url().startsWith(journey.issuer)).toBe(true)
    await page.goto(choice)
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
  })

  it('writes a provider of their own into the button is stopped', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await page.evaluate('document.querySelector("[name=idp]").value = "https://evil.example"')
    await page.locator('button[name=idp]').first().click()
    await page.getByTestId('reference-code').waitFor()
    expect(page.url().startsWith(journey.issuer)).toBe(true)
    expect(await page.content()).not.toContain('evil.example')
  })

  it('cancels twice comes back to the service once, with one error', async () => {
    await openLogin(page, journey, 'EPJ Nordfjell')
    await page.locator('button[name=back]').dblclick()
    await page.waitForURL(`${journey.service}/signin-oidc**`)
    expect(await page.getByTestId('error').textContent()).toBe('access_denied')
  })
})
