import { entityWords } from '#src/admin/entities/entity-words.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import { type Document, entityItem, pageForm } from '../call/forms.ts'
import { ask, type SignedIn } from '../call/signed-in.ts'
import { pagerBlocks } from '../pages/pager.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import { entityStatusTexts, overviewTexts } from '../texts/overview-texts.ts'
import type { Block } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'
import type { Pieces } from '../view/pieces.ts'
import { entityKeys } from './entity-paths.ts'

const pageSize = '50'

/** A list of one kind: to be searched, filtered, and paged, all by its address. */
export async function listPage(
  signedIn: SignedIn,
  kind: EntityKind,
  shown: {
    readonly title: string
    readonly columns: readonly string[]
    readonly rowOf: (document: Document) => readonly Pieces[]
    readonly canCreate: boolean
  },
): Promise<PageContent> {
  const { say, query } = signedIn
  const { q, organisation, status, after } = query
  const { path } = entityWords[kind]
  const { items, next } = await ask(signedIn, entityKeys(kind).list, pageForm(entityItem), {
    query: { q, organisation, status, after, limit: pageSize },
  })
  return {
    title: shown.title,
    blocks: [
      filterForm(signedIn, `/admin/${path}`, kind),
      {
        kind: 'table',
        caption: shown.title,
        columns: shown.columns,
        rows: items.map(({ document }) => shown.rowOf(document)),
        empty: say(entityTexts.none),
      },
      ...pagerBlocks(signedIn, next),
      ...(shown.canCreate
        ? [{ kind: 'actions', links: [{ text: say(entityTexts.add), href: `/admin/${path}/new` }] } as const]
        : []),
    ],
  }
}

function filterForm({ say, query }: SignedIn, action: string, kind: EntityKind): Block {
  const { q = '', organisation = '', status = '' } = query
  const names = kind === 'client' ? (['draft', 'active', 'disabled'] as const) : (['active', 'disabled'] as const)
  const statuses = names.map((value) => ({ value, label: say(entityStatusTexts[value]) }))
  return {
    kind: 'form',
    method: 'get',
    action,
    isRow: true,
    fields: [
      { name: 'q', label: say(entityTexts.search), input: { kind: 'search', value: q } },
      ...(kind === 'organisation'
        ? []
        : [
            {
              name: 'organisation',
              label: say(entityTexts.number),
              input: { kind: 'text', value: organisation, isNumeric: true },
            } as const,
          ]),
      {
        name: 'status',
        label: say(entityTexts.status),
        input: { kind: 'select', value: status, options: [{ value: '', label: say(overviewTexts.all) }, ...statuses] },
      },
    ],
    buttons: [{ text: say(formTexts.show), variant: 'secondary' }],
  }
}
