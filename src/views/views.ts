import { join } from 'node:path'
import { Eta } from 'eta'
import type { Language } from '#idp-adapters/contract.ts'
import { contentOf } from './content-of.ts'
import { frameOf } from './frame.ts'
import { icon } from './icons.ts'
import type { Page } from './page.ts'
import { texts } from './texts/by-language.ts'

/** Turns a page and its model into HTML. */
export interface Views {
  /**
   * @param options.currentPath the path of the request, without its query: the language links lead back to it.
   * @param options.origin host of the broker, as the address bar shows it.
   * @throws {Error} for a link that is not admitted (see `safe-link.ts`).
   */
  render(
    page: Page,
    options: { readonly language: Language; readonly currentPath: string; readonly origin: string },
  ): string
}

/** The broker's pages. Templates are read and compiled at their first use, and kept. */
export function createViews(): Views {
  const eta = new Eta({ views: join(import.meta.dirname, 'templates'), cache: true, autoEscape: true })
  return {
    render(page, { language, currentPath, origin }) {
      const content = contentOf(page, texts[language], language)
      const frame = frameOf(content, texts[language], language, { currentPath, origin })
      return eta.render(`./${page.name}`, { ...content.fields, frame, icon })
    },
  }
}
