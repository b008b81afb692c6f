import type { Support } from './page.ts'

/** What a template prints: finished texts, no decisions left but "is it there". */
export interface Content {
  /** Without the name of the site. Tells the state of the page. */
  readonly title: string
  readonly support?: Support
  /**
   * The query that a language link must carry for the same page to come back. Absent: the page can't be fetched again
   * (it answered a form, or moves on at once), so it offers no other language.
   */
  readonly languageQuery?: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, unknown>>
}
