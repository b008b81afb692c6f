import { readJson } from '#config/json-text.ts'
import { entityWords } from '#src/admin/entities/entity-words.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import { type Document, documentForm } from '../call/forms.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { type Outcome, performIntent } from '../forms/perform-intent.ts'
import { postedForm } from '../forms/posted-form.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { PageContent } from '../view/page-content.ts'
import { entityIntent } from './entity-intent.ts'
import { pathOf } from './entity-paths.ts'
import { type ReadEntity, readEntity } from './read-entity.ts'

/** What is wrong with a posted document: it is not JSON, or the registry refuses it. */
type Wrong = { readonly text: string | undefined; readonly refused?: BrokerError }

/** GET …/document: the whole entity as JSON, for what has no field of its own. */
export async function documentPage(signedIn: SignedIn, kind: EntityKind): Promise<PageContent> {
  const [id = ''] = signedIn.params
  return showDocument(signedIn, await readEntity(signedIn, { kind, id }), undefined)
}

function showDocument({ say, csrf }: SignedIn, entity: ReadEntity, wrong: Wrong | undefined): PageContent {
  const { kind, id, document, etag } = entity
  const field = {
    name: 'document',
    label: say(entityTexts.whole),
    note: say(entityTexts.wholeNote),
    pointer: '',
    ...(wrong !== undefined && wrong.refused === undefined ? { error: say(entityTexts.notJson) } : {}),
    input: { kind: 'area', value: wrong?.text ?? JSON.stringify(document, undefined, 2), rows: 28, isCode: true },
  } as const
  return {
    title: say(entityTexts.editWhole),
    over: `${say(entityTexts[kind])} ${id}`,
    ...(wrong === undefined ? {} : { status: wrong.refused?.entry.status ?? 400 }),
    trail: [{ text: say(formTexts.back), href: pathOf(entity) }],
    blocks: [
      postedForm(
        { say, csrf },
        { action: `${pathOf(entity)}/document`, hidden: { etag }, refused: wrong?.refused, fields: [field] },
      ),
    ],
  }
}

/** POST …/document */
export async function changeDocument(
  signedIn: SignedIn,
  kind: EntityKind,
  form: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const [id = ''] = signedIn.params
  const entity = await readEntity(signedIn, { kind, id })
  const written = form.get('document') ?? ''
  const document = parseDocument(written)
  if (document === undefined) return { page: showDocument(signedIn, entity, { text: written }) }
  return performIntent(
    signedIn,
    entityIntent(signedIn, {
      ref: entity,
      document,
      etag: form.get('etag') ?? '',
      title: signedIn.say(entityTexts.changeOf, { name: `${entityWords[kind].word} ${id}` }),
      backTo: pathOf(entity),
      again: async (refused) => showDocument(signedIn, entity, { text: shownAgain(written, refused), refused }),
    }),
    form,
  )
}

/** What was written, for another try; a private key is not shown again, nor what stood around it. */
function shownAgain(written: string, { reason }: BrokerError): string | undefined {
  return reason === 'private_key_offered' ? undefined : written
}

/** @returns undefined for what is no JSON object. */
export function parseDocument(written: string): Document | undefined {
  const read = readJson(written)
  return read.ok ? documentForm.safeParse(read.value).data : undefined
}
