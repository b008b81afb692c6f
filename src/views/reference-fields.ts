import type { Language } from '#idp-adapters/contract.ts'
import { dateTime } from './date-time.ts'
import type { Reference } from './page.ts'
import type { Texts } from './texts/texts.ts'

/** What a person reads to the help desk, for the template `reference.eta`. */
export function referenceFields({ code, time }: Reference, texts: Texts, language: Language) {
  return {
    codeLabel: texts.reference.code,
    code,
    timeLabel: texts.reference.time,
    time: dateTime(time, language),
    machineTime: time.toISOString(),
    note: texts.reference.note,
  }
}
