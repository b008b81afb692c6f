import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import type { EidProblem, ProvenLogin } from '../../simulators/core/step.ts'
import { bankIdFlow } from '../../simulators/eids/bankid-flow.ts'
import { bankIdStyleSheet } from './style-sheet.ts'

/** What the person's own cancelling looks like; seen in the wild with `access_denied`. */
const cancelledCode = 'C301'

const unavailable: EidProblem = {
  code: 'BID-1433',
  text: { nb: 'BankID er ikke tilgjengelig nå (BID-1433).', en: 'BankID is not available now (BID-1433).' },
}

const tooSlow: EidProblem = {
  code: 'BID-14D1',
  text: { nb: 'Det gikk for lang tid (BID-14D1).', en: 'It took too long (BID-14D1).' },
}

const amrByVariant: Readonly<Record<string, readonly string[]>> = {
  bankid: ['bid', 'bid-mfa', 'bid-otp', 'bid-pwd'],
  'bankid-app': ['bid', 'bid-mfa', 'bid-app', 'bid-pwd'],
  biometric: ['bis-mfa', 'bis-hwk'],
}

/**
 * BankID as its documentation describes it: Keycloak's paths, no single sign-on, and an `acr` that tells what was done,
 * not what was asked for.
 */
export const bankIdSimulator: SimulatedProvider = {
  id: 'bankid-oidc',
  name: 'BankID',
  paths: {
    authorize: '/precheck/auth',
    par: '/protocol/openid-connect/ext/par/request',
    token: '/protocol/openid-connect/token',
    jwks: '/protocol/openid-connect/certs',
    logout: '/protocol/openid-connect/logout',
  },
  scopes: ['openid', 'profile', 'nnin_altsub'],
  acrValues: ['urn:bankid:bid', 'urn:bankid:bis'],
  uiLocales: ['no', 'en'],
  requestUriLifetimeSeconds: 60,
  idTokenLifetimeSeconds: 300,
  eids: [bankIdFlow(['bankid', 'bankid-app', 'biometric'])],
  chooserTitle: { nb: 'BankID', en: 'BankID' },
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
      id: 'bankid-unavailable',
      description: 'BankID itself is down (BID-1433)',
      point: 'response',
      problem: unavailable,
    },
    {
      id: 'bankid-timeout',
      description: 'too slow between code and password (BID-14D1)',
      point: 'response',
      problem: tooSlow,
    },
  ],
  styleSheet: bankIdStyleSheet,
}

function buildClaims({ variant, pid, persona }: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const scopes = request.scope.split(' ')
  const names = persona?.name.split(' ') ?? []
  return {
    typ: 'ID',
    acr: variant === 'biometric' ? 'urn:bankid:bis;LOA=3' : 'urn:bankid:bid;LOA=4',
    amr: amrByVariant[variant] ?? [],
    ...(scopes.includes('nnin_altsub') && { nnin_altsub: pid }),
    ...(scopes.includes('profile') &&
      persona && {
        name: persona.name,
        given_name: names.slice(0, -1).join(' '),
        family_name: names.at(-1),
        birthdate: persona.birth_date,
      }),
  }
}
