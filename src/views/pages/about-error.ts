import type { Content } from '../content.ts'
import type { AboutErrorModel } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import type { Texts } from '../texts/texts.ts'

/** The page behind `error_uri`: for whoever mends the client, and what the person in front of it was told. */
export function aboutErrorContent(model: AboutErrorModel, texts: Texts): Content {
  const { reason, number, error, status } = model
  const { aboutError } = texts
  const told = reasonText(reason, {}, texts)
  return {
    title: `${number}: ${told.heading}`,
    languageQuery: {},
    fields: {
      number,
      heading: told.heading,
      adviceHeading: aboutError.advice,
      advice: texts.integratorAdvice[reason],
      facts: [
        { label: aboutError.error, value: error },
        { label: aboutError.status, value: String(status) },
        { label: aboutError.name, value: reason },
      ],
      toldHeading: aboutError.told,
      told: [told.body, told.next],
      more: aboutError.more,
      all: aboutError.all,
    },
  }
}
