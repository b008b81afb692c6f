import { join } from 'node:path'
import { Eta } from 'eta'
import type { Language } from '#idp-adapters/contract.ts'
import { assetPath } from '#src/views/assets.ts'
import { frameOf } from '#src/views/frame.ts'
import { icon } from '#src/views/icons.ts'
import type { Support } from '#src/views/page.ts'
import { texts } from '#src/views/texts/by-language.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import type { PageContent } from './page-content.ts'
import { speaker } from './speak.ts'

/** What stands around a page of the console. */
export interface ConsoleFrame {
  readonly language: Language
  readonly path: string
  /** Host of the broker, as the address bar shows it. */
  readonly origin: string
  /** Of a page that can be fetched again: what a language link carries. */
  readonly query?: Readonly<Record<string, string>>
  readonly support: Support
  /** Missing where nobody is logged in. */
  readonly person?: { readonly name: string; readonly role: string; readonly csrf: string }
  /** Areas of the console that the person may look into. */
  readonly areas: readonly { readonly text: string; readonly href: string; readonly isCurrent: boolean }[]
}

/** Turns what a page shows into HTML. */
export interface ConsoleViews {
  render(content: PageContent, frame: ConsoleFrame): string
}

/** The pages of the console: one template for all of them, put together from blocks. */
export function createConsoleViews(): ConsoleViews {
  const eta = new Eta({ views: join(import.meta.dirname, '..', 'templates'), cache: true, autoEscape: true })
  return {
    render(content, { language, path, origin, query, support, person, areas }) {
      const say = speaker(language)
      const around = frameOf(
        { title: content.title, support, fields: {}, ...(query === undefined ? {} : { languageQuery: query }) },
        texts[language],
        language,
        { currentPath: path, origin },
      )
      const frame = {
        ...around,
        title: `${content.title} – ${say(frameTexts.console)} – Tillit`,
        sheets: [...around.sheets, assetPath('admin.css')],
        person,
        areas,
        words: {
          console: say(frameTexts.console),
          areas: say(frameTexts.areas),
          trail: say(frameTexts.trail),
          tabs: say(frameTexts.tabs),
          logOut: say(frameTexts.logOut),
        },
      }
      return eta.render('./page', { content, frame, icon })
    },
  }
}
