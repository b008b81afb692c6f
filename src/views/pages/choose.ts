import type { Content } from '../content.ts'
import { around, fill } from '../fill.ts'
import type { ChooseModel } from '../page.ts'
import { reasonText } from '../reason-text.ts'
import type { Texts } from '../texts/texts.ts'

/** The choice of eID. */
export function chooseContent(model: ChooseModel, texts: Texts): Content {
  const { service, minimumLevel, notice } = model
  const { choose } = texts
  const demand = texts.demand[minimumLevel]
  return {
    title: fill(choose.title, { service: service.name }, texts.standIns),
    support: model.support,
    languageQuery: {},
    fields: {
      over: choose.over,
      heading: service.name,
      owner: service.owner === '' ? undefined : fill(choose.owner, { owner: service.owner }),
      check: { ...around(choose.check, 'origin'), origin: model.origin },
      notice: notice === undefined ? undefined : fill(texts.notice[notice], { service: service.name }, texts.standIns),
      nothingLeft:
        model.providers.length > 0
          ? undefined
          : reasonText('no_provider_left', { service: service.name, minimumLevel }, texts),
      choice: {
        heading: choose.heading,
        sentence: fill(demand.sentence, { service: service.name }, texts.standIns),
        action: model.action,
        csrf: model.csrf,
        providers: model.providers,
        lastUsed: choose.lastUsed,
      },
      missing: model.missing.map(({ name, reason }) => fill(texts.missing[reason], { provider: name }, texts.standIns)),
      more: { question: demand.question, answer: demand.answer },
      back: choose.cancel,
    },
  }
}
