import { entityWords } from '#src/admin/entities/entity-words.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import type { Document } from '../call/forms.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { errorsOf } from '../forms/errors-of.ts'
import { type Outcome, performIntent } from '../forms/perform-intent.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { PageContent } from '../view/page-content.ts'
import { parseDocument } from './document-page.ts'
import { entityIntent } from './entity-intent.ts'
import { pathOf } from './entity-paths.ts'
import { type MemberField, showMember, withMembers } from './member-field.ts'

/** How something new is described: by fields on top of what is usual, or as a whole document. */
export interface NewEntity {
  readonly kind: EntityKind
  readonly title: string
  /** Members that a new one has from the start. */
  readonly start: Document
  /** Empty: it is written as JSON, beginning with `start`. */
  readonly fields: readonly MemberField[]
  /** The member that is its id. */
  readonly idMember: string
}

/** GET …/new */
export function showCreate(
  { say, csrf }: SignedIn,
  { kind, title, start, fields }: NewEntity,
  form?: ReadonlyMap<string, string>,
  refused?: BrokerError,
): PageContent {
  const { path } = entityWords[kind]
  const shown =
    fields.length > 0
      ? fields.map((field) => showMember(field, start, form, say))
      : [
          {
            name: 'document',
            pointer: '',
            label: say(entityTexts.whole),
            note: say(entityTexts.wholeNote),
            input: {
              kind: 'area',
              value: form?.get('document') ?? JSON.stringify(start, undefined, 2),
              rows: 28,
              isCode: true,
            },
          } as const,
        ]
  const isNoJson = form?.has('document') === true && refused === undefined
  const { fields: placed, errors } = errorsOf(refused, shown, say)
  return {
    title,
    ...(isNoJson ? { status: 400 } : {}),
    trail: [{ text: say(entityTexts.list), href: `/admin/${path}` }],
    blocks: [
      {
        kind: 'form',
        method: 'post',
        action: `/admin/${path}/new`,
        hidden: { csrf },
        errorHeading: say(formTexts.wrong),
        fields: placed,
        errors: isNoJson ? [say(entityTexts.notJson)] : errors,
        buttons: [{ text: say(formTexts.next) }],
      },
    ],
  }
}

/** POST …/new */
export async function create(
  signedIn: SignedIn,
  fresh: NewEntity,
  form: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { kind, start, fields, idMember } = fresh
  const document = fields.length > 0 ? withMembers(start, fields, form) : parseDocument(form.get('document') ?? '')
  if (document === undefined) return { page: showCreate(signedIn, fresh, form) }
  const id = String(document[idMember] ?? '')
  const ref = { kind, id }
  return performIntent(
    signedIn,
    entityIntent(signedIn, {
      ref,
      document,
      etag: undefined,
      title: signedIn.say(entityTexts.createOf, { name: id || '–' }),
      backTo: pathOf(ref),
      done: 'created',
      again: async (refused) => showCreate(signedIn, fresh, form, refused),
    }),
    form,
  )
}
