import type { SimulatedProvider } from '../../simulators/core/provider.ts'
import type { ProvenLogin } from '../../simulators/core/step.ts'
import { commfidesStickFlow, numberlessVariant } from './stick-flow.ts'
import { commfidesStyleSheet } from './style-sheet.ts'

/**
 * Commfides as one may imagine it: no documentation of an OpenID provider is public. Invented are the paths, the `acr`
 * values and the claim `ssn`. It has neither a session nor a logout, since neither may be counted on.
 */
export const commfidesSimulator: SimulatedProvider = {
  id: 'commfides-oidc',
  name: 'Commfides',
  paths: { authorize: '/authorize', par: '/par', token: '/token', jwks: '/jwks' },
  scopes: ['openid', 'profile'],
  acrValues: ['urn:commfides:loa:high'],
  uiLocales: ['nb', 'en'],
  requestUriLifetimeSeconds: 60,
  idTokenLifetimeSeconds: 300,
  eids: [commfidesStickFlow],
  chooserTitle: { nb: 'Commfides e-ID', en: 'Commfides e-ID' },
  satisfies: () => false,
  buildClaims: ({ variant, pid, persona }: ProvenLogin) => ({
    acr: 'urn:commfides:loa:high',
    amr: ['sc', 'pin'],
    ...(variant !== numberlessVariant && { ssn: pid }),
    ...(persona && { name: persona.name }),
  }),
  pidClaim: 'ssn',
  lowerAcr: 'urn:commfides:loa:substantial',
  refuse: () => ({ error: 'access_denied' }),
  ownFaults: [
    {
      id: 'commfides-amr-password',
      description: 'acr says high, amr says password alone',
      point: 'token',
      spoil: (claims) => ({ ...claims, amr: ['pwd'] }),
    },
  ],
  styleSheet: commfidesStyleSheet,
}
