import type { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { Field } from '../view/block.ts'
import type { Say } from '../view/speak.ts'

/** A field of a form with the place in the document that it is about. */
export interface PlacedField extends Field {
  /** JSON Pointer; what is wrong below it belongs to the field too. */
  readonly pointer: string
}

/** What was refused, each place beside its field; what has no field here stands above them. */
export function errorsOf(
  refused: BrokerError | undefined,
  fields: readonly PlacedField[],
  say: Say,
): { readonly fields: readonly Field[]; readonly errors: readonly string[] } {
  if (refused === undefined) return { fields, errors: [] }
  const places = refused instanceof ProblemError ? refused.errors : []
  const told = places.map((place) => ({
    at: place.pointer ?? '',
    where: [place.id, place.pointer ?? place.parameter].filter(Boolean).join(' '),
    text: say(formTexts.found, { found: place.found, allowed: place.allowed }),
  }))
  const fieldOf = (at: string) =>
    fields.find(({ pointer }) => pointer !== '' && (at === pointer || at.startsWith(`${pointer}/`)))
  const rest = told.filter(({ at }) => fieldOf(at) === undefined)
  return {
    fields: fields.map((field) => {
      const own = told.filter(({ at }) => fieldOf(at) === field).map((problem) => problem.text)
      return own.length === 0 ? field : { ...field, error: own.join(' · ') }
    }),
    errors:
      places.length === 0
        ? [refused.publicDescription]
        : rest.map(({ where, text }) => (where === '' ? text : `${where}: ${text}`)),
  }
}
