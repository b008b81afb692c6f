import { z } from 'zod'
import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { entityIntent } from '../../entity/entity-intent.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { endOfDay } from '../../forms/end-of-day.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, text } from '../../view/pieces.ts'
import { showAccess } from './client-access.ts'
import { readClient } from './client-frame.ts'

const accessList = z.array(z.looseObject({ scope: z.string() }))

/** POST /admin/clients/{id}/access: asks for access. */
export async function requestAccess(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const client = await readClient(signedIn)
  const scope = form.get('scope') ?? ''
  const until = endOfDay(form.get('valid_until'))
  const title = say(clientTexts.requestOf, { scope, name: wordOf(client.document, 'client_name') })
  return performIntent(
    signedIn,
    {
      title,
      key: 'POST /access/requests',
      question: { body: { client_id: client.id, scope, ...(until === undefined ? {} : { valid_until: until }) } },
      hasPlan: false,
      summary: [],
      button: say(clientTexts.requestButton),
      done: 'requested',
      backTo: `${pathOf(client)}/access`,
      again: (refused) => showAccess(signedIn, client, { form, refused }),
    },
    form,
  )
}

/** GET /admin/clients/{id}/give-up: asks whether it is meant. */
export async function giveUpPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, csrf, query } = signedIn
  const client = await readClient(signedIn)
  const scope = query['scope'] ?? ''
  const title = say(clientTexts.giveUpOf, { scope, name: wordOf(client.document, 'client_name') })
  return {
    title,
    trail: [{ text: say(formTexts.back), href: `${pathOf(client)}/access` }],
    blocks: [
      { kind: 'paragraph', pieces: [text(say(clientTexts.giveUpNote)), code(scope)] },
      {
        kind: 'form',
        method: 'post',
        action: `${pathOf(client)}/give-up`,
        hidden: { csrf, scope, etag: client.etag },
        fields: [],
        buttons: [{ text: say(clientTexts.giveUp), color: 'danger' }],
      },
    ],
  }
}

/** POST /admin/clients/{id}/give-up: the client's owner takes back what it was given. */
export async function giveUpAccess(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const client = await readClient(signedIn)
  const scope = form.get('scope') ?? ''
  const access = accessList
    .parse(client.document['access'] ?? [])
    .map((entry) => (entry.scope === scope ? { ...entry, status: 'revoked' } : entry))
  return performIntent(
    signedIn,
    entityIntent(signedIn, {
      ref: client,
      document: { ...client.document, access },
      etag: form.get('etag') ?? '',
      title: signedIn.say(clientTexts.giveUpOf, { scope, name: wordOf(client.document, 'client_name') }),
      backTo: `${pathOf(client)}/access`,
      isDangerous: true,
      again: (refused) => showAccess(signedIn, client, { form: undefined, refused }),
    }),
    form,
  )
}
