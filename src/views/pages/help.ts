import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { HelpModel } from '../page.ts'
import type { Texts } from '../texts/texts.ts'

/** What to do before and after a login, and when it does not work: for people, without any login of theirs. */
export function helpContent({ support, origin }: HelpModel, { help }: Texts): Content {
  const values = { ...support, origin }
  return {
    title: help.heading,
    support,
    languageQuery: {},
    fields: {
      heading: help.heading,
      lead: help.lead,
      sections: Object.entries(help.sections).map(([id, { heading, body }]) => ({
        id,
        heading,
        paragraphs: body.split('\n').map((paragraph) => fill(paragraph, values)),
      })),
    },
  }
}
