import { isTheirs } from '#src/admin/actor.ts'
import { wordOf, wordsOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { entityIntent } from '../../entity/entity-intent.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { withMembers } from '../../entity/member-field.ts'
import { documentAction, memberForm, offeredMembers, type RefusedForm } from '../../entity/member-form.ts'
import type { ReadEntity } from '../../entity/read-entity.ts'
import { changeStatus, statusBlocks } from '../../entity/status-form.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, muted, text } from '../../view/pieces.ts'
import { clientFields } from './client-fields.ts'
import { clientFrame, readClient } from './client-frame.ts'

/** GET /admin/clients/{id} */
export async function clientSettingsPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, await readClient(signedIn), undefined)
}

function show(signedIn: SignedIn, client: ReadEntity, refusal: RefusedForm | undefined): PageContent {
  const { say } = signedIn
  return clientFrame(signedIn, client, 'settings', [
    factsOf(signedIn, client),
    {
      kind: 'section',
      id: 'settings',
      heading: say(entityTexts.settings),
      blocks: [
        ...memberForm(signedIn, client, clientFields(signedIn), { action: pathOf(client), refusal }),
        ...documentAction(signedIn, client),
      ],
    },
    ...statusBlocks(signedIn, client),
  ])
}

function factsOf({ say, room, actor }: SignedIn, { id, document }: ReadEntity): Block {
  const organisation = wordOf(document, 'organisation')
  const name = room.registry().organisation(organisation)?.name ?? organisation
  const level = wordOf(document, 'minimum_security_level')
  const lowReason = wordOf(document, 'minimum_security_level_reason')
  return {
    kind: 'facts',
    rows: [
      { label: say(entityTexts.id), pieces: [code(id)] },
      {
        label: say(entityTexts.owner),
        pieces: [
          isTheirs(actor, organisation) ? link(name, `/admin/organisations/${organisation}`) : text(name),
          muted(organisation),
        ],
      },
      { label: say(clientTexts.grants), pieces: wordsOf(document, 'grant_types').map(code) },
      { label: say(entityTexts.level), pieces: [text(level)] },
      ...(lowReason === '' ? [] : [{ label: say(clientTexts.lowReason), pieces: [text(lowReason)] }]),
    ],
  }
}

/** POST /admin/clients/{id} */
export async function changeClientSettings(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const client = await readClient(signedIn)
  const offered = offeredMembers(signedIn, client, clientFields(signedIn))
  const intent = entityIntent(signedIn, {
    ref: client,
    document: withMembers(client.document, offered, form),
    etag: form.get('etag') ?? '',
    title: signedIn.say(entityTexts.changeOf, { name: wordOf(client.document, 'client_name') }),
    backTo: pathOf(client),
    again: async (refused) => show(signedIn, client, { form, refused }),
  })
  return performIntent(signedIn, intent, form)
}

/** POST /admin/clients/{id}/status */
export async function changeClientStatus(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const client = await readClient(signedIn)
  return changeStatus(signedIn, client, form, async (refused) => show(signedIn, client, { form: undefined, refused }))
}
