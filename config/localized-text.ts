import { z } from 'zod'

/** A text for people in the three languages of the broker. */
export interface LocalizedText {
  readonly nb: string
  readonly nn: string
  readonly en: string
}

// No control, format or private-use characters: bidi overrides and zero-width letters let one name look like another.
const visibleText = /^[^\p{C}]+$/u

/** One line of text that is shown to people. @param longest in characters. */
export function displayText(longest: number) {
  return z.string().min(1).max(longest).regex(visibleText, 'text without control or invisible characters')
}

/** All three languages must be there: a missing one would only be noticed by the person who reads it. */
export const localizedTextSchema = z.strictObject({
  nb: displayText(300),
  nn: displayText(300),
  en: displayText(300),
})
