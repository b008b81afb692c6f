import type { Language } from '#idp-adapters/contract.ts'
import type { Content } from '../content.ts'
import type { ErrorModel } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import { referenceFields } from '../reference-fields.ts'
import type { Texts } from '../texts/texts.ts'

/** A refusal without a live login. No language links: fetching the address again would be another refusal. */
export function errorContent(model: ErrorModel, texts: Texts, language: Language): Content {
  const { reason, minutes, reference, support } = model
  const text = reasonText(reason, minutes === undefined ? {} : { minutes }, texts)
  return { title: text.heading, support, fields: { ...text, reference: referenceFields(reference, texts, language) } }
}
