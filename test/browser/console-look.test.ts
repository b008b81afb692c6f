import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleSample, type ConsoleStage, consoleSamples, setConsoleStage } from '../support/console-samples.ts'
import { launchChromium } from '../support/screenshots.ts'

/**
 * Every state of every page in one of three looks, and the delicate ones in each: a third of all pairs. That no kind of
 * block was missed in any language, width or theme is asked at the end of each look. `npm run screenshots` takes all.
 */
const looks = [
  { title: 'on a desktop in Bokmål', lang: 'nb', width: 1280, colorScheme: 'light' },
  { title: 'on a phone in Nynorsk, dark', lang: 'nn', width: 390, colorScheme: 'dark' },
  { title: 'on the narrowest phone in English', lang: 'en', width: 320, colorScheme: 'light' },
] as const
type Look = (typeof looks)[number]

/** What pages are put together from (`src/console/templates/`), as a page tells it. */
const families = [
  ...['main form.c-form', 'form.c-row', '.c-field textarea', '.c-field select', '.c-field input[type=text]'],
  ...['.c-field input[type=date]', 'fieldset.c-field', '.c-check', '.ds-error-summary', '.ds-validation-message'],
  ...['table:not(.c-diff)', '.c-diff', '.c-facts', '.c-graph', '.c-pre', 'ul.ds-list', '.ds-tag', '.c-tabs'],
  ...['.ds-breadcrumbs', '.ds-alert[data-color=warning]', '.ds-alert[data-color=success]', 'main p.b-buttons'],
]

let stage: ConsoleStage
let browser: Browser
/** A window for each look and person, kept for all of their states. */
const windows = new Map<string, Promise<Page>>()
const complaints: string[] = []
beforeAll(async () => {
  ;[stage, browser] = await Promise.all([setConsoleStage(), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await stage.close()
})

async function openWindow({ width, colorScheme }: Look, persona: ConsoleSample['persona']): Promise<Page> {
  const context = await stage.open(browser, persona, { viewport: { width, height: 800 }, colorScheme })
  const page = await context.newPage()
  page.on('console', (message) => {
    // Chromium tells of every answer that refuses.
    if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  return page
}

function windowOf(look: Look, persona: ConsoleSample['persona']): Promise<Page> {
  const key = `${look.lang} ${persona}`
  const found = windows.get(key) ?? openWindow(look, persona)
  windows.set(key, found)
  return found
}

/** Controls of a page that are lower than a finger needs (WCAG 2.5.8), counted in the page itself. */
const tooLow = `[...document.querySelectorAll('main a, main button, nav a, summary')]
  .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 24)
  .map((one) => one.textContent)`

async function expectFine(page: Page, name: string, { lang, width }: Look): Promise<void> {
  // What lies behind words of a drawing axe can't tell; its colours are those of the text and the boxes around.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('.c-graph > svg')
  const { violations, incomplete, passes } = await axe.analyze()
  // An analysis that looked at nothing would find nothing.
  expect(passes.length).toBeGreaterThan(15)
  const found = [...violations, ...incomplete].map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
  )
  expect(found, name).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width)
  expect(await page.locator('html').getAttribute('lang')).toBe(lang)
  expect(await page.locator('h1').count()).toBe(1)
  expect(await page.content()).not.toMatch(/undefined|\[object|NaN|>null</)
  expect(await page.evaluate(tooLow), name).toEqual([])
  expect(complaints.splice(0)).toEqual([])
}

describe.each(looks)('the console $title', { timeout: 300_000 }, (look) => {
  const own = consoleSamples.filter(({ isDelicate }, at) => isDelicate || looks[at % looks.length] === look)
  const unseen = new Set(families)

  it.each(own)('$name: axe finds nothing, and nothing hangs over', async ({ name, persona, path, act }) => {
    const page = await windowOf(look, persona)
    await page.goto(`${stage.broker.issuer}${path}${path.includes('?') ? '&' : '?'}lang=${look.lang}`)
    await act?.(page)
    await expectFine(page, name, look)
    for (const family of [...unseen]) if ((await page.locator(family).count()) > 0) unseen.delete(family)
  })

  it('has met every kind of block', () => {
    expect([...unseen]).toEqual([])
  })
})
