import type { Language } from '#idp-adapters/contract.ts'
import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { ErrorModel, WayOn } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import { referenceFields } from '../reference-fields.ts'
import { safeLink } from '../safe-link.ts'
import type { Texts } from '../texts/texts.ts'

/** A refusal without a live login. No language links: fetching the address again would be another refusal. */
export function errorContent(model: ErrorModel, texts: Texts, language: Language): Content {
  const { reason, minutes, reference, support, wayOn } = model
  const known = {
    ...(wayOn === undefined ? {} : { service: wayOn.service }),
    ...(minutes === undefined ? {} : { minutes }),
  }
  const text = reasonText(reason, known, texts)
  return {
    title: text.heading,
    support,
    fields: {
      ...text,
      tone: reason === 'login_finished' ? 'info' : 'warning',
      over: wayOn?.service,
      ...(wayOn === undefined ? {} : linksOn(wayOn, texts)),
      reference: referenceFields(reference, texts, language),
    },
  }
}

/** The form that answers the service, or else the address where it begins. */
function linksOn({ service, form, startUrl }: WayOn, { refusal, standIns }: Texts): Content['fields'] {
  if (form !== undefined) return { choice: form, back: fill(refusal.back, { service }, standIns) }
  if (startUrl === undefined) return {}
  return { start: { text: fill(refusal.start, { service }, standIns), href: safeLink(startUrl) } }
}
