import { generateKeyPairSync } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { submit } from '../support/console-samples.ts'
import { chooseProvider, useBankId } from '../support/person.ts'
import { type Processes, startProcesses } from '../support/processes.ts'
import { launchChromium } from '../support/screenshots.ts'

let processes: Processes
let browser: Browser
const contexts: BrowserContext[] = []

beforeAll(async () => {
  ;[processes, browser] = await Promise.all([startProcesses({ demo: false, sites: true }), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await processes.stop()
})
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})

/** A person at the console: without script, through the broker's own login, on three sites as in real life. */
async function logIn(persona: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'nb-NO', javaScriptEnabled: false })
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(`${processes.issuer}/admin`)
  await page.getByRole('link', { name: 'Logg inn' }).click()
  await chooseProvider(page, 'bankid-oidc')
  await page.waitForURL(`${processes.simulators}/**`)
  await useBankId(page, persona)
  await page.waitForURL(`${processes.issuer}/admin`)
  return page
}

const open = (page: Page, path: string) => page.goto(`${processes.issuer}${path}`)
const fill = (page: Page, name: string, value: string) => page.locator(`main [name="${name}"]`).fill(value)
const h1 = (page: Page) => page.locator('h1').textContent()
const words = (page: Page) => page.locator('main').textContent()

/** From a filled form over its plan to the end. */
async function confirm(page: Page, field: string, reason: string): Promise<void> {
  await submit(page, field)
  await fill(page, 'reason', reason)
  await submit(page, 'reason')
}

