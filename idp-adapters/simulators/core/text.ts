/** Languages of the simulators' pages. */
export type PageLanguage = 'nb' | 'en'

/** One text in both languages. */
export type Text = Readonly<Record<PageLanguage, string>>

/** The first language of `ui_locales` that the pages have; Norwegian Bokmål when there is none. */
export function choosePageLanguage(uiLocales: string | undefined): PageLanguage {
  const first = (uiLocales ?? '').split(' ').map((locale) => locale.toLowerCase().split('-')[0])
  return first.find((locale) => ['nb', 'nn', 'no', 'en'].includes(locale ?? '')) === 'en' ? 'en' : 'nb'
}
