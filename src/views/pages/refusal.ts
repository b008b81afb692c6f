import type { Language } from '#idp-adapters/contract.ts'
import type { Reason } from '#src/http/reasons.ts'
import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { RefusalModel } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import { referenceFields } from '../reference-fields.ts'
import type { Texts } from '../texts/texts.ts'

/** Where the same eID may well work at the next attempt. */
const worthRetrying: ReadonlySet<Reason> = new Set([
  'cancelled',
  'login_not_completed',
  'login_timed_out',
  'provider_refused',
  'provider_unavailable',
  'provider_answer_invalid',
  'authentication_too_old',
  'register_unavailable',
  'attempt_superseded',
])

/** Where no other eID of the same person can help. */
const noEidHelps: ReadonlySet<Reason> = new Set(['too_young', 'age_unknown'])

/** A refusal inside a login that is still alive: the reason, the alternatives, the way back. */
export function refusalContent(model: RefusalModel, texts: Texts, language: Language): Content {
  const { reason, service, values, minimumLevel } = model
  const alternatives = noEidHelps.has(reason) ? [] : model.alternatives
  const known = { ...values, service: service.name, ...(minimumLevel === undefined ? {} : { minimumLevel }) }
  const text = reasonText(reason, known, texts)
  const retry = worthRetrying.has(reason)
  const { refusal } = texts
  return {
    title: text.heading,
    support: model.support,
    languageQuery: {},
    fields: {
      over: service.name,
      ...text,
      choice: {
        heading: retry ? refusal.retry : refusal.other,
        sentence: undefined,
        action: model.action,
        csrf: model.csrf,
        providers: alternatives,
        lastUsed: texts.choose.lastUsed,
      },
      more:
        retry || alternatives.length === 0 ? undefined : { question: refusal.noneQuestion, answer: refusal.noneAnswer },
      back: fill(refusal.back, { service: service.name }, texts.standIns),
      reference: referenceFields(model.reference, texts, language),
    },
  }
}