describe('people at the console in a real browser', { timeout: 120_000 }, () => {
  it('an operator registers an organisation and a client with a key, and turns the client on', async () => {
    const page = await logIn('P01')
    expect(await h1(page)).toBe('Hvem bruker hva')
    await open(page, '/admin/organisations/new')
    await fill(page, 'm.organisation_number', '310000159')
    await fill(page, 'm.name', 'Fjellheim legesenter')
    for (const name of ['customer_agreement', 'terms_of_use', 'risk_assessment']) {
      await page.locator(`main [name="m.agreements.${name}"]`).check()
    }
    await confirm(page, 'm.name', 'New customer')
    expect(await h1(page)).toBe('Fjellheim legesenter')
    await open(page, '/admin/clients/new')
    await fill(page, 'm.client_id', 'epj-fjellheim')
    await fill(page, 'm.client_name', 'EPJ Fjellheim')
    await fill(page, 'm.organisation', '310000159')
    await fill(page, 'm.redirect_uris', 'http://localhost:3002/signin-oidc')
    await confirm(page, 'm.client_name', 'Their journal')
    expect(await words(page)).toContain('Kladd')
    await page.getByRole('link', { name: 'Nøkler', exact: true }).click()
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    await fill(page, 'jwk', JSON.stringify({ ...jwk, kid: 'fjellheim-1', alg: 'ES256' }))
    await confirm(page, 'jwk', 'Sent by their supplier')
    expect(await words(page)).toContain('fjellheim-1')
    await page.getByRole('link', { name: 'Innstillinger' }).click()
    await confirm(page, 'status', 'Tested')
    expect(await page.locator('.c-tags').textContent()).toContain('Aktiv')
    expect(page.url()).toContain('done=changed')
  })

  it('the owner of an API answers a request, and the client may use it', async () => {
    const page = await logIn('P03')
    expect(await words(page)).toContain('1 forespørsel venter på svar')
    await page.locator('main').getByRole('link', { name: 'Prøvesvar' }).first().click()
    await page.getByRole('link', { name: 'Avgjør EPJ Nordfjell' }).click()
    await fill(page, 'reason', 'Agreed with the clinic')
    await page.getByRole('button', { name: 'Godkjenn' }).click()
    await page.waitForURL(/done=decided/)
    expect(await words(page)).toContain('Ingen forespørsler venter')
    expect(await words(page)).toContain('Agreed with the clinic')
  })

  it('the owner of a client adds a key and asks for access', async () => {
    const page = await logIn('P02')
    await page.locator('main').getByRole('link', { name: 'Integrasjonsmotor Nordfjell' }).first().click()
    await page.getByRole('link', { name: 'Nøkler', exact: true }).click()
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    await fill(page, 'jwk', JSON.stringify({ ...jwk, kid: 'motor-2', alg: 'ES256' }))
    await fill(page, 'expires_at', '2030-01-31')
    await confirm(page, 'jwk', 'Yearly rotation')
    expect(await words(page)).toMatch(/motor-2.*31\.01\.2030|31\.01\.2030.*motor-2|motor-2[\s\S]*2030/)
    await page.getByRole('link', { name: 'Tilganger', exact: true }).click()
    await page.locator('main select[name=scope]').selectOption('nhn:reseptformidleren/api')
    await confirm(page, 'scope', 'Prescriptions for our patients')
    expect(await words(page)).toContain('Prescriptions for our patients')
    await page.getByRole('link', { name: 'Prøv', exact: true }).click()
    await fill(page, 'scopes', 'nhn:reseptformidleren/api')
    await submit(page, 'scopes')
    expect(await words(page)).toContain('Dette ville blitt avslått')
    await fill(page, 'scopes', 'nhn:kjernejournal/api')
    await submit(page, 'scopes')
    expect(await words(page)).toContain('"aud": "nhn:kjernejournal"')
  })

  it('a change that is refused says where, and a link leads to the field', async () => {
    const page = await logIn('P02')
    await open(page, '/admin/clients/epj-nordfjell')
    await fill(page, 'm.redirect_uris', 'http://evil.example/callback')
    await submit(page, 'm.client_name')
    const summary = page.getByRole('alert')
    expect(await summary.textContent()).toContain('Omdirigeringsadresser')
    await summary.getByRole('link').click()
    expect(new URL(page.url()).hash).toBe('#m.redirect_uris')
    const area = page.locator('main [name="m.redirect_uris"]')
    expect(await area.getAttribute('aria-invalid')).toBe('true')
    expect(await area.inputValue()).toBe('http://evil.example/callback')
  })

  it('of two operators the second sees both versions, and nothing is lost', async () => {
    const [first, second] = await Promise.all([logIn('P01'), logIn('P01')])
    await Promise.all([first, second].map((page) => open(page, '/admin/organisations/310000086')))
    await fill(first, 'm.name', 'Helse Først')
    await fill(second, 'm.name', 'Helse Nummer To')
    await submit(first, 'm.name')
    await submit(second, 'm.name')
    for (const page of [first, second]) await fill(page, 'reason', 'New name')
    await submit(first, 'reason')
    await submit(second, 'reason')
    expect(await h1(first)).toBe('Helse Først')
    expect(await h1(second)).toBe('Noen andre var først')
    expect(await words(second)).toMatch(/Helse Først[\s\S]*Helse Nummer To/)
    await submit(second, 'etag')
    await fill(second, 'reason', 'Agreed by telephone')
    await submit(second, 'reason')
    expect(await h1(second)).toBe('Helse Nummer To')
    await second.locator('main').getByRole('link', { name: /^#/ }).nth(1).click()
    expect(await words(second)).toContain('Helse Først')
  })

  it('an operator finds in the audit trail what a person did, and leaves no number in an address', async () => {
    const page = await logIn('P01')
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    await page.getByRole('link', { name: 'Revisjonslogg' }).click()
    await fill(page, 'pid', '07918449935')
    await submit(page, 'pid')
    expect(await words(page)).toContain('login.completed')
    await page.locator('main td a').first().click()
    expect(await h1(page)).toContain('Forespørsel')
    expect(addresses.join(' ') + processes.output()).not.toContain('07918449935')
  })

  it('logs out, and the way back asks for the eID again', async () => {
    const page = await logIn('P01')
    await open(page, '/admin/clients')
    await page.getByRole('button', { name: 'Logg ut' }).click()
    // By way of the provider's own logout, and home again.
    await page.waitForURL(`${processes.issuer}/admin`)
    expect(await h1(page)).toBe('Logg inn i konsollen')
    await open(page, '/admin/clients')
    expect(await h1(page)).toBe('Logg inn i konsollen')
    await page.getByRole('link', { name: 'Logg inn' }).click()
    expect(await page.locator('button[name=idp]').count()).toBeGreaterThan(0)
  })
})
