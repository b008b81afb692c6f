import { z } from 'zod'
import type { Language } from '#idp-adapters/contract.ts'
import type { planForm } from '#src/admin/revisions/plan-form.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { Block } from '../view/block.ts'
import { code, tag, text } from '../view/pieces.ts'
import type { Say } from '../view/speak.ts'
import { countOf } from './count-of.ts'
import { diffBlock } from './diff-block.ts'

const touchesForm = z.object({
  touches: z.object({ clients: z.number(), live_sessions: z.number(), tokens_30_days: z.number() }),
})

/** Changes of one plan that are shown in full; of a longer one the rest is counted. */
const mostShown = 50

/** What a change does and whom it touches, before it is done. */
export function planBlocks(
  plan: z.output<typeof planForm> | undefined,
  say: Say,
  language: Language,
): readonly Block[] {
  if (plan === undefined) return []
  const told = touchesForm.safeParse(plan)
  const { clients, live_sessions, tokens_30_days } = told.data?.touches ?? {
    clients: 0,
    live_sessions: 0,
    tokens_30_days: 0,
  }
  const values = {
    clients: countOf(clients, language),
    sessions: countOf(live_sessions, language),
    tokens: countOf(tokens_30_days, language),
  }
  const blocks = plan.changes.slice(0, mostShown).flatMap((change): Block[] => [
    {
      kind: 'paragraph',
      pieces: [
        tag(
          say(formTexts[change.action]),
          change.action === 'disable' || change.action === 'remove' ? 'danger' : 'info',
        ),
        code(`${change.kind} ${change.id}`),
      ],
    },
    diffBlock(change, say),
  ])
  const rest = plan.changes.length - mostShown
  return [
    {
      kind: 'section',
      id: 'plan',
      heading: say(formTexts.planHeading),
      blocks: [
        ...(told.success ? [{ kind: 'paragraph', pieces: [text(say(formTexts.planTouches, values))] } as const] : []),
        ...blocks,
        ...(rest > 0 ? [{ kind: 'paragraph', pieces: [text(`+ ${countOf(rest, language)}`)] } as const] : []),
      ],
    },
  ]
}
