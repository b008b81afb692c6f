import type { Language } from '#idp-adapters/contract.ts'

/** Primary subtags that we know. `no` is the macrolanguage: Bokmål, as browsers mean it. */
const known: ReadonlyMap<string, Language> = new Map([
  ['nb', 'nb'],
  ['no', 'nb'],
  ['nn', 'nn'],
  ['en', 'en'],
])

/** More than any browser sends; the rest of a longer list is not read. */
const mostLanguages = 20

/**
 * The language of a page: what the person chose now, chose before, what the client asks for (`ui_locales`, OpenID
 * Connect Core 3.1.2.1: a list by preference), what the browser says (RFC 9110 section 12.5.4), else Bokmål.
 */
export function chooseLanguage(wishes: {
  readonly query?: string | undefined
  readonly cookie?: string | undefined
  readonly uiLocales?: string | undefined
  readonly acceptLanguage?: string | undefined
}): Language {
  return (
    firstKnown([wishes.query ?? '']) ??
    firstKnown([wishes.cookie ?? '']) ??
    firstKnown((wishes.uiLocales ?? '').split(' ', mostLanguages)) ??
    firstKnown(byQuality(wishes.acceptLanguage ?? '')) ??
    'nb'
  )
}

function firstKnown(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const language = known.get(tag.trim().toLowerCase().split('-', 1)[0] ?? '')
    if (language !== undefined) return language
  }
  return undefined
}

/** The tags of an Accept-Language header, best first; `q=0` means "not this one". */
function byQuality(header: string): readonly string[] {
  return header
    .split(',', mostLanguages)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const quality = parameters.find((parameter) => parameter.toLowerCase().startsWith('q='))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0 && quality <= 1)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}
