import { isTheirs } from '#src/admin/actor.ts'
import { readAccess } from '../../call/read-access.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { formTexts } from '../../texts/form-texts.ts'
import { accessStatusTexts, overviewTexts } from '../../texts/overview-texts.ts'
import type { Block, FormBlock } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, text } from '../../view/pieces.ts'
import { pagerBlocks } from '../pager.ts'
import { endingKeyBlocks } from './ending-keys.ts'
import { graphBlocks } from './graph.ts'
import { matrixTable } from './matrix.ts'

/** Accesses on one page; with a text to look for, those that are looked through. */
const pageSize = '100'
const searchedSize = '500'
const mostWaiting = '100'

/** GET /admin: who calls what, as a drawing and as a matrix. */
export async function overviewPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, query, actor, room, language } = signedIn
  const { q = '', organisation, api, status, after } = query
  const { items, next } = await readAccess(signedIn, {
    organisation,
    api,
    status,
    after,
    limit: q === '' ? pageSize : searchedSize,
  })
  const wanted = q.toLowerCase()
  const rows = items.filter((row) =>
    [row.client_id, row.client_name, row.organisation_name, row.scope].some((word) =>
      word.toLowerCase().includes(wanted),
    ),
  )
  const nameOfApi = (resource: string) => room.registry().api(resource)?.name ?? resource
  const canOpen = (row: { readonly organisation: string }) => isTheirs(actor, row.organisation)
  const graph = graphBlocks(rows, nameOfApi, say)
  return {
    title: say(overviewTexts.title),
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(overviewTexts.lead))] },
      ...(await waitingBlocks(signedIn)),
      ...(await endingKeyBlocks(signedIn)),
      filterForm(signedIn),
      ...(graph.length === 0
        ? []
        : [{ kind: 'section', id: 'drawn', heading: say(overviewTexts.graph), blocks: graph } as const]),
      {
        kind: 'section',
        id: 'access',
        heading: say(overviewTexts.matrix),
        blocks: [matrixTable({ rows, nameOfApi, canOpen, say, language }), ...pagerBlocks(signedIn, next)],
      },
    ],
  }
}

/** What waits for somebody who may answer: requests for the APIs of the person's own organisations. */
async function waitingBlocks(signedIn: SignedIn): Promise<readonly Block[]> {
  const { say, room, actor } = signedIn
  const { items } = await readAccess(signedIn, {
    status: 'requested',
    limit: mostWaiting,
  })
  const own = items.filter(({ resource }) => {
    const owner = room.registry().api(resource)?.owner
    return owner !== undefined && isTheirs(actor, owner)
  })
  if (own.length === 0) return []
  const resources = [...new Set(own.map(({ resource }) => resource))]
  const heading =
    own.length === 1 ? say(overviewTexts.waitingOne) : say(overviewTexts.waiting, { count: String(own.length) })
  return [
    {
      kind: 'alert',
      color: 'info',
      heading,
      lines: [
        [text(say(overviewTexts.waitingLead))],
        ...resources.map((resource) => [
          link(room.registry().api(resource)?.name ?? resource, `/admin/apis/${resource}`),
        ]),
      ],
    },
  ]
}

function filterForm({ say, query, room }: SignedIn): FormBlock {
  const { q = '', organisation = '', api = '', status = '' } = query
  const all = { value: '', label: say(overviewTexts.all) }
  const apis = room
    .registry()
    .apis()
    .map(({ resource, name }) => ({ value: resource, label: name }))
  const statuses = Object.entries(accessStatusTexts).map(([value, phrase]) => ({ value, label: say(phrase) }))
  return {
    kind: 'form',
    method: 'get',
    action: '/admin',
    isRow: true,
    fields: [
      { name: 'q', label: say(overviewTexts.q), input: { kind: 'search', value: q } },
      {
        name: 'organisation',
        label: say(overviewTexts.organisation),
        input: { kind: 'text', value: organisation, isNumeric: true },
      },
      { name: 'api', label: say(overviewTexts.api), input: { kind: 'select', value: api, options: [all, ...apis] } },
      {
        name: 'status',
        label: say(overviewTexts.status),
        input: { kind: 'select', value: status, options: [all, ...statuses] },
      },
    ],
    buttons: [{ text: say(formTexts.show), variant: 'secondary' }],
  }
}
