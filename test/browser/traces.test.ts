import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { jwtsIn, pidsIn, secretsIn, withoutOrganisations } from '../support/attack-bench.ts'
import { type Journey, launchChromium, startJourney } from '../support/journey.ts'
import { chooseProvider, openLogin, useBankId, useMinId } from '../support/person.ts'

/** People at real processes through a real browser, and then a search for what must not have been left behind. */

let journey: Journey
let browser: Browser
/** Codes, states and tokens that passed through the browser. */
const given = new Set<string>()
/** Every address that the browser asked for. */
const visited: string[] = []

beforeAll(async () => {
  ;[journey, browser] = await Promise.all([startJourney(), launchChromium()])
  await liveThroughADay()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await journey?.close()
})

async function withPerson(work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ locale: 'nb-NO' })
  page.on('request', (request) => {
    const url = new URL(request.url())
    visited.push(url.href)
    for (const name of ['code', 'state', 'request_uri', 'handle']) {
      const value = url.searchParams.get(name)
      if (value !== null) given.add(value.replace('urn:ietf:params:oauth:request_uri:', ''))
    }
  })
  await work(page)
  for (const { value } of await page.context().cookies()) if (value.length > 20) given.add(value)
  await page.context().close()
}

const atProvider = (page: Page) => page.waitForURL(`${journey.simulators}/**`)
const atService = (page: Page) => page.waitForURL(`${journey.service}/**`)
const atBroker = (page: Page) => page.waitForURL(`${journey.issuer}/login/**`)

async function logIn(page: Page, service: string, persona: string): Promise<void> {
  await openLogin(page, journey, service)
  await chooseProvider(page, 'bankid-oidc')
  await atProvider(page)
  await useBankId(page, persona)
}

async function liveThroughADay(): Promise<void> {
  await withPerson(async (page) => {
    await logIn(page, 'EPJ Nordfjell', 'P01')
    await atService(page)
    for (const name of ['Hent fra kjernejournal', 'Forny tokenene', 'Hent fra kjernejournal']) {
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()])
    }
    given.add(await page.locator('input[name=id_token_hint]').inputValue())
    await openLogin(page, journey, 'Helsekort')
    await page.waitForURL(`${journey.service}/helsekort`)
    await page.goto(`${journey.service}/epj`)
    await page.getByTestId('logout').click()
    await page.waitForURL(`${journey.service}/signout-callback-oidc**`)
  })
  await withPerson(async (page) => {
    // Step-up: MinID where that is enough, then too little, then BankID.
    await openLogin(page, journey, 'Kurspåmelding')
    await chooseProvider(page, 'idporten-oidc')
    await atProvider(page)
    await useMinId(page, 'P01')
    await atService(page)
    await openLogin(page, journey, 'EPJ Nordfjell')
    await chooseProvider(page, 'idporten-oidc')
    await atProvider(page)
    await useMinId(page, 'P06')
    await atBroker(page)
    await chooseProvider(page, 'bankid-oidc')
    await atProvider(page)
    await useBankId(page, 'P02')
    await atService(page)
    // Logout through ID-porten's own is asked on our page, for another session's person.
    await page.goto(`${journey.issuer}/connect/endsession`)
    await page.locator('button[name=logout]').click()
    await page.waitForLoadState('load')
  })
  // Cancelled at the provider; a number that is blocked, dead, retired, and somebody's who is not there.
  for (const persona of ['P04', 'P05', 'P09', 'P12', 'P15']) {
    await withPerson(async (page) => {
      await openLogin(page, journey, 'EPJ Nordfjell')
      await chooseProvider(page, 'bankid-oidc')
      await atProvider(page)
      await page.locator('select[name=persona]').selectOption(persona)
      await Promise.all([page.waitForEvent('load'), page.locator('button[name=next]').click()])
      await page.locator('button[name=cancel]').first().click()
      await atBroker(page)
      await page.locator('button[name=back]').click()
      await atService(page)
    })
  }
}

const pids = personas.personas.flatMap(({ pid, previous_pids = [] }) => [pid, ...previous_pids])

describe('after a day in real processes', () => {
  it('the day has happened: logins, refusals, a logout; and no bug was met', () => {
    const output = journey.output()
    for (const sign of [
      '"login completed"',
      '"login refused"',
      '"minid_refused"',
      '"cancelled"',
      '"logged out"',
      '/connect/token',
    ]) {
      expect(output, sign).toContain(sign)
    }
    expect(output).not.toMatch(/"a bug"|server_error|"level":[56]0/)
    expect(given.size).toBeGreaterThan(30)
  })

  it('no output of any process holds a number, token, code, state, cookie or PKCE verifier', () => {
    const output = journey.output()
    // The registry's revision is long and random-looking, and public.
    const lines = output.split('\n').filter((line) => !line.includes('"msg":"listening"'))
    expect(lines.length).toBeGreaterThan(100)
    expect(secretsIn(lines.join('\n'))).toEqual([])
    for (const secret of [...given, ...pids]) expect(output.includes(secret), secret.slice(0, 4)).toBe(false)
    expect(output, 'what the net under the log caught').not.toMatch(/\[jwt\]|\[11 digits\]/)
  })

  it('no address of the browser holds a number or a JWT', () => {
    const text = visited.join('\n')
    expect(visited.length).toBeGreaterThan(100)
    expect(pidsIn(text)).toEqual([])
    expect(jwtsIn(text)).toEqual([])
  })

  it('no byte of the data directory holds a number, JWT, code, state or cookie, nor any request in clear', () => {
    const entries = readdirSync(journey.dataDir, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['tillit.db', 'tillit.db-wal', 'store.key']))
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name)).toString('latin1')
      expect(pidsIn(withoutOrganisations(bytes)), name).toEqual([])
      expect(jwtsIn(bytes), name).toEqual([])
      expect(bytes.match(/code_(?:verifier|challenge)|Astrid/g), name).toBeNull()
      // Registry and audit name clients and their addresses; the protocol state, where requests are, does not even that.
      if (!name.startsWith('registry.db')) expect(bytes.match(/redirect_uri|epj-nordfjell/g), name).toBeNull()
      for (const secret of [...given, ...pids]) expect(bytes.includes(secret), name).toBe(false)
    }
  })
})
