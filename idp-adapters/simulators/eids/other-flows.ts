import type { EidFlow } from '../core/step.ts'
import { approvalStep } from './approval-step.ts'
import { identifyStep } from './identify-step.ts'
import { oneTimeCodeStep, passwordStep, pinStep } from './secret-step.ts'

const approveInBuypass = approvalStep(
  { nb: 'Åpne Buypass-appen', en: 'Open the Buypass app' },
  { nb: 'Bekreft i app', en: 'Approve in the app' },
)

/** The eIDs whose dialogue, seen through ID-porten, is "who are you" and one or two secrets. */
export const buypassSmartkortFlow: EidFlow = {
  method: 'buypass-smartkort',
  label: { nb: 'Buypass ID på smartkort', en: 'Buypass ID on smart card' },
  steps: () => [identifyStep('buypass-smartkort'), pinStep],
}

export const buypassMobilFlow: EidFlow = {
  method: 'buypass-mobil',
  label: { nb: 'Buypass ID i mobil', en: 'Buypass ID on mobile' },
  steps: () => [identifyStep('buypass-mobil'), approveInBuypass],
}

export const commfidesFlow: EidFlow = {
  method: 'commfides',
  label: { nb: 'Commfides', en: 'Commfides' },
  steps: () => [identifyStep('commfides'), pinStep],
}

export const minIdFlow: EidFlow = {
  method: 'minid',
  label: { nb: 'MinID', en: 'MinID' },
  steps: () => [identifyStep('minid'), passwordStep, oneTimeCodeStep],
}
