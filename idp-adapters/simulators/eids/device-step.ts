import { renderButton, renderSelect } from '../core/html.ts'
import { type EidProblem, next, type Step } from '../core/step.ts'
import type { Text } from '../core/text.ts'
import { findLacking, readPerson, renderPersonaFields } from './identify-step.ts'

/** What may be the matter with a card, a reader or a stick. The first one is the sound one, also when none is chosen. */
export interface DeviceState {
  readonly value: string
  readonly label: Text
  /** Absent when the login goes on. */
  readonly problem?: Text
}

interface Device {
  readonly title: Text
  /** Name of the drop-down. */
  readonly name: 'card_state' | 'stick_state'
  readonly label: Text
  readonly states: readonly DeviceState[]
  /** The eID that the person must have, and what is said to one who hasn't. */
  readonly eid: string
  readonly lacking: EidProblem
}

/** "Insert it": whose it is, and how it is with it. */
export function deviceStep({ title, name, label, states, eid, lacking }: Device): Step {
  return {
    title,
    render(_progress, language) {
      const options = states.map((state) => ({ value: state.value, label: state.label[language] }))
      const button = renderButton('next', '1', language === 'en' ? 'Next' : 'Neste', 'main')
      return `${renderPersonaFields(language)}${renderSelect(name, label[language], options)}${button}`
    },
    submit(progress, form) {
      const chosen = form.get(name) ?? ''
      const problem = states.find(({ value }) => value === chosen)?.problem
      if (problem) return { kind: 'problem', problem: { code: chosen, text: problem } }
      const found = readPerson(form)
      if (found === undefined) {
        return { kind: 'again', message: { nb: 'Skriv elleve siffer.', en: 'Type eleven digits.' } }
      }
      const missing = findLacking(found.persona, eid, lacking)
      if (missing) return { kind: 'problem', problem: missing }
      Object.assign(progress, found)
      return next
    },
  }
}
