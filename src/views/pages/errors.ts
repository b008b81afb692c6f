import type { Content } from '../content.ts'
import type { ErrorsModel } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import { safeLink } from '../safe-link.ts'
import type { Texts } from '../texts/texts.ts'

/** Every refusal with its number, for integrators. */
export function errorsContent(model: ErrorsModel, texts: Texts): Content {
  return {
    title: texts.aboutError.index,
    languageQuery: {},
    fields: {
      heading: texts.aboutError.index,
      lead: texts.aboutError.lead,
      refusals: model.refusals.map(({ reason, number, error, href }) => ({
        number,
        error,
        href: safeLink(href),
        heading: reasonText(reason, {}, texts).heading,
      })),
    },
  }
}
