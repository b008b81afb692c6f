import { renderButton, renderInput, renderSelect } from '../core/html.ts'
import { findPersonaById, findPersonaByPid, type Persona, personas } from '../core/personas.ts'
import { type EidProblem, next, type Step } from '../core/step.ts'
import type { PageLanguage } from '../core/text.ts'

/**
 * "Who are you": a test person from the list, or a number. A number that is typed wins.
 * @param eid the eID that the person must have.
 * @param lacking what a person without it is told.
 */
export function identifyStep(eid: string, lacking: EidProblem = noEid): Step {
  return {
    title: { nb: 'Hvem er du?', en: 'Who are you?' },
    render: (_progress, language) =>
      `${renderPersonaFields(language)}${renderButton('next', '1', language === 'en' ? 'Next' : 'Neste', 'main')}`,
    submit(progress, form) {
      const found = readPerson(form)
      if (found === undefined) {
        return { kind: 'again', message: { nb: 'Skriv elleve siffer.', en: 'Type eleven digits.' } }
      }
      const problem = findLacking(found.persona, eid, lacking)
      if (problem) return { kind: 'problem', problem }
      Object.assign(progress, found)
      return next
    },
  }
}

/** The list of test persons and the field for a number. */
export function renderPersonaFields(language: PageLanguage): string {
  const options = personas.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
  const texts =
    language === 'en'
      ? {
          persona: 'Test person',
          pid: 'Or national identity number (11 digits)',
          hint: 'Optional. Synthetic numbers only.',
        }
      : { persona: 'Testperson', pid: 'Eller fødselsnummer (11 siffer)', hint: 'Valgfritt. Bare syntetiske numre.' }
  const input = renderInput({ name: 'pid', label: texts.pid, hint: texts.hint, inputMode: 'numeric' })
  return `${renderSelect('persona', texts.persona, options)}${input}`
}

/** The person that the form names; undefined when it names nobody in a readable way. */
export function readPerson(form: URLSearchParams): { readonly pid: string; readonly persona?: Persona } | undefined {
  const pid = (form.get('pid') ?? '').trim()
  if (pid !== '') {
    if (!/^\d{11}$/.test(pid)) return undefined
    const persona = findPersonaByPid(pid)
    return { pid, ...(persona && { persona }) }
  }
  const persona = findPersonaById(form.get('persona') ?? '')
  return persona && { pid: persona.pid, persona }
}

/** Why this person can't use this eID; undefined when it can be used. */
export function findLacking(persona: Persona | undefined, eid: string, lacking: EidProblem): EidProblem | undefined {
  if (persona?.eids.includes(eid)) {
    if (eid !== 'bankid' || persona.bankid_error === undefined) return undefined
    return {
      code: persona.bankid_error,
      text: {
        nb: `BankID-en din er sperret. Kontakt banken din og oppgi koden ${persona.bankid_error}.`,
        en: `Your BankID is blocked. Contact your bank and give the code ${persona.bankid_error}.`,
      },
    }
  }
  if (eid === 'bankid' && persona?.has_code_device) return codeDeviceOnly
  return lacking
}

const codeDeviceOnly: EidProblem = {
  code: 'NO-BANKID',
  text: {
    nb: 'Vi finner ingen aktiv BankID på dette fødselsnummeret. Kodebrikke er ikke det samme som BankID. Kontakt banken din.',
    en: 'We find no active BankID for this number. A code device is not the same as BankID. Contact your bank.',
  },
}

/** Nobody with this number has this eID. */
export const noEid: EidProblem = {
  code: 'NO-BANKID',
  text: {
    nb: 'Vi finner ingen slik eID på dette nummeret.',
    en: 'We find no such eID for this number.',
  },
}
