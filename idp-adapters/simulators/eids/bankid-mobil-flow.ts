import { renderButton, renderInput, renderSelect } from '../core/html.ts'
import { findPersonaById, personas } from '../core/personas.ts'
import { type EidFlow, next, type Step } from '../core/step.ts'
import type { Text } from '../core/text.ts'
import { approvalStep } from './approval-step.ts'
import { noEid } from './identify-step.ts'
import { pinStep } from './secret-step.ts'

const eid = 'bankid-mobil'

/** Mobile number and birth date, never the national identity number: the provider finds the person. */
export const mobileNumberStep: Step = {
  title: { nb: 'Mobilnummer og fødselsdato', en: 'Mobile number and date of birth' },
  render(_progress, language) {
    const en = language === 'en'
    const owners = personas.filter((persona) => persona.eids.includes(eid))
    const hint = owners.map((owner) => `${owner.mobile_number} / ${shortDate(owner.birth_date)}`).join(', ')
    const others = personas.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
    return [
      renderSelect('persona', en ? 'Test person' : 'Testperson', others),
      renderInput({
        name: 'mobile_number',
        label: en ? 'Or mobile number' : 'Eller mobilnummer',
        hint,
        inputMode: 'numeric',
      }),
      renderInput({
        name: 'birth_date',
        label: en ? 'Date of birth (ddmmyy)' : 'Fødselsdato (ddmmåå)',
        inputMode: 'numeric',
      }),
      renderButton('next', '1', en ? 'Next' : 'Neste', 'main'),
    ].join('')
  },
  submit(progress, form) {
    const number = (form.get('mobile_number') ?? '').trim()
    const date = (form.get('birth_date') ?? '').trim()
    const message = number === '' ? undefined : whatIsWrong(number, date)
    if (message) return { kind: 'again', message }
    const persona =
      number === ''
        ? findPersonaById(form.get('persona') ?? '')
        : personas.find((person) => person.mobile_number === number && shortDate(person.birth_date) === date)
    if (!persona?.eids.includes(eid)) return { kind: 'problem', problem: noEid }
    progress.persona = persona
    progress.pid = persona.pid
    if (persona.mobile_number !== undefined) progress.mobileNumber = persona.mobile_number
    return next
  },
}

/** One message a field, the first that is wrong. */
function whatIsWrong(number: string, date: string): Text | undefined {
  if (!/^\d{8}$/.test(number)) return { nb: 'Mobilnummeret er åtte siffer.', en: 'The mobile number is eight digits.' }
  if (!isDate(date)) return { nb: 'Det er ingen dato: skriv ddmmåå.', en: 'That is no date: type ddmmyy.' }
  return undefined
}

function isDate(text: string): boolean {
  const [, day = '', month = '', year = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  // Any century will do: 29 February 2000 is the widest.
  const date = new Date(Date.UTC(2000 + Number(year), Number(month) - 1, Number(day)))
  return year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

const approveOnPhone = approvalStep({ nb: 'Sjekk mobilen', en: 'Check your phone' }, { nb: 'GODTA', en: 'ACCEPT' })

/** BankID på mobil as seen through ID-porten, the phone drawn on the same page. */
export const bankIdMobilFlow: EidFlow = {
  method: eid,
  label: { nb: 'BankID på mobil', en: 'BankID on mobile' },
  steps: () => [mobileNumberStep, approveOnPhone, pinStep],
}

/** 1984-11-07 → 071184 */
function shortDate(isoDate: string): string {
  return `${isoDate.slice(8, 10)}${isoDate.slice(5, 7)}${isoDate.slice(2, 4)}`
}
