import type { Language } from '#idp-adapters/contract.ts'
import { fill, type Values } from '#src/views/fill.ts'

/** One text in Bokmål, Nynorsk and English, side by side so that none is forgotten. */
export type Phrase = readonly [nb: string, nn: string, en: string]

/** Says a phrase in the language of the page, with values in its `{placeholders}`. */
export type Say = (phrase: Phrase, values?: Values) => string

const order: readonly Language[] = ['nb', 'nn', 'en']

export function speaker(language: Language): Say {
  const at = order.indexOf(language)
  return (phrase, values) => fill(phrase[at] ?? phrase[0], values ?? {})
}
