import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import type { Language } from '#idp-adapters/contract.ts'
import { errorNumber, shownReasons } from '#src/http/error-uri.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { pagePolicy } from '#src/http/security-headers.ts'
import { loadAssets } from '#src/views/assets.ts'
import type { Page, ProviderButton } from '#src/views/page.ts'
import { createViews } from '#src/views/views.ts'

/** The languages of the pages. */
export const languages: readonly Language[] = ['nb', 'nn', 'en']

const hours = { nb: 'hverdager 08.00–15.30', nn: 'kvardagar 08.00–15.30', en: 'weekdays 08:00–15:30' }
const card = {
  nb: 'Smartkort, nøkkel eller app',
  nn: 'Smartkort, nøkkel eller app',
  en: 'Smart card, key or app',
}

/** One of every kind of page, and those variants that look different, in one language. */
export function samplePages(language: Language): Readonly<Record<string, Page>> {
  const support = { name: 'Veiledning Helsenorge', phone: '23 32 70 00', hours: hours[language] }
  const service = { name: 'EPJ Nordfjell', owner: 'Nordfjell legekontor' }
  const form = { action: '/login/V1StGXR8_Z5jdHi6B-myT', csrf: 'wJ2cT0rqk3fYb7mZ' }
  const reference = { code: '7GQ2K-M4XTD', time: new Date('2026-11-22T14:04:00Z') }
  const providers: readonly ProviderButton[] = [
    { id: 'bankid-oidc', name: 'BankID', lastUsed: true },
    { id: 'buypass-oidc', name: 'Buypass ID', note: card[language], lastUsed: false },
    { id: 'commfides-oidc', name: 'Commfides', note: card[language], lastUsed: false },
    { id: 'idporten-oidc', name: 'ID-porten', note: 'BankID, Buypass, Commfides', lastUsed: false },
    { id: 'helseplattformen-oidc', name: 'Helseplattformen', lastUsed: false },
  ]
  const choose = { ...form, service, origin: 'tillit.example', minimumLevel: 4, providers, support } as const
  const missing = [
    { name: 'Helse Midt-Norge', reason: 'provider_too_weak' },
    { name: 'Commfides', reason: 'provider_unavailable' },
  ] as const
  const refusal = { ...form, service, minimumLevel: 4, alternatives: providers, reference, support } as const
  const error = { reference, support } as const
  const toStart = { service: service.name, startUrl: 'https://epj.example/' }
  const loggedOut = { services: ['EPJ Nordfjell', 'Kjernejournal', 'Pasientreiser'], failed: [], support }
  const returnTo = { name: 'EPJ Nordfjell', url: 'https://epj.example/' }
  return {
    choose: { name: 'choose', model: { ...choose, missing: [] } },
    'choose-missing': { name: 'choose', model: { ...choose, missing, notice: 'step_up_level' } },
    'choose-level-3': { name: 'choose', model: { ...choose, minimumLevel: 3, missing: [] } },
    'choose-nothing': { name: 'choose', model: { ...choose, providers: [], missing } },
    'refusal-minid': {
      name: 'refusal',
      model: { ...refusal, reason: 'minid_refused', values: { provider: 'ID-porten', level: 3 } },
    },
    'refusal-employer': {
      name: 'refusal',
      model: { ...refusal, reason: 'employer_level_low', values: { provider: 'Helse Midt-Norge', level: 3 } },
    },
    'refusal-down': {
      name: 'refusal',
      model: { ...refusal, reason: 'provider_unavailable', values: { provider: 'BankID' } },
    },
    'refusal-young': {
      name: 'refusal',
      model: { ...refusal, reason: 'too_young', values: { provider: 'BankID', minimumAge: 16 } },
    },
    'refusal-not-completed': {
      name: 'refusal',
      model: { ...refusal, reason: 'login_not_completed', values: { provider: 'Buypass ID' } },
    },
    'error-expired': { name: 'error', model: { ...error, reason: 'page_expired', minutes: 10 } },
    'error-server': { name: 'error', model: { ...error, reason: 'server_error' } },
    'refusal-superseded': {
      name: 'refusal',
      model: { ...refusal, reason: 'attempt_superseded', values: { provider: 'Buypass ID' } },
    },
    waiting: {
      name: 'waiting',
      model: { ...choose, provider: 'BankID', canContinue: true, deadline: new Date('2026-11-22T14:12:00Z') },
    },
    'error-too-late': {
      name: 'error',
      model: { ...error, reason: 'login_expired', minutes: 10, wayOn: { service: service.name, form } },
    },
    'error-finished': { name: 'error', model: { ...error, reason: 'login_finished', wayOn: toStart } },
    'error-other-browser': { name: 'error', model: { ...error, reason: 'other_browser', wayOn: toStart } },
    hop: {
      name: 'hop',
      model: {
        name: 'BankID',
        service: service.name,
        chooseAgain: form.action,
        url: 'https://auth.bankid.example/authorize?x=1&y=2',
        support,
      },
    },
    logout: {
      name: 'logout',
      model: {
        action: '/connect/endsession/confirm',
        fields: { csrf: 'x', state: 'y' },
        services: loggedOut.services,
        support,
      },
    },
    'logged-out': { name: 'logged-out', model: loggedOut },
    'logged-out-partly': { name: 'logged-out', model: { ...loggedOut, failed: ['Pasientreiser'], returnTo } },
    'logged-out-stayed': { name: 'logged-out', model: { ...loggedOut, services: [], stayed: true } },
    home: {
      name: 'home',
      model: {
        links: [
          { text: 'discovery', url: 'https://tillit.example/.well-known/openid-configuration' },
          { text: 'demo', url: 'http://localhost:3002/' },
        ],
        support,
      },
    },
    help: { name: 'help', model: { support, origin: 'tillit.example' } },
    'post-back': {
      name: 'post-back',
      model: {
        name: 'EPJ Nordfjell',
        action: 'https://epj.example/signin-oidc',
        fields: { code: 'x', state: 'y' },
        support,
      },
    },
    numbers: { name: 'errors', model: { refusals: shownReasons().map(aboutErrorOf) } },
    'about-number': { name: 'about-error', model: aboutErrorOf('client_authentication_failed') },
  }
}

