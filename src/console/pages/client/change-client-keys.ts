import { attempt } from '../../call/attempt.ts'
import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { endOfDay } from '../../forms/end-of-day.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { requirePublicJwk } from '../../forms/public-jwk.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code } from '../../view/pieces.ts'
import { readClient } from './client-frame.ts'
import { showKeys } from './client-keys.ts'

/**
 * POST /admin/clients/{id}/keys. What is no public key is refused before the page that asks for the reason, which would
 * carry it in a hidden field.
 */
export async function addKey(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const client = await readClient(signedIn)
  const read = await attempt(requirePublicJwk(form.get('jwk') ?? ''))
  if ('refused' in read) {
    const page = await showKeys(signedIn, client, { form, refused: read.refused })
    return { page: { ...page, status: read.refused.entry.status } }
  }
  const end = endOfDay(form.get('expires_at'))
  return performIntent(
    signedIn,
    {
      title: say(clientTexts.addKeyTo, { name: wordOf(client.document, 'client_name') }),
      key: 'POST /clients/{id}/keys',
      question: {
        params: { id: client.id },
        body: { jwk: read.done, ...(end === undefined ? {} : { expires_at: end }) },
      },
      hasPlan: false,
      summary: [{ kind: 'pre', label: say(clientTexts.jwk), text: JSON.stringify(read.done, undefined, 2) }],
      button: say(clientTexts.addKey),
      done: 'keyAdded',
      backTo: `${pathOf(client)}/keys`,
      again: (refused) => showKeys(signedIn, client, { form, refused }),
    },
    form,
  )
}

/** GET /admin/clients/{id}/retire-key?kid=… */
export async function retireKeyPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, csrf, query } = signedIn
  const client = await readClient(signedIn)
  const kid = query['kid'] ?? ''
  return {
    title: say(clientTexts.retireKey, { kid }),
    over: wordOf(client.document, 'client_name'),
    trail: [{ text: say(formTexts.back), href: `${pathOf(client)}/keys` }],
    blocks: [
      {
        kind: 'form',
        method: 'post',
        action: `${pathOf(client)}/retire-key`,
        hidden: { csrf, kid, confirmed: 'yes' },
        fields: [
          {
            name: 'reason',
            label: say(formTexts.reason),
            note: say(formTexts.reasonNote),
            input: { kind: 'area', value: '', rows: 3, isRequired: true },
          },
        ],
        buttons: [{ text: say(clientTexts.retire), color: 'danger' }],
      },
    ],
  }
}

/** POST /admin/clients/{id}/retire-key */
export async function retireKey(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const client = await readClient(signedIn)
  const kid = form.get('kid') ?? ''
  return performIntent(
    signedIn,
    {
      title: say(clientTexts.retireKey, { kid }),
      key: 'DELETE /clients/{id}/keys/{kid}',
      question: { params: { id: client.id, kid } },
      hasPlan: false,
      summary: [{ kind: 'paragraph', pieces: [code(kid)] }],
      button: say(clientTexts.retire),
      isDangerous: true,
      done: 'keyRetired',
      backTo: `${pathOf(client)}/keys`,
      again: (refused) => showKeys(signedIn, client, { form: undefined, refused }),
    },
    form,
  )
}
