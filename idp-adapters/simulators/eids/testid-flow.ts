import { renderButton, renderSelect } from '../core/html.ts'
import { type EidFlow, next, type Step } from '../core/step.ts'
import { readPerson, renderPersonaFields } from './identify-step.ts'

/** TestID asks for any number and a level, and for no secret. */
const testIdStep: Step = {
  title: { nb: 'TestID', en: 'TestID' },
  render(_progress, language) {
    const en = language === 'en'
    const levels = [
      { value: 'high', label: en ? 'High (4)' : 'Høyt (4)' },
      { value: 'substantial', label: en ? 'Substantial (3)' : 'Betydelig (3)' },
    ]
    return [
      renderPersonaFields(language),
      renderSelect('level', en ? 'Level' : 'Nivå', levels),
      renderButton('next', '1', en ? 'Log in' : 'Logg inn', 'main'),
    ].join('')
  },
  submit(progress, form) {
    const found = readPerson(form)
    if (found === undefined) {
      return { kind: 'again', message: { nb: 'Skriv elleve siffer.', en: 'Type eleven digits.' } }
    }
    Object.assign(progress, found)
    progress.level = form.get('level') === 'substantial' ? 'substantial' : 'high'
    return next
  },
}

/** Digdir's test eID: whoever you say, at the level you say. Proves nothing, and exists in no production. */
export const testIdFlow: EidFlow = {
  method: 'testid',
  label: { nb: 'TestID', en: 'TestID' },
  steps: () => [testIdStep],
}