function aboutErrorOf(reason: Reason) {
  const number = errorNumber(reason)
  const { error, status } = reasons[reason]
  return { reason, number, error, status, href: `/errors/${number}` }
}

/** The pages over HTTP, under the real policy: `/<name of the sample>?lang=nn`. */
export async function servePages(
  pagesOf: (language: Language) => Readonly<Record<string, Page>> = samplePages,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const views = createViews()
  const assets = loadAssets()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const asset = assets.get(url.pathname)
    const language = languages.find((code) => code === url.searchParams.get('lang')) ?? 'nb'
    const page = pagesOf(language)[url.pathname.slice(1)]
    if (asset !== undefined) {
      response.writeHead(200, { 'content-type': asset.contentType, 'content-encoding': 'gzip' }).end(asset.gzip)
    } else if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy })
      response.end(views.render(page, { language, currentPath: url.pathname, origin: 'tillit.example' }))
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server that listens has an AddressInfo; null and string are for closed ones and pipes.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The Chromium of the machine, without what it does on its own. */
export function launchChromium(): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync'].map((what) => `--disable-${what}`)
  return chromium.launch({
    executablePath: process.env['TILLIT_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-first-run', '--disable-gpu', ...quiet],
  })
}

/** Widths in pixels of the windows that we look at. */
export const widths = { desktop: 1280, phone: 390 } as const

async function takeScreenshots(folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const [pages, browser] = await Promise.all([servePages(), launchChromium()])
  let taken = 0
  for (const [size, width] of Object.entries(widths)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
      for (const language of colorScheme === 'light' ? languages : (['nb'] as const)) {
        for (const name of Object.keys(samplePages(language))) {
          await page.goto(`${pages.origin}/${name}?lang=${language}`)
          await page.evaluate('document.fonts.ready')
          await page.screenshot({
            path: join(folder, `${name}.${language}.${size}.${colorScheme}.png`),
            fullPage: true,
          })
          taken++
        }
      }
      await page.close()
    }
  }
  // Read here alone: it brings the whole broker, which the tests of single pages don't need.
  const { takeConsoleScreenshots } = await import('./console-screenshots.ts')
  taken += await takeConsoleScreenshots(browser, folder)
  await browser.close()
  await pages.close()
  return taken
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', '..', 'screenshots')
  console.log(`${await takeScreenshots(folder)} screenshots in screenshots/`)
}
