import { createServer, type Server } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { launchChromium } from '../support/journey.ts'
import { chooseProvider, useBankId } from '../support/person.ts'
import type { Pushed, TestClient } from '../support/test-client.ts'

/** BankID never sends the person back. What they do then, in a real browser, with the Back button and several windows. */

let broker: TestBroker
let browser: Browser
let client: TestClient
let service: string
let serviceAnswers: Server
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[broker, browser] = await Promise.all([startTestBroker(), launchChromium()])
  client = await broker.client('epj-nordfjell')
  service = redirectUriOf(client)
  serviceAnswers = createServer((_request, response) => response.end('the service'))
  const { hostname, port } = new URL(service)
  await new Promise<void>((resolve) => serviceAnswers.listen(Number(port), hostname, resolve))
})
afterAll(async () => {
  serviceAnswers?.close()
  await browser?.close()
  await broker?.close()
})
beforeEach(async () => {
  context = await browser.newContext({ locale: 'nb-NO' })
  page = await context.newPage()
})
afterEach(async () => {
  vi.useRealTimers()
  await context.close()
})

async function openChoice(tab = page, parameters: Readonly<Record<string, string>> = {}): Promise<Pushed> {
  const pushed = await client.push({ redirect_uri: service, ...parameters })
  await tab.goto(pushed.authorizeUrl)
  return pushed
}

const h1 = (tab = page) => tab.locator('h1').textContent()
const atProvider = (tab = page) => tab.waitForURL(`${broker.simulatorsUrl}/**`)
const answerTo = async (tab = page) => {
  await tab.waitForURL(`${service}**`)
  return Object.fromEntries(new URL(tab.url()).searchParams)
}
const press = (name: string, tab = page) => tab.locator(`button[name=${name}]`).click()

async function stickAtBankId(tab = page): Promise<void> {
  await chooseProvider(tab, 'bankid-oidc')
  await atProvider(tab)
  await tab.locator('button[name=next]').click()
}

describe('stuck at BankID', () => {
  it('Back, as often as it takes, leads to our page, which tries BankID again', async () => {
    await openChoice()
    const choice = page.url()
    await stickAtBankId()
    for (let step = 0; page.url() !== choice && step < 5; step++) await page.goBack()
    expect(await h1()).toBe('Vi har sendt deg til BankID')
    await press('continue')
    await atProvider()
    await useBankId(page)
    expect(await answerTo()).toHaveProperty('code')
  })

  it('our address in a new window tells the same without script, and Buypass logs in instead', async () => {
    const plain = await browser.newContext({ locale: 'nn-NO', javaScriptEnabled: false })
    const tab = await plain.newPage()
    await openChoice(tab)
    const choice = tab.url()
    await stickAtBankId(tab)
    const again = await plain.newPage()
    await again.goto(choice)
    expect(await h1(again)).toBe('Vi har sendt deg til BankID')
    expect(await again.locator('.ds-alert').textContent()).toContain('Du er ikkje logga inn enno')
    await chooseProvider(again, 'buypass-oidc')
    await atProvider(again)
    await plain.close()
  })

  it.each([
    { language: 'nb', told: 'Innloggingen tok for lang tid', back: 'Tilbake til EPJ Nordfjell' },
    { language: 'nn', told: 'Innlogginga tok for lang tid', back: 'Tilbake til EPJ Nordfjell' },
    { language: 'en', told: 'The login took too long', back: 'Back to EPJ Nordfjell' },
  ])('until the time is over: $language tells so, and leads back with the error', async ({ language, told, back }) => {
    const pushed = await openChoice(page, { ui_locales: language })
    const choice = page.url()
    await stickAtBankId()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    await page.goto(choice)
    expect([await h1(), await page.locator('html').getAttribute('lang')]).toEqual([told, language])
    expect(await page.getByTestId('reference-code').textContent()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    await page.getByRole('button', { name: back }).click()
    expect(await answerTo()).toMatchObject({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
  })

  it('a choice that stood open too long, pressed: the same', async () => {
    const pushed = await openChoice()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    await chooseProvider(page, 'bankid-oidc')
    await page.getByTestId('reference-code').waitFor()
    expect(await h1()).toBe('Innloggingen tok for lang tid')
    await page.locator('button[name=back]').dblclick()
    expect(await answerTo()).toMatchObject({ error: 'access_denied', state: pushed.state })
  })
})

describe('two windows and lost cookies', () => {
  it('each with a login of its own: both finish', async () => {
    const other = await context.newPage()
    await openChoice()
    await openChoice(other)
    await chooseProvider(page, 'bankid-oidc')
    await chooseProvider(other, 'bankid-oidc')
    await Promise.all([atProvider(), atProvider(other)])
    await useBankId(other)
    expect(await answerTo(other)).toHaveProperty('code')
    await useBankId(page)
    expect(await answerTo()).toHaveProperty('code')
  })

  it('cookies that are lost on the way: told so, and where the service begins', async () => {
    await openChoice()
    await context.clearCookies()
    await chooseProvider(page, 'bankid-oidc')
    await page.getByTestId('reference-code').waitFor()
    expect(await h1()).toBe('Innloggingen ble startet i en annen nettleser')
    expect(await page.locator('main').textContent()).toContain('informasjonskapsler')
    await page.getByRole('link', { name: 'Gå til EPJ Nordfjell' }).click()
    await page.waitForURL(new URL('/epj', service).href)
  })

  it('Back after a finished login: told so, with the way to the service', async () => {
    await openChoice()
    const choice = page.url()
    await chooseProvider(page, 'bankid-oidc')
    await atProvider()
    await useBankId(page)
    expect(await answerTo()).toHaveProperty('code')
    for (let step = 0; page.url() !== choice && step < 8; step++) await page.goBack()
    expect(await h1()).toBe('Denne innloggingen er ferdig')
    expect(await page.getByRole('link', { name: 'Gå til EPJ Nordfjell' }).count()).toBe(1)
  })
})
