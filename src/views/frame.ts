import type { Language } from '#idp-adapters/contract.ts'
import { assetPath } from './assets.ts'
import type { Content } from './content.ts'
import { around, fill } from './fill.ts'
import { telephoneLink } from './safe-link.ts'
import type { Texts } from './texts/texts.ts'

/** Each language is named in its own tongue, so this is no text to translate. */
const ownNames: Readonly<Record<Language, string>> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }
const languages: readonly Language[] = ['nb', 'nn', 'en']

/** Everything around the page itself: head, header, footer. */
export function frameOf(
  content: Content,
  texts: Texts,
  language: Language,
  { currentPath, origin }: { readonly currentPath: string; readonly origin: string },
) {
  const { support, languageQuery } = content
  return {
    language,
    title: `${content.title} – Tillit`,
    sheets: [assetPath('theme.css'), assetPath('designsystemet.css'), assetPath('pages.css')],
    favicon: assetPath('icon.svg'),
    texts: texts.frame,
    languages:
      languageQuery === undefined
        ? []
        : languages.map((code) => ({
            code,
            name: ownNames[code],
            href: `${currentPath}?${new URLSearchParams({ lang: code, ...languageQuery })}`,
            current: code === language,
          })),
    // Where the page itself tells how to check the address, once is enough.
    check: content.fields['check'] === undefined ? { ...around(texts.choose.check, 'origin'), origin } : undefined,
    // Where somebody to call is named, there is something to look up first.
    helpPage: support === undefined || currentPath === '/help' ? undefined : { href: '/help', text: texts.help.link },
    help:
      support === undefined
        ? undefined
        : {
            ...around(fill(texts.frame.help, { ...support, phone: '{phone}' }), 'phone'),
            phone: support.phone,
            href: telephoneLink(support.phone),
          },
  }
}
