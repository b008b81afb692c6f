import { renderButton } from '../../simulators/core/html.ts'
import { type EidFlow, type EidProblem, next, type Step } from '../../simulators/core/step.ts'
import { identifyStep } from '../../simulators/eids/identify-step.ts'
import { buypassPinStep } from './card-flow.ts'

const unknownKey: EidProblem = {
  code: 'unknown-key',
  text: {
    nb: 'Nøkkelen er ikke registrert som ID-nøkkel hos Buypass.',
    en: 'The key is not registered as an ID key at Buypass.',
  },
}

/** A FIDO2 key blinks until somebody touches it. */
const touch: Step = {
  title: { nb: 'Trykk på ID-nøkkelen', en: 'Touch the ID key' },
  render(_progress, language) {
    const [intro, approve, reject] =
      language === 'en'
        ? ['Insert the key and touch it when it blinks.', 'Touch the key', 'Remove the key']
        : ['Sett inn nøkkelen, og trykk på den når den blinker.', 'Trykk på nøkkelen', 'Ta ut nøkkelen']
    return `<p>${intro}</p>${renderButton('approve', '1', approve, 'main')}${renderButton('reject', '1', reject, 'quiet')}`
  },
  submit(_progress, form) {
    if (form.has('approve')) return next
    if (!form.has('reject')) return { kind: 'again', message: { nb: 'Trykk på nøkkelen.', en: 'Touch the key.' } }
    const text = { nb: 'Nøkkelen ble tatt ut.', en: 'The key was removed.' }
    return { kind: 'problem', problem: { code: 'key-removed', text } }
  },
}

const identify = identifyStep('buypass-nokkel', unknownKey)

/** Whose key → touch → PIN. */
export const buypassKeyFlow: EidFlow = {
  method: 'buypass-nokkel',
  label: { nb: 'ID-nøkkel', en: 'ID key' },
  steps: () => [identify, touch, buypassPinStep],
}
