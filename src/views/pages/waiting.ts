import type { Language } from '#idp-adapters/contract.ts'
import type { Content } from '../content.ts'
import { clockTime } from '../date-time.ts'
import { around, fill } from '../fill.ts'
import type { WaitingModel } from '../page.ts'
import type { Texts } from '../texts/texts.ts'

/** For somebody who comes back from a provider that never sent them back: again, another way, or back to the service. */
export function waitingContent(model: WaitingModel, texts: Texts, language: Language): Content {
  const { waiting, choose, refusal } = texts
  const { service, provider, deadline, support } = model
  const heading = fill(waiting.heading, { provider })
  return {
    title: heading,
    support,
    languageQuery: {},
    fields: {
      over: service.name,
      heading,
      check: { ...around(choose.check, 'origin'), origin: model.origin },
      body: fill(waiting.body, { provider }),
      paragraphs: [waiting.next, waiting.earlier, fill(waiting.deadline, { time: clockTime(deadline, language) })],
      continue: model.canContinue ? fill(waiting.continue, { provider }) : undefined,
      choice: {
        heading: waiting.choose,
        sentence: undefined,
        action: model.action,
        csrf: model.csrf,
        providers: model.providers,
        lastUsed: choose.lastUsed,
      },
      back: fill(refusal.back, { service: service.name }, texts.standIns),
    },
  }
}
