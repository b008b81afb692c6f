import type { Reason } from '#src/http/reasons.ts'
import { fill } from './fill.ts'
import type { Texts } from './texts/texts.ts'

/** What is known about a refusal. Everything may be missing: the texts then say "the service", "a higher level". */
export interface ReasonValues {
  readonly service?: string
  readonly provider?: string
  readonly employer?: string
  /** Level that was proved; 0 is "not known". */
  readonly level?: number
  readonly minimumLevel?: 3 | 4
  readonly minutes?: number
  /** Whole years. */
  readonly minimumAge?: number
}

/** The finished words of one refusal. */
export function reasonText(
  reason: Reason,
  known: ReasonValues,
  texts: Texts,
): { readonly heading: string; readonly body: string; readonly next: string } {
  const { heading, body, withoutLevel, next } = texts.reasons[reason]
  const { service, provider, employer = provider, level = 0, minimumLevel, minutes, minimumAge } = known
  const values = {
    service,
    provider,
    employer,
    level: String(level),
    needed: minimumLevel === undefined ? undefined : texts.needed[minimumLevel],
    minutes: minutes === undefined ? undefined : String(minutes),
    age: minimumAge === undefined ? undefined : fill(texts.age, { years: String(minimumAge) }),
  }
  const say = (text: string) => fill(text, values, texts.standIns)
  return { heading: say(heading), body: say(level === 0 ? (withoutLevel ?? body) : body), next: say(next) }
}
