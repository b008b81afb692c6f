import { entityItem, pageForm, wordOf } from '../../call/forms.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { entityIntent } from '../../entity/entity-intent.ts'
import { entityKeys, pathOf } from '../../entity/entity-paths.ts'
import { withMembers } from '../../entity/member-field.ts'
import { memberForm, offeredMembers, type RefusedForm } from '../../entity/member-form.ts'
import { type ReadEntity, readEntity } from '../../entity/read-entity.ts'
import { changeStatus, statusBlocks } from '../../entity/status-form.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, muted, type Pieces, tag, text } from '../../view/pieces.ts'
import { historyBlocks } from '../history-blocks.ts'
import { entityTag } from '../status-tags.ts'
import { organisationFields } from './organisation-fields.ts'

/** Of each kind that is listed on the page of an organisation; the rest stands in the filtered list. */
const mostListed = '100'

/** GET /admin/organisations/{number} */
export async function organisationPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, await readOrganisation(signedIn), undefined)
}

/** POST /admin/organisations/{number} */
export async function changeOrganisation(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const organisation = await readOrganisation(signedIn)
  const offered = offeredMembers(signedIn, organisation, organisationFields)
  const intent = entityIntent(signedIn, {
    ref: organisation,
    document: withMembers(organisation.document, offered, form),
    etag: form.get('etag') ?? '',
    title: signedIn.say(entityTexts.changeOf, { name: wordOf(organisation.document, 'name') }),
    backTo: pathOf(organisation),
    again: (refused) => show(signedIn, organisation, { form, refused }),
  })
  return performIntent(signedIn, intent, form)
}

/** POST /admin/organisations/{number}/status */
export async function changeOrganisationStatus(
  signedIn: SignedIn,
  form: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const organisation = await readOrganisation(signedIn)
  return changeStatus(signedIn, organisation, form, (refused) =>
    show(signedIn, organisation, { form: undefined, refused }),
  )
}

function readOrganisation(signedIn: SignedIn): Promise<ReadEntity> {
  return readEntity(signedIn, { kind: 'organisation', id: signedIn.params[0] ?? '' })
}

async function show(
  signedIn: SignedIn,
  organisation: ReadEntity,
  refusal: RefusedForm | undefined,
): Promise<PageContent> {
  const { say, room, isOperator } = signedIn
  const { id, document } = organisation
  const parent = wordOf(document, 'parent')
  const agreements = Object.values(Object(document['agreements']))
  const isWhole = agreements.length > 0 && agreements.every((value) => value === true)
  return {
    title: wordOf(document, 'name') || id,
    over: `${say(entityTexts.organisation)} ${id}`,
    trail: [{ text: say(frameTexts.organisations), href: '/admin/organisations' }],
    tags: [
      entityTag(wordOf(document, 'status'), say),
      ...(isWhole ? [] : [tag(say(entityTexts.agreementsLack), 'danger')]),
    ],
    blocks: [
      ...(parent === ''
        ? []
        : [
            {
              kind: 'facts',
              rows: [
                {
                  label: say(entityTexts.parent),
                  pieces: [text(room.registry().organisation(parent)?.name ?? parent), muted(parent)],
                },
              ],
            } as const,
          ]),
      {
        kind: 'section',
        id: 'settings',
        heading: say(entityTexts.settings),
        blocks: memberForm(signedIn, organisation, organisationFields, { action: pathOf(organisation), refusal }),
      },
      await belongings(signedIn, id),
      ...(isOperator ? statusBlocks(signedIn, organisation) : []),
      {
        kind: 'section',
        id: 'history',
        heading: say(entityTexts.history),
        blocks: await historyBlocks(signedIn, organisation),
      },
    ],
  }
}

/** Its clients, APIs and delegations. */
async function belongings(signedIn: SignedIn, organisation: string): Promise<Block> {
  const { say, room } = signedIn
  const listOf = async (kind: 'client' | 'api' | 'delegation') => {
    const query = { organisation, limit: mostListed }
    return (await ask(signedIn, entityKeys(kind).list, pageForm(entityItem), { query })).items
  }
  const [clients, apis, delegations] = await Promise.all([listOf('client'), listOf('api'), listOf('delegation')])
  const nameOf = (number: string) => room.registry().organisation(number)?.name ?? number
  const status = (document: (typeof clients)[number]['document']) => entityTag(wordOf(document, 'status'), say)
  const lists: readonly (readonly [string, readonly Pieces[]])[] = [
    [
      say(entityTexts.owns),
      clients.map(({ document }) => [
        link(wordOf(document, 'client_name'), pathOf({ kind: 'client', id: wordOf(document, 'client_id') })),
        status(document),
      ]),
    ],
    [
      say(entityTexts.ownsApis),
      apis.map(({ document }) => [
        link(wordOf(document, 'name'), pathOf({ kind: 'api', id: wordOf(document, 'resource') })),
        status(document),
      ]),
    ],
    [
      say(entityTexts.delegations),
      delegations.map(({ document }) => [
        link(
          nameOf(wordOf(document, 'to')),
          `/admin/delegations/${wordOf(document, 'from')}-${wordOf(document, 'to')}/document`,
        ),
        status(document),
      ]),
    ],
  ]
  return {
    kind: 'facts',
    rows: lists.map(([label, items]) => ({
      label,
      pieces:
        items.length === 0
          ? [muted('–')]
          : items.flatMap((item, at) => (at === 0 ? item : [{ kind: 'break' }, ...item])),
    })),
  }
}
