import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import type { ProvenLogin } from '../../simulators/core/step.ts'
import { bankIdFlow } from '../../simulators/eids/bankid-flow.ts'
import { bankIdMobilFlow } from '../../simulators/eids/bankid-mobil-flow.ts'
import { buypassMobilFlow, buypassSmartkortFlow, commfidesFlow, minIdFlow } from '../../simulators/eids/other-flows.ts'
import { testIdFlow } from '../../simulators/eids/testid-flow.ts'
import { idPortenStyleSheet } from './style-sheet.ts'

/** `amr` by method; the documentation says that relying parties should not rest on them. */
const amrByMethod: Readonly<Record<string, string>> = {
  bankid: 'BankID',
  'bankid-mobil': 'BankID Mobil',
  'buypass-smartkort': 'Buypass',
  'buypass-mobil': 'Buypass',
  commfides: 'Commfides',
  minid: 'Minid-OTC',
  testid: 'TestID',
}

/** Methods whose certificate gives ID-porten a name to pass on. */
const methodsWithName = new Set(['bankid', 'buypass-smartkort', 'buypass-mobil'])

/**
 * ID-porten as we know it from its documentation. One thing is untrue on purpose: MinID is offered also when high is
 * asked for, and answers with its own true level, so that a broker that doesn't look at `acr` is found out.
 */
export const idPortenSimulator: SimulatedProvider = {
  id: 'idporten-oidc',
  name: 'ID-porten',
  paths: { authorize: '/authorize', par: '/par', token: '/token', jwks: '/jwks', logout: '/logout' },
  scopes: ['openid', 'profile'],
  acrValues: ['idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'],
  uiLocales: ['nb', 'nn', 'en', 'se'],
  requestUriLifetimeSeconds: 120,
  idTokenLifetimeSeconds: 120,
  eids: [
    bankIdFlow(['bankid', 'bankid-app']),
    bankIdMobilFlow,
    buypassSmartkortFlow,
    buypassMobilFlow,
    commfidesFlow,
    minIdFlow,
    testIdFlow,
  ],
  chooserTitle: { nb: 'Velg innloggingsmetode', en: 'Choose how to log in' },
  session: { idleSeconds: 30 * 60, maximumSeconds: 120 * 60 },
  satisfies: (login, request) =>
    readAcr(login) === 'idporten-loa-high' || !request.acrValues.includes('idporten-loa-high'),
  buildClaims,
  pidClaim: 'pid',
  lowerAcr: 'idporten-loa-substantial',
  refuse: () => ({ error: 'access_denied', description: 'The user cancelled the authentication' }),
  ownFaults: [],
  styleSheet: idPortenStyleSheet,
}

function buildClaims(login: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const hasName = methodsWithName.has(login.method) && request.scope.split(' ').includes('profile')
  return {
    acr: readAcr(login),
    amr: [amrByMethod[login.method] ?? login.method],
    pid: login.pid,
    locale: 'nb',
    ...(hasName && login.persona && { name: login.persona.name }),
    ...(request.onBehalfOf !== undefined && { client_onbehalfof: request.onBehalfOf }),
  }
}

function readAcr({ method, level }: ProvenLogin): string {
  return method === 'minid' || level === 'substantial' ? 'idporten-loa-substantial' : 'idporten-loa-high'
}
