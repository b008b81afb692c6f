import { renderButton } from '../../simulators/core/html.ts'
import { type EidFlow, type EidProblem, next, type Step } from '../../simulators/core/step.ts'
import { approvalStep } from '../../simulators/eids/approval-step.ts'
import { identifyStep } from '../../simulators/eids/identify-step.ts'
import { passwordStep, secretStep } from '../../simulators/eids/secret-step.ts'

/** The variant that does without the app. */
export const smsVariant = 'buypass-sms'

const notRegistered: EidProblem = {
  code: 'not-registered',
  text: {
    nb: 'Buypass ID i mobil er ikke registrert på dette fødselsnummeret. Last ned Buypass-appen, og registrer mobilen med smartkort eller en annen eID. Kom så tilbake hit.',
    en: 'Buypass ID on mobile is not registered for this number. Download the Buypass app, and register the phone with a smart card or another eID. Then come back here.',
  },
}

const approve = approvalStep(
  { nb: 'Åpne Buypass-appen', en: 'Open the Buypass app' },
  { nb: 'Godkjenn i appen', en: 'Approve in the app' },
)

/** The app, or a way round it for those who don't have it at hand. */
const approveOrSms: Step = {
  title: approve.title,
  render(progress, language) {
    const label = language === 'en' ? 'Use password and SMS code' : 'Bruk passord og SMS-kode'
    return `${approve.render(progress, language)}${renderButton('method', smsVariant, label, 'tile')}`
  },
  submit(progress, form, now) {
    if (form.get('method') !== smsVariant) return approve.submit(progress, form, now)
    progress.variant = smsVariant
    return next
  },
}

const smsCode = secretStep({
  name: 'one_time_code',
  accepted: '123456',
  title: { nb: 'Kode på SMS', en: 'Code by SMS' },
  label: { nb: 'SMS-kode (6 siffer)', en: 'SMS code (6 digits)' },
})

const identify = identifyStep('buypass-mobil', notRegistered)

/** Number → app, or password and SMS code. */
export const buypassMobileFlow: EidFlow = {
  method: 'buypass-mobil',
  label: { nb: 'Mobil', en: 'Mobile' },
  steps: ({ variant }) => [identify, approveOrSms, ...(variant === smsVariant ? [passwordStep, smsCode] : [])],
}
