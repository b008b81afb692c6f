import { type Document, wordsOf } from '../call/forms.ts'
import type { PlacedField } from '../forms/errors-of.ts'
import type { Option } from '../view/block.ts'
import type { Phrase, Say } from '../view/speak.ts'

/** One member of a document as a field of a form. */
export interface MemberField {
  /** Name of the member; of one within another, both with a slash. */
  readonly member: string
  readonly label: Phrase
  readonly note?: Phrase
  readonly input:
    | 'text'
    | 'long'
    | 'number'
    | 'lines'
    | 'check'
    | { readonly select: readonly Option[] }
    | { readonly checks: readonly Option[] }
  /** Left empty, it is not in the document at all. */
  readonly isOptional?: boolean
}

/** The name of the field in the form. */
const nameOf = ({ member }: MemberField) => `m.${member.replaceAll('/', '.')}`

/** The field as it is shown: with what was posted, or else with what the document says. */
export function showMember(
  field: MemberField,
  document: Document,
  form: ReadonlyMap<string, string> | undefined,
  say: Say,
): PlacedField {
  const { input } = field
  const value = form === undefined ? valueAt(document, field.member) : postedValue(field, form)
  return {
    name: nameOf(field),
    pointer: `/${field.member}`,
    label: say(field.label),
    ...(field.note === undefined ? {} : { note: say(field.note) }),
    input:
      input === 'check'
        ? { kind: 'check', isChecked: value === true }
        : input === 'long'
          ? { kind: 'area', value: String(value ?? ''), rows: 3 }
          : input === 'lines'
            ? { kind: 'area', value: listOf(value).join('\n'), rows: Math.max(2, listOf(value).length + 1) }
            : input === 'text' || input === 'number'
              ? {
                  kind: 'text',
                  value: value === undefined || value === null ? '' : String(value),
                  isNumeric: input === 'number',
                }
              : 'select' in input
                ? { kind: 'select', value: String(value ?? ''), options: input.select }
                : { kind: 'checks', values: listOf(value), options: input.checks },
  }
}

/** The document with what the form says in the place of these members, and nothing else changed. */
export function withMembers(
  document: Document,
  fields: readonly MemberField[],
  form: ReadonlyMap<string, string>,
): Document {
  return fields.reduce((changed, field) => setAt(changed, field.member.split('/'), postedValue(field, form)), document)
}

function postedValue(field: MemberField, form: ReadonlyMap<string, string>): unknown {
  const name = nameOf(field)
  const text = (form.get(name) ?? '').trim()
  const { input } = field
  if (input === 'check') return form.has(name)
  if (input === 'lines') return text.split(/\s+/).filter(Boolean)
  if (input === 'number') return text === '' ? undefined : /^\d{1,9}$/.test(text) ? Number(text) : text
  if (typeof input === 'object' && 'checks' in input) {
    return input.checks.flatMap(({ value }, at) => (form.get(`${name}.${at}`) === value ? [value] : []))
  }
  return text === '' && field.isOptional ? undefined : text
}

function valueAt(document: Document, member: string): unknown {
  return member.split('/').reduce((value: unknown, name) => Reflect.get(Object(value), name), document)
}

function listOf(value: unknown): readonly string[] {
  return wordsOf({ value }, 'value')
}

function setAt(document: Document, [name = '', ...deeper]: readonly string[], value: unknown): Document {
  if (deeper.length > 0) {
    const inner = Object.fromEntries(Object.entries(Object(document[name])))
    return { ...document, [name]: setAt(inner, deeper, value) }
  }
  if (value !== undefined) return { ...document, [name]: value }
  const { [name]: _, ...others } = document
  return others
}
