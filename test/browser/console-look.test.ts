import AxeBuilder from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleStage, consoleSamples, setConsoleStage } from '../support/console-samples.ts'
import { launchChromium } from '../support/screenshots.ts'

let stage: ConsoleStage
let browser: Browser
beforeAll(async () => {
  ;[stage, browser] = await Promise.all([setConsoleStage(), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await stage.close()
})

const looks = [
  { title: 'on a desktop in Bokmål', lang: 'nb', width: 1280, colorScheme: 'light' },
  { title: 'on a phone in Nynorsk, dark', lang: 'nn', width: 390, colorScheme: 'dark' },
  { title: 'on the narrowest phone in English', lang: 'en', width: 320, colorScheme: 'light' },
] as const

describe.each(looks)('the console $title', { timeout: 300_000 }, ({ lang, width, colorScheme }) => {
  it.each(consoleSamples)('$name: axe finds nothing, and nothing hangs over', async ({ name, persona, path, act }) => {
    const context = await stage.open(browser, persona, { viewport: { width, height: 800 }, colorScheme })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      // Chromium tells of every answer that refuses.
      if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text())
    })
    await page.goto(`${stage.broker.issuer}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
    await act?.(page)
    // What lies behind words of a drawing axe can't tell; its colours are those of the text and the boxes around.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('.c-graph > svg')
    const { violations, incomplete, passes } = await axe.analyze()
    // An analysis that looked at nothing would find nothing.
    expect(passes.length).toBeGreaterThan(15)
    const found = [...violations, ...incomplete].map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    )
    expect(found, name).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width)
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.content()).not.toMatch(/undefined|\[object|NaN|>null</)
    for (const control of await page.locator('main a, main button, nav a, summary').all()) {
      const box = await control.boundingBox()
      if (box !== null) expect(box.height, `${name}: ${await control.textContent()}`).toBeGreaterThanOrEqual(24)
    }
    expect(complaints).toEqual([])
    await context.close()
  })
})
