import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { PostBackModel } from '../page.ts'
import { submitScript } from '../submit-script.ts'
import type { Texts } from '../texts/texts.ts'

/** The answer on its way to the client, as a form. It sends itself; without script the person presses the button. */
export function postBackContent(model: PostBackModel, texts: Texts): Content {
  const heading = fill(texts.hop.heading, { name: model.name }, { name: texts.standIns.service })
  return {
    title: heading,
    support: model.support,
    fields: {
      heading,
      body: texts.hop.body,
      continue: texts.hop.continue,
      action: model.action,
      fields: Object.entries(model.fields),
      script: submitScript,
    },
  }
}
