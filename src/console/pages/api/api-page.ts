import { z } from 'zod'
import { isTheirs } from '#src/admin/actor.ts'
import { type AccessRow, wordOf, wordsOf } from '../../call/forms.ts'
import { readAccess } from '../../call/read-access.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { entityIntent } from '../../entity/entity-intent.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { type MemberField, withMembers } from '../../entity/member-field.ts'
import { documentAction, memberForm, offeredMembers, type RefusedForm } from '../../entity/member-form.ts'
import { type ReadEntity, readEntity } from '../../entity/read-entity.ts'
import { changeStatus, statusBlocks } from '../../entity/status-form.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { overviewTexts } from '../../texts/overview-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, lineBreak, link, muted, type Pieces, text } from '../../view/pieces.ts'
import { accessTable, decisionPath } from '../access-table.ts'
import { historyBlocks } from '../history-blocks.ts'
import { pagerBlocks } from '../pager.ts'
import { entityTag } from '../status-tags.ts'

const apiFields: readonly MemberField[] = [
  { member: 'name', label: entityTexts.name, input: 'text' },
  { member: 'access_token/lifetime_seconds', label: entityTexts.lifetime, input: 'number' },
  {
    member: 'introspection_clients',
    label: entityTexts.introspectors,
    note: formTexts.onePerLine,
    input: 'lines',
  },
  { member: 'requires_tenant_terms', label: entityTexts.tenantTerms, input: 'check' },
]
const scopesForm = z.array(
  z.object({
    name: z.string(),
    description: z.object({ nb: z.string(), nn: z.string(), en: z.string() }),
    used_by: z.array(z.enum(['user', 'machine'])),
    minimum_security_level: z.number().default(4),
    approval: z.enum(['owner', 'automatic']),
  }),
)
const pageSize = '50'
const mostWaiting = '100'

/** GET /admin/apis/{resource} */
export async function apiPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, await readApi(signedIn), undefined)
}

/** POST /admin/apis/{resource} */
export async function changeApi(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const api = await readApi(signedIn)
  const intent = entityIntent(signedIn, {
    ref: api,
    document: withMembers(api.document, offeredMembers(signedIn, api, apiFields), form),
    etag: form.get('etag') ?? '',
    title: signedIn.say(entityTexts.changeOf, { name: wordOf(api.document, 'name') }),
    backTo: pathOf(api),
    again: (refused) => show(signedIn, api, { form, refused }),
  })
  return performIntent(signedIn, intent, form)
}

/** POST /admin/apis/{resource}/status */
export async function changeApiStatus(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const api = await readApi(signedIn)
  return changeStatus(signedIn, api, form, (refused) => show(signedIn, api, { form: undefined, refused }))
}

function readApi(signedIn: SignedIn): Promise<ReadEntity> {
  return readEntity(signedIn, { kind: 'api', id: signedIn.params[0] ?? '' })
}

async function show(signedIn: SignedIn, api: ReadEntity, refusal: RefusedForm | undefined): Promise<PageContent> {
  const { say, query } = signedIn
  const { id, document } = api
  const waiting = await readAccess(signedIn, { api: id, status: 'requested', limit: mostWaiting })
  const { items, next } = await readAccess(signedIn, { api: id, after: query['after'], limit: pageSize })
  const others = items.filter(({ status }) => status !== 'requested')
  const decideOn = (row: AccessRow): Pieces => [link(say(clientTexts.decide), decisionPath(row), row.client_name)]
  return {
    title: wordOf(document, 'name') || id,
    over: say(entityTexts.api),
    trail: [{ text: say(frameTexts.apis), href: '/admin/apis' }],
    tags: [entityTag(wordOf(document, 'status'), say)],
    blocks: [
      factsOf(signedIn, api),
      {
        kind: 'section',
        id: 'waiting',
        heading: say(overviewTexts.waitingHeading),
        blocks: [
          { ...accessTable(signedIn, waiting.items, 'client', decideOn), empty: say(overviewTexts.noneWaiting) },
        ],
      },
      {
        kind: 'section',
        id: 'access',
        heading: say(overviewTexts.whoHas),
        blocks: [
          { ...accessTable(signedIn, others, 'client', decideOn), empty: say(overviewTexts.nobodyHas) },
          ...pagerBlocks(signedIn, next),
        ],
      },
      { kind: 'section', id: 'scopes', heading: say(entityTexts.scopes), blocks: [scopeTable(signedIn, api)] },
      {
        kind: 'section',
        id: 'settings',
        heading: say(entityTexts.settings),
        blocks: [
          ...memberForm(signedIn, api, apiFields, { action: pathOf(api), refusal }),
          ...documentAction(signedIn, api),
        ],
      },
      ...statusBlocks(signedIn, api),
      { kind: 'section', id: 'history', heading: say(entityTexts.history), blocks: await historyBlocks(signedIn, api) },
    ],
  }
}

function factsOf({ say, room, actor }: SignedIn, { id, document }: ReadEntity): Block {
  const owner = wordOf(document, 'owner')
  const name = room.registry().organisation(owner)?.name ?? owner
  const token = Object(document['access_token'])
  return {
    kind: 'facts',
    rows: [
      { label: say(entityTexts.id), pieces: [code(id)] },
      {
        label: say(entityTexts.owner),
        pieces: [isTheirs(actor, owner) ? link(name, `/admin/organisations/${owner}`) : text(name), muted(owner)],
      },
      {
        label: say(entityTexts.token),
        pieces: [
          text(`${say(entityTexts.profile)}: ${wordOf(token, 'profile')}`),
          lineBreak,
          text(`${say(entityTexts.constraint)}: ${wordOf(token, 'sender_constraint') || 'dpop'}`),
        ],
      },
      { label: say(entityTexts.claims), pieces: wordsOf(token, 'claims').flatMap((claim) => [code(claim), lineBreak]) },
    ],
  }
}

function scopeTable({ say, language }: SignedIn, { document }: ReadEntity): Block {
  const uses = { user: say(entityTexts.user), machine: say(entityTexts.machine) }
  return {
    kind: 'table',
    caption: say(entityTexts.scopes),
    columns: [
      say(entityTexts.scopes),
      say(entityTexts.description),
      say(entityTexts.usedBy),
      say(entityTexts.level),
      say(entityTexts.approval),
    ],
    rows: scopesForm
      .parse(document['scopes'])
      .map((scope) => [
        [code(scope.name)],
        [text(scope.description[language])],
        [text(scope.used_by.map((use) => uses[use]).join(', '))],
        [text(String(scope.minimum_security_level))],
        [text(say(scope.approval === 'owner' ? entityTexts.approvalOwner : entityTexts.approvalAutomatic))],
      ]),
    empty: '–',
  }
}
