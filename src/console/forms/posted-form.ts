import type { BrokerError } from '#src/http/broker-error.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { FormBlock } from '../view/block.ts'
import { errorsOf, type PlacedField } from './errors-of.ts'

/** A form that is posted: with the token against forgery, and what was refused beside the fields that it is about. */
export function postedForm(
  { say, csrf }: Pick<SignedIn, 'say' | 'csrf'>,
  form: Pick<FormBlock, 'action'> &
    Partial<Pick<FormBlock, 'buttons' | 'hidden' | 'isRow'>> & {
      readonly fields: readonly PlacedField[]
      readonly refused: BrokerError | undefined
    },
): FormBlock {
  const { action, fields, refused, hidden, buttons = [{ text: say(formTexts.next) }], isRow } = form
  return {
    kind: 'form',
    method: 'post',
    action,
    hidden: { ...hidden, csrf },
    errorHeading: say(formTexts.wrong),
    ...errorsOf(refused, fields, say),
    buttons,
    ...(isRow === undefined ? {} : { isRow }),
  }
}
