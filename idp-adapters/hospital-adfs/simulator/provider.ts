import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import type { EidProblem, ProvenLogin } from '../../simulators/core/step.ts'
import { hospitalFlow } from '../../simulators/eids/hospital-flow.ts'
import { hospitalAdfsStyleSheet } from './style-sheet.ts'

/** AD FS keeps a session for a day at work. */
const sessionSeconds = 8 * 60 * 60

const methodClaim = 'http://schemas.microsoft.com/claims/authnmethodsreferences'
const multipleauthn = 'http://schemas.microsoft.com/claims/multipleauthn'
const ws = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod'

/** Invented, as every region's claim rules are its own. */
const levelClaim = 'http://helse-midt.example/claims/sikkerhetsniva'
const pidClaim = 'http://helse-midt.example/claims/fodselsnummer'

const methodsByVariant: Readonly<Record<string, readonly string[]>> = {
  password: [`${ws}/password`],
  mfa: [`${ws}/password`, multipleauthn],
  smartcard: [`${ws}/x509`, `${ws}/tlsclient`],
  biometric: ['ngcmfa', multipleauthn],
  windows: [`${ws}/windows`],
}
const levelByVariant: Readonly<Record<string, string>> = {
  smartcard: 'hoyt',
  mfa: 'betydelig',
  biometric: 'betydelig',
}

/** MSIS3173 is AD FS's word for an account that the directory does not let in. */
const noAccount: EidProblem = {
  code: 'MSIS3173',
  text: { nb: 'Du har ingen konto her.', en: 'You have no account here.' },
}
const locked: EidProblem = {
  code: 'MSIS3173',
  text: { nb: 'Kontoen er sperret. Kontakt brukerstøtte.', en: 'The account is locked. Contact the help desk.' },
}
const noAccess: EidProblem = {
  code: 'MSIS5007',
  text: { nb: 'Du har ikke tilgang til denne tjenesten.', en: 'You have no access to this service.' },
}

/**
 * AD FS as its documentation describes it: no PAR, no `iss` in the answer, no `acr_values`, RS256. It puts the region's
 * claims into the ID token only for `form_post` with `allatclaims` and a `resource`.
 */
export const hospitalAdfsSimulator: SimulatedProvider = {
  id: 'helse-midt-oidc',
  name: 'Helse Midt-Norge (AD FS)',
  paths: {
    authorize: '/oauth2/authorize/',
    token: '/oauth2/token/',
    jwks: '/discovery/keys',
    logout: '/oauth2/logout',
  },
  scopes: ['openid', 'profile', 'email', 'allatclaims'],
  acrValues: [],
  uiLocales: ['nb', 'en'],
  requestUriLifetimeSeconds: 0,
  idTokenLifetimeSeconds: 3600,
  responseModes: ['query', 'form_post'],
  sendsIss: false,
  clientAssertionAlgs: ['RS256'],
  impossibleFaults: ['response-iss-wrong'],
  hasWorkstation: true,
  eids: [hospitalFlow({ noAccount, locked })],
  chooserTitle: { nb: 'Jobbkonto', en: 'Work account' },
  session: { idleSeconds: sessionSeconds, maximumSeconds: sessionSeconds },
  satisfies: () => true,
  buildClaims,
  pidClaim,
  levelClaim: { name: levelClaim, wrap: (value) => value },
  methodClaim,
  lowerAcr: 'betydelig',
  refuse: (problem) =>
    problem ? { error: 'access_denied', description: `${problem.code}: access denied` } : { error: 'access_denied' },
  ownFaults: [
    {
      id: 'adfs-level-high-anyway',
      description: 'the level claim says high, however the person logged in',
      point: 'token',
      spoil: (claims) => ({ ...claims, [levelClaim]: 'hoyt' }),
    },
    {
      id: 'adfs-multipleauthn-only',
      description: 'the level claim says high, the only evidence is multipleauthn',
      point: 'token',
      spoil: (claims) => ({ ...claims, [levelClaim]: 'hoyt', [methodClaim]: multipleauthn }),
    },
    {
      id: 'adfs-methods-missing',
      description: 'no claim tells how the person logged in',
      point: 'token',
      spoil: ({ [methodClaim]: _methods, ...claims }) => claims,
    },
    { id: 'adfs-account-locked', description: 'the account is locked', point: 'response', problem: locked },
    { id: 'adfs-no-access', description: 'the person is not in the group', point: 'response', problem: noAccess },
    { id: 'adfs-no-return', description: 'AD FS never sends the person back', point: 'page', isDeadEnd: true },
  ],
  styleSheet: hospitalAdfsStyleSheet,
}

function buildClaims({ variant, pid, persona }: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const upn = persona?.upn ?? 'ukjent@helse-fjord.example'
  const own = { upn, unique_name: `FJORD\\${upn.split('@')[0]}` }
  const isFull =
    request.responseMode === 'form_post' &&
    request.scope.split(' ').includes('allatclaims') &&
    request.parameters['resource'] !== undefined
  if (!isFull) return own
  const names = persona?.name.split(' ') ?? []
  return {
    ...own,
    [pidClaim]: pid,
    [levelClaim]: levelByVariant[variant] ?? 'lavt',
    [methodClaim]: methodsByVariant[variant] ?? [],
    ...(persona && { displayname: persona.name, given_name: names.slice(0, -1).join(' '), family_name: names.at(-1) }),
  }
}
