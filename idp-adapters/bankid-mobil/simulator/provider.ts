import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import type { ProvenLogin } from '../../simulators/core/step.ts'
import { phoneFaults, phoneFlow } from '../../simulators/eids/phone-flow.ts'
import { bankIdMobilStyleSheet } from './style-sheet.ts'

/** The person's own cancelling in the browser. */
const cancelledCode = 'C301'

/** BankID på mobil as it was until 2024: Keycloak's paths as at BankID, and a phone on a page of its own. */
export const bankIdMobilSimulator: SimulatedProvider = {
  id: 'bankid-mobil',
  name: 'BankID på mobil',
  paths: {
    authorize: '/precheck/auth',
    par: '/protocol/openid-connect/ext/par/request',
    token: '/protocol/openid-connect/token',
    jwks: '/protocol/openid-connect/certs',
    logout: '/protocol/openid-connect/logout',
  },
  scopes: ['openid', 'profile', 'nnin_altsub'],
  acrValues: ['urn:bankid:bim;LOA=4'],
  uiLocales: ['no', 'en'],
  requestUriLifetimeSeconds: 60,
  idTokenLifetimeSeconds: 300,
  eids: [phoneFlow],
  chooserTitle: { nb: 'BankID på mobil', en: 'BankID on mobile' },
  satisfies: () => false,
  buildClaims,
  pidClaim: 'nnin_altsub',
  lowerAcr: 'urn:bankid:bis;LOA=3',
  refuse: (problem) => ({
    error: 'access_denied',
    description: `bankid_error_codes:${problem?.code ?? cancelledCode}`,
  }),
  ownFaults: [
    {
      id: phoneFaults.otherWords,
      description: "the phone shows the words of somebody else's login (must never log in)",
      point: 'page',
    },
    { id: phoneFaults.phoneOff, description: 'the phone is off (C302)', point: 'page' },
    { id: phoneFaults.alreadyRunning, description: 'another login runs on the phone (C131)', point: 'page' },
  ],
  styleSheet: bankIdMobilStyleSheet,
}

function buildClaims({ pid, persona }: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const scopes = request.scope.split(' ')
  return {
    typ: 'ID',
    acr: 'urn:bankid:bim;LOA=4',
    amr: ['bim'],
    ...(scopes.includes('nnin_altsub') && { nnin_altsub: pid }),
    ...(scopes.includes('profile') && persona && { name: persona.name, birthdate: persona.birth_date }),
  }
}
