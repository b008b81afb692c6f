import { z } from 'zod'
import { ask, type SignedIn } from '../call/signed-in.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { workTexts } from '../texts/work-texts.ts'
import type { PageContent } from '../view/page-content.ts'
import { code, lineBreak, tag, text } from '../view/pieces.ts'
import { countOf } from './count-of.ts'

const answerForm = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.object({ nb: z.string(), nn: z.string(), en: z.string() }),
      level_cap: z.number(),
      status: z.enum(['up', 'down']),
      logins_today: z.number(),
      refused_today: z.number(),
    }),
  ),
})

/** GET /admin/providers */
export async function providersPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, language } = signedIn
  const { items } = await ask(signedIn, 'GET /providers', answerForm)
  return {
    title: say(frameTexts.providers),
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.providersLead))] },
      {
        kind: 'table',
        caption: say(frameTexts.providers),
        columns: [
          say(entityTexts.name),
          say(entityTexts.status),
          say(workTexts.levelCap),
          say(workTexts.loginsToday),
          say(workTexts.refusedToday),
        ],
        rows: items.map(({ id, name, level_cap, status, logins_today, refused_today }) => [
          [text(name[language]), lineBreak, code(id)],
          [status === 'up' ? tag(say(workTexts.up), 'success') : tag(say(workTexts.down), 'danger')],
          [text(String(level_cap))],
          [text(countOf(logins_today, language))],
          [text(countOf(refused_today, language))],
        ]),
        empty: '–',
      },
    ],
  }
}
