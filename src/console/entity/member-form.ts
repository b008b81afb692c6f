import { isOwnersToChange } from '#src/admin/rights/judge-plan.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import { isBuiltIn } from '#src/registry/built-in/check-built-in.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { postedForm } from '../forms/posted-form.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { Block, FormBlock } from '../view/block.ts'
import { text } from '../view/pieces.ts'
import { pathOf } from './entity-paths.ts'
import { type MemberField, showMember } from './member-field.ts'
import type { ReadEntity } from './read-entity.ts'

/** A form that was posted and refused: it comes back as it was, with what is wrong. */
export interface RefusedForm {
  /** Undefined: another form of the page was refused, and this one shows what is saved. */
  readonly form: ReadonlyMap<string, string> | undefined
  readonly refused: BrokerError
}

/** Members that this person is offered: all of them to an operator, to an owner its own; of the broker's own entities none. */
export function offeredMembers(
  { isOperator }: SignedIn,
  ref: EntityRef,
  fields: readonly MemberField[],
): readonly MemberField[] {
  if (isBuiltIn(ref)) return []
  return fields.filter(({ member }) => isOperator || isOwnersToChange(ref.kind, member.split('/')[0] ?? ''))
}

/** The way to the whole document, where it may be changed at all. */
export function documentAction({ say }: SignedIn, ref: EntityRef): readonly Block[] {
  if (isBuiltIn(ref)) return []
  const link = { text: say(entityTexts.editWhole), href: `${pathOf(ref)}/document`, variant: 'secondary' } as const
  return [{ kind: 'actions', links: [link] }]
}

/** What may be changed as a form, and under it what may not, with the reason. */
export function memberForm(
  signedIn: SignedIn,
  entity: ReadEntity,
  fields: readonly MemberField[],
  options: { readonly action: string; readonly refusal?: RefusedForm | undefined },
): readonly Block[] {
  const { say, csrf } = signedIn
  const { document, etag } = entity
  const offered = offeredMembers(signedIn, entity, fields)
  if (offered.length === 0) {
    const note = isBuiltIn(entity) ? entityTexts.fixedNote : entityTexts.operatorOnlyNote
    return [{ kind: 'paragraph', pieces: [text(say(note))] }, factsOf(signedIn, entity, fields)]
  }
  const shown = offered.map((field) => showMember(field, document, options.refusal?.form, say))
  const form: FormBlock = postedForm(
    { say, csrf },
    { action: options.action, hidden: { etag }, refused: options.refusal?.refused, fields: shown },
  )
  const rest = fields.filter((field) => !offered.includes(field))
  if (rest.length === 0) return [form]
  return [
    form,
    {
      kind: 'details',
      summary: say(entityTexts.operatorOnly),
      blocks: [
        { kind: 'paragraph', pieces: [text(say(entityTexts.operatorOnlyNote))] },
        factsOf(signedIn, entity, rest),
      ],
    },
  ]
}

function factsOf({ say }: SignedIn, { document }: ReadEntity, fields: readonly MemberField[]): Block {
  return {
    kind: 'facts',
    rows: fields.map((field) => {
      const { label, input } = showMember(field, document, undefined, say)
      return { label, pieces: [text(wordsOfInput(input, say(formTexts.yes), say(formTexts.no)) || '–')] }
    }),
  }
}

function wordsOfInput(input: ReturnType<typeof showMember>['input'], yes: string, no: string): string {
  switch (input.kind) {
    case 'check':
      return input.isChecked ? yes : no
    case 'checks':
      return input.options.flatMap(({ value, label }) => (input.values.includes(value) ? [label] : [])).join(', ')
    case 'select':
      return input.options.find(({ value }) => value === input.value)?.label ?? input.value
    default:
      return input.value.split('\n').join(', ')
  }
}
