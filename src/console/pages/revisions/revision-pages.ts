import { z } from 'zod'
import { revisionForm } from '#src/admin/revisions/revision-form.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import { entityKinds } from '#src/registry/entity-kind.ts'
import { pageForm } from '../../call/forms.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, tag, text, time } from '../../view/pieces.ts'
import { diffBlock } from '../diff-block.ts'
import { authorPieces, revisionTable } from '../history-blocks.ts'
import { pagerBlocks } from '../pager.ts'

const detailForm = z.object({
  revision: revisionForm,
  differences: z.array(
    z.object({
      kind: z.enum(entityKinds),
      id: z.string(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
})

/** Differences of one revision that are shown in full. */
const mostShown = 50
/** More than these are closed, so that the page can be overlooked. */
const mostOpen = 5

/** GET /admin/revisions */
export async function revisionsPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, query } = signedIn
  const { items, next } = await ask(signedIn, 'GET /revisions', pageForm(revisionForm), {
    query: { before: query['before'] },
  })
  return {
    title: say(frameTexts.revisions),
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.revisionsLead))] },
      revisionTable(signedIn, items),
      ...pagerBlocks(signedIn, next, 'before'),
    ],
  }
}

/** GET /admin/revisions/{number} */
export function revisionPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, undefined)
}

async function show(signedIn: SignedIn, refused: BrokerError | undefined): Promise<PageContent> {
  const { say, language, csrf, isOperator, params } = signedIn
  const [number = ''] = params
  const { revision, differences } = await ask(signedIn, 'GET /revisions/{number}', detailForm, { params: { number } })
  const changes = differences
    .slice(0, mostShown)
    .flatMap((difference) => differenceBlocks(signedIn, difference, differences.length))
  return {
    title: say(workTexts.revisionTitle, { number }),
    trail: [{ text: say(frameTexts.revisions), href: '/admin/revisions' }],
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: say(entityTexts.when), pieces: [time(revision.at, language)] },
          { label: say(entityTexts.who), pieces: authorPieces(signedIn, revision.author) },
          { label: say(entityTexts.why), pieces: [text(revision.reason)] },
        ],
      },
      {
        kind: 'section',
        id: 'differences',
        heading: say(workTexts.whatChanged),
        blocks: [
          ...changes,
          ...(differences.length > mostShown
            ? [{ kind: 'paragraph', pieces: [text(`+ ${differences.length - mostShown}`)] } as const]
            : []),
          ...(changes.length === 0
            ? [{ kind: 'paragraph', pieces: [text(say(workTexts.nothingYours))] } as const]
            : []),
        ],
      },
      ...(isOperator
        ? [
            {
              kind: 'section',
              id: 'roll-back',
              heading: say(workTexts.rollBack),
              blocks: [
                { kind: 'paragraph', pieces: [text(say(workTexts.rollBackNote))] },
                postedForm(
                  { say, csrf },
                  {
                    action: `/admin/revisions/${number}`,
                    refused,
                    fields: [],
                    buttons: [{ text: say(workTexts.rollBack), variant: 'secondary', color: 'danger' }],
                  },
                ),
              ],
            } as const,
          ]
        : []),
    ],
  }
}

/** One difference: in full, or closed where there are many. */
function differenceBlocks(
  { say }: SignedIn,
  { kind, id, before, after }: z.output<typeof detailForm>['differences'][number],
  count: number,
): readonly Block[] {
  const word = before === undefined ? workTexts.created : after === undefined ? workTexts.removed : workTexts.changed
  const name = `${say(entityTexts[kind])} ${id}`
  const diff = diffBlock({ before, after }, say)
  if (count > mostOpen) return [{ kind: 'details', summary: `${name}: ${say(word).toLowerCase()}`, blocks: [diff] }]
  const path = kind === 'delegation' ? `/admin/delegations/${id}/document` : pathOf({ kind, id })
  return [{ kind: 'paragraph', pieces: [tag(say(word), 'info'), link(name, path)] }, diff]
}

/** POST /admin/revisions/{number}: rolls back, after the plan. */
export function rollBack(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say, params } = signedIn
  const [number = ''] = params
  const base = form.get('base') ?? ''
  return performIntent(
    signedIn,
    {
      title: say(workTexts.rollBackOf, { number }),
      key: 'POST /revisions/{number}/rollback',
      question: { params: { number }, body: /^\d{1,15}$/.test(base) ? { base_revision: Number(base) } : {} },
      hasPlan: true,
      summary: [{ kind: 'paragraph', pieces: [code(`#${number}`), text(say(workTexts.rollBackNote))] }],
      button: say(workTexts.rollBack),
      isDangerous: true,
      done: 'rolledBack',
      backTo: '/admin/revisions',
      again: (refused) => show(signedIn, refused),
    },
    form,
  )
}
