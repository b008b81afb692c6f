import type { SimulatedProvider } from '../../simulators/core/provider.ts'
import type { EidFlow } from '../../simulators/core/step.ts'
import { identifyStep } from '../../simulators/eids/identify-step.ts'
import { passwordStep } from '../../simulators/eids/secret-step.ts'
import { templateStyleSheet } from './style-sheet.ts'

/** Change: the pages of this eID in order. A value of `method`, and the personas that have it (`eids`). */
const flow: EidFlow = {
  method: 'testid',
  label: { nb: 'Mal', en: 'Template' },
  steps: () => [identifyStep('bankid'), passwordStep],
}

/** Change: the provider as its documentation describes it, also in what it lacks. Say what is invented. */
export const templateSimulator: SimulatedProvider = {
  id: 'template-oidc',
  name: 'Template',
  paths: { authorize: '/authorize', par: '/par', token: '/token', jwks: '/jwks' },
  scopes: ['openid', 'profile'],
  acrValues: ['urn:template:loa:high', 'urn:template:loa:substantial'],
  uiLocales: ['nb', 'en'],
  requestUriLifetimeSeconds: 60,
  idTokenLifetimeSeconds: 300,
  eids: [flow],
  chooserTitle: { nb: 'Mal', en: 'Template' },
  satisfies: () => false,
  buildClaims: ({ pid, persona }) => ({
    acr: 'urn:template:loa:high',
    amr: ['pwd', 'otp'],
    national_id: pid,
    ...(persona && { name: persona.name }),
  }),
  pidClaim: 'national_id',
  lowerAcr: 'urn:template:loa:substantial',
  refuse: () => ({ error: 'access_denied' }),
  ownFaults: [],
  styleSheet: templateStyleSheet,
}
