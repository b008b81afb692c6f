import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page as BrokerPage } from '#src/views/page.ts'
import { languages, launchChromium, samplePages, servePages, widths } from '../support/screenshots.ts'

let browser: Browser
let pages: Awaited<ReturnType<typeof servePages>>

beforeAll(async () => {
  pages = await servePages()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

const names = Object.keys(samplePages('nb'))
/** Each width and scheme, and over them each language: what differs between languages is the length of the texts. */
const views = [
  { size: 'desktop', colorScheme: 'light', language: 'en' },
  { size: 'desktop', colorScheme: 'dark', language: 'nb' },
  { size: 'phone', colorScheme: 'light', language: 'nn' },
  { size: 'phone', colorScheme: 'dark', language: 'en' },
  { size: 'phone', colorScheme: 'light', language: 'nb' },
] as const

async function withPage(
  options: { readonly width: number; readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean },
  work: (page: Page, complaints: string[]) => Promise<void>,
): Promise<void> {
  const { width, colorScheme = 'light', javaScriptEnabled = true } = options
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, javaScriptEnabled })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // Served here under the common policy, its one script is stopped; test/browser/form-post.test.ts has it under its own.
    if (!message.location().url.includes('/post-back')) complaints.push(message.text())
  })
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`))
  try {
    await work(page, complaints)
  } finally {
    await context.close()
  }
}

/** What axe finds by all its rules, whatever its weight, and what it could not decide. */
async function findingsOn(page: Page): Promise<readonly string[]> {
  const { violations, incomplete, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  // An analysis that looked at nothing would find nothing.
  expect(passes.length).toBeGreaterThan(15)
  return [...violations, ...incomplete].map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}

/** In the page: texts of boxes and buttons that no line surrounds. */
const withoutLine = `[...document.querySelectorAll('.ds-alert, button, a.ds-button')].filter((box) => {
  const { borderTopStyle, borderTopWidth } = getComputedStyle(box)
  return borderTopStyle !== 'solid' || parseFloat(borderTopWidth) < 1
}).map((box) => box.textContent)`

describe('pages in Chromium under the strict policy', () => {
  it.each(views)('axe finds nothing at $size width in $colorScheme, in $language', async (view) => {
    const { size, colorScheme, language } = view
    await withPage({ width: widths[size], colorScheme }, async (page, complaints) => {
      for (const name of names) {
        await page.goto(`${pages.origin}/${name}?lang=${language}`)
        expect(await findingsOn(page), name).toEqual([])
      }
      expect(complaints).toEqual([])
    })
  })

  it('axe does find a fault that is put there', async () => {
    await withPage({ width: widths.desktop }, async (page) => {
      await page.goto(`${pages.origin}/choose`)
      await page.evaluate('document.querySelector("h1").remove(); document.documentElement.removeAttribute("lang")')
      expect((await findingsOn(page)).join()).toContain('html-has-lang')
    })
  })

  it('never scroll sideways, down to 320 pixels', async () => {
    await withPage({ width: 320 }, async (page) => {
      for (const name of names) {
        await page.goto(`${pages.origin}/${name}?lang=nn`)
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(320)
      }
    })
  })

  it('never scroll sideways for a long name without a space', async () => {
    const giant = 'Tilgjengelighetserklæringsforvaltningsorganisasjonen'.repeat(2)
    const long = await servePages((language) =>
      Object.fromEntries(
        Object.entries(samplePages(language)).flatMap(([name, page]): [string, BrokerPage][] => {
          if (page.name !== 'choose' && page.name !== 'refusal') return []
          const service = { name: giant, owner: giant }
          const providers = [{ id: 'x', name: giant, note: giant, lastUsed: true }]
          return page.name === 'choose'
            ? [[name, { ...page, model: { ...page.model, service, providers, origin: giant } }]]
            : [[name, { ...page, model: { ...page.model, service, alternatives: providers } }]]
        }),
      ),
    )
    await withPage({ width: 320 }, async (page) => {
      for (const name of ['choose-missing', 'refusal-minid']) {
        await page.goto(`${long.origin}/${name}`)
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(320)
      }
    })
    await long.close()
  })

  it.each(languages)('never scroll sideways on a desktop with text of twice the size, in %s', async (language) => {
    // A browser's zoom halves the window that a page sees; text alone is enlarged at the root, as our sizes are in rem.
    await withPage({ width: widths.desktop / 2 }, async (page) => {
      for (const name of names) {
        await page.goto(`${pages.origin}/${name}?lang=${language}`)
        await page.evaluate('document.documentElement.style.fontSize = "200%"')
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(640)
      }
    })
  })

  it('keep every box and button visible in forced colours, and stand still for who asks for less motion', async () => {
    const context = await browser.newContext({ forcedColors: 'active', reducedMotion: 'reduce' })
    const page = await context.newPage()
    for (const name of names) {
      await page.goto(`${pages.origin}/${name}`)
      expect(await page.evaluate(withoutLine), name).toEqual([])
      expect(await page.evaluate('document.getAnimations().length'), name).toBe(0)
    }
    await context.close()
  })

  it('have one main, one header, one footer, and headings that skip no level', async () => {
    await withPage({ width: widths.desktop }, async (page) => {
      for (const name of names) {
        await page.goto(`${pages.origin}/${name}`)
        for (const landmark of ['main', 'body > header', 'body > footer', 'h1']) {
          expect(await page.locator(landmark).count(), `${name}: ${landmark}`).toBe(1)
        }
        const levels = await page.locator('h1, h2, h3').evaluateAll((found) => found.map(({ tagName }) => tagName))
        expect(
          levels.filter((level) => level === 'H3'),
          name,
        ).toEqual([])
        expect(levels[0], name).toBe('H1')
      }
    })
  })

  it('give every control at least 24 pixels in height', async () => {
    await withPage({ width: widths.phone }, async (page) => {
      for (const name of names) {
        await page.goto(`${pages.origin}/${name}`)
        for (const control of await page.locator('a:not(.ds-skip-link), button, summary').all()) {
          const box = await control.boundingBox()
          expect(box?.height, `${name}: ${await control.textContent()}`).toBeGreaterThanOrEqual(24)
        }
      }
    })
  })
})

describe('the choice page', () => {
  it('is reached and used by keyboard alone, with a ring on every stop', async () => {
    await withPage({ width: widths.desktop }, async (page) => {
      await page.goto(`${pages.origin}/choose`)
      const stops: string[] = []
      for (let stop = 0; stop < 11; stop++) {
        await page.keyboard.press('Tab')
        const focused = page.locator(':focus')
        stops.push(((await focused.textContent()) ?? '').replaceAll(/\s+/g, ' ').trim())
        // The skip link shows itself instead.
        if (stop === 0) continue
        const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')
        expect(outline, stops.at(-1)).toBe('3px')
      }
      expect(stops).toEqual([
        'Hopp til hovedinnhold',
        'Bokmål',
        'Nynorsk',
        'English',
        'BankID Sist brukt',
        'Buypass ID Smartkort, nøkkel eller app',
        'Commfides Smartkort, nøkkel eller app',
        'ID-porten BankID, Buypass, Commfides',
        'Helseplattformen',
        'Hva er sikkerhetsnivå 4?',
        'Avbryt og gå tilbake',
      ])
    })
  })

  it('sends the chosen provider and the form token, without script', async () => {
    await withPage({ width: widths.phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${pages.origin}/choose`)
      const sent = page.waitForRequest((request) => request.method() === 'POST')
      await page.getByRole('button', { name: 'Buypass ID Smartkort, nøkkel eller app', exact: true }).click()
      const request = await sent
      expect(new URL(request.url()).pathname).toBe('/login/V1StGXR8_Z5jdHi6B-myT')
      expect(request.postData()).toBe('csrf=wJ2cT0rqk3fYb7mZ&idp=buypass-oidc')
    })
  })

  it('uses our font and colours: every sheet was admitted by the policy', async () => {
    await withPage({ width: widths.desktop }, async (page) => {
      await page.goto(`${pages.origin}/choose`)
      await page.evaluate('document.fonts.ready')
      const loaded = '[...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family)'
      expect(await page.evaluate(loaded)).toEqual(['Inter'])
      expect(await page.evaluate('document.styleSheets.length')).toBe(3)
    })
  })
})
