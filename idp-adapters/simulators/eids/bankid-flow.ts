import { renderButton } from '../core/html.ts'
import { type EidFlow, next, type Progress, type Step } from '../core/step.ts'
import { approvalStep } from './approval-step.ts'
import { identifyStep } from './identify-step.ts'
import { bankIdPasswordStep, oneTimeCodeStep } from './secret-step.ts'

const variants = {
  bankid: { nb: 'Kodebrikke', en: 'Code device' },
  'bankid-app': { nb: 'BankID-app', en: 'BankID app' },
  biometric: { nb: 'BankID med biometri (nivå 3)', en: 'BankID with biometrics (level 3)' },
} as const

const identify = identifyStep('bankid')
const approveInApp = approvalStep(
  { nb: 'Åpne BankID-appen', en: 'Open the BankID app' },
  { nb: 'Bekreft i app', en: 'Approve in the app' },
)

function chooseVariant(offered: readonly (keyof typeof variants)[]): Step {
  return {
    title: { nb: 'Hvordan vil du bruke BankID?', en: 'How do you want to use BankID?' },
    render: (_progress, language) =>
      offered.map((value) => renderButton('method', value, variants[value][language], 'tile')).join(''),
    submit(progress, form) {
      const chosen = offered.find((value) => value === form.get('method'))
      if (chosen === undefined) {
        return { kind: 'again', message: { nb: 'Velg en av dem.', en: 'Choose one of them.' } }
      }
      progress.variant = chosen
      return next
    },
  }
}

/** Number → code device or app → password. Biometrics, where offered, are approved in the app alone. */
export function bankIdFlow(offered: readonly (keyof typeof variants)[]): EidFlow {
  const choose = chooseVariant(offered)
  return {
    method: 'bankid',
    label: { nb: 'BankID', en: 'BankID' },
    steps({ variant }: Progress) {
      if (variant === 'biometric') return [identify, choose, approveInApp]
      return [identify, choose, variant === 'bankid-app' ? approveInApp : oneTimeCodeStep, bankIdPasswordStep]
    },
  }
}
