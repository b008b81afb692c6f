import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { consoleSamples, setConsoleStage } from './console-samples.ts'

/** Pictures of every page of the console, on a desktop and a phone. */
export async function takeConsoleScreenshots(browser: Browser, folder: string): Promise<number> {
  const stage = await setConsoleStage()
  const looks = [
    { look: 'nb.desktop.light', lang: 'nb', width: 1280, colorScheme: 'light' },
    { look: 'nb.phone.light', lang: 'nb', width: 390, colorScheme: 'light' },
    { look: 'nn.phone.dark', lang: 'nn', width: 390, colorScheme: 'dark' },
    { look: 'en.desktop.dark', lang: 'en', width: 1280, colorScheme: 'dark' },
  ] as const
  let taken = 0
  for (const { look, lang, width, colorScheme } of looks) {
    for (const { name, persona, path, act } of consoleSamples) {
      const context = await stage.open(browser, persona, { viewport: { width, height: 800 }, colorScheme })
      const page = await context.newPage()
      await page.goto(`${stage.broker.issuer}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
      await act?.(page)
      await page.evaluate('document.fonts.ready')
      await page.screenshot({ path: join(folder, `${name}.${look}.png`), fullPage: true })
      await context.close()
      taken++
    }
  }
  await stage.close()
  return taken
}
