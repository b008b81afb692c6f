import { renderButton, renderInput, renderSelect } from '../core/html.ts'
import { findPersonaById, personas } from '../core/personas.ts'
import { type EidFlow, next, type Step } from '../core/step.ts'
import { approvalStep } from './approval-step.ts'
import { noEid } from './identify-step.ts'
import { pinStep } from './secret-step.ts'

const eid = 'bankid-mobil'

/** Mobile number and birth date, never the national identity number: the provider finds the person. */
const mobileNumberStep: Step = {
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
    if (number !== '' && !(/^\d{8}$/.test(number) && /^\d{6}$/.test(date))) {
      return {
        kind: 'again',
        message: { nb: 'Åtte siffer, og seks siffer for datoen.', en: 'Eight digits, and six digits for the date.' },
      }
    }
    const persona =
      number === ''
        ? findPersonaById(form.get('persona') ?? '')
        : personas.find((person) => person.mobile_number === number && shortDate(person.birth_date) === date)
    if (!persona?.eids.includes(eid)) return { kind: 'problem', problem: noEid }
    progress.persona = persona
    progress.pid = persona.pid
    return next
  },
}

const approveOnPhone = approvalStep({ nb: 'Sjekk mobilen', en: 'Check your phone' }, { nb: 'GODTA', en: 'ACCEPT' })

/** BankID på mobil, which lived on the SIM card until 2024. */
export const bankIdMobilFlow: EidFlow = {
  method: eid,
  label: { nb: 'BankID på mobil', en: 'BankID on mobile' },
  steps: () => [mobileNumberStep, approveOnPhone, pinStep],
}

/** 1984-11-07 → 071184 */
function shortDate(isoDate: string): string {
  return `${isoDate.slice(8, 10)}${isoDate.slice(5, 7)}${isoDate.slice(2, 4)}`
}
