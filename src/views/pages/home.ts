import type { Content } from '../content.ts'
import type { HomeModel } from '../page.ts'
import { safeLink } from '../safe-link.ts'
import type { Texts } from '../texts/texts.ts'

/** For somebody who came to the broker's address alone. */
export function homeContent(model: HomeModel, texts: Texts): Content {
  const { home } = texts
  return {
    title: home.heading,
    support: model.support,
    languageQuery: {},
    fields: {
      heading: home.heading,
      lead: home.lead,
      body: home.body,
      links: model.links.map(({ text, url }) => ({ text: home[text], href: safeLink(url) })),
    },
  }
}
