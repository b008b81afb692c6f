import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { HopModel } from '../page.ts'
import { safeLink } from '../safe-link.ts'
import type { Texts } from '../texts/texts.ts'

/** On to another origin. The header `Refresh: 0` moves on; the link is there in case it does not. */
export function hopContent(model: HopModel, texts: Texts): Content {
  const heading = fill(texts.hop.heading, { name: model.name }, { name: texts.standIns.service })
  return {
    title: heading,
    support: model.support,
    fields: {
      over: model.service,
      heading,
      body: texts.hop.body,
      link: { text: texts.hop.continue, href: safeLink(model.url) },
      again:
        model.chooseAgain === undefined
          ? undefined
          : { text: texts.hop.chooseAgain, href: safeLink(model.chooseAgain) },
    },
  }
}
