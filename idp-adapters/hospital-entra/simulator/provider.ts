import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import type { EidProblem, ProvenLogin } from '../../simulators/core/step.ts'
import { hospitalFlow } from '../../simulators/eids/hospital-flow.ts'
import { hospitalEntraStyleSheet } from './style-sheet.ts'

const sessionSeconds = 8 * 60 * 60

/** The one tenant, and one that is nobody's. */
const tenantId = '7a0c4e52-9d3b-4f7e-8c61-2b5d9e0f1a34'
const otherTenantId = '00000000-1111-4222-8333-444444444444'

/** Made-up name of the claim that the tenant maps the national identity number into. */
const pidClaim = 'extn.nationalIdentityNumber'

/** What the tenant's Conditional Access demands: `c1` a certificate, `c2` several factors. */
const contextsByVariant: Readonly<Record<string, readonly string[]>> = {
  smartcard: ['c1', 'c2'],
  mfa: ['c2'],
  biometric: ['c2'],
}

const problem = (code: string, nb: string, en: string): EidProblem => ({ code: `AADSTS${code}`, text: { nb, en } })
const noAccount = problem('50034', 'Kontoen finnes ikke i katalogen.', 'The account is not in the directory.')
const locked = problem(
  '50053',
  'Kontoen er sperret etter for mange feil.',
  'The account is locked after too many tries.',
)
const declined = problem('65004', 'Du takket nei.', 'You declined.')
const notAssigned = problem('50105', 'Du har ikke fått tilgang til tjenesten.', 'You are not assigned to the service.')
const blocked = problem('53003', 'Tilgangen er stoppet av en regel.', 'Access has been blocked by a policy.')

/** Microsoft Entra ID, version 2: no PAR, no `acr`, no `amr`; `acrs` holds a context only if it was asked for and reached. */
export const hospitalEntraSimulator: SimulatedProvider = {
  id: 'helseplattformen-oidc',
  name: 'Helseplattformen (Entra ID)',
  paths: {
    authorize: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    jwks: '/discovery/v2.0/keys',
    logout: '/oauth2/v2.0/logout',
  },
  scopes: ['openid', 'profile', 'email'],
  acrValues: [],
  uiLocales: ['nb', 'en'],
  requestUriLifetimeSeconds: 0,
  idTokenLifetimeSeconds: 3600,
  responseModes: ['query', 'form_post'],
  sendsIss: false,
  clientAssertionAlgs: ['PS256', 'RS256'],
  // `acrs` is a list in every right answer.
  impossibleFaults: ['response-iss-wrong', 'acr-array'],
  hasWorkstation: true,
  eids: [hospitalFlow({ noAccount, locked })],
  chooserTitle: { nb: 'Jobbkonto', en: 'Work account' },
  session: { idleSeconds: sessionSeconds, maximumSeconds: sessionSeconds },
  satisfies: (login, request) => provenContexts(login, request).length > 0,
  buildClaims,
  pidClaim,
  levelClaim: { name: 'acrs', wrap: (value) => [value] },
  lowerAcr: 'c2',
  refuse: ({ code } = declined) => ({
    error: 'access_denied',
    description: `${code}: access denied. Trace ID: made-up`,
  }),
  ownFaults: [
    {
      id: 'entra-wrong-tenant',
      description: 'tid of another tenant',
      point: 'token',
      spoil: (claims) => ({ ...claims, tid: otherTenantId }),
    },
    {
      id: 'entra-guest',
      description: 'a guest of the tenant (#EXT#)',
      point: 'token',
      spoil: (claims) => ({ ...claims, preferred_username: 'marte_private.example#EXT#@helse-fjord.example' }),
    },
    {
      id: 'entra-amr-password',
      description: 'a mapped amr says password only, beside the right acrs',
      point: 'token',
      spoil: (claims) => ({ ...claims, amr: ['pwd'] }),
    },
    {
      id: 'entra-amr-mfa',
      description: 'a mapped amr says several factors, beside the right acrs',
      point: 'token',
      spoil: (claims) => ({ ...claims, amr: ['pwd', 'mfa'] }),
    },
    { id: 'entra-not-assigned', description: 'not assigned to the service', point: 'response', problem: notAssigned },
    { id: 'entra-blocked-by-policy', description: 'blocked by a policy', point: 'response', problem: blocked },
  ],
  styleSheet: hospitalEntraStyleSheet,
}

function buildClaims(login: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const { pid, persona } = login
  const acrs = provenContexts(login, request)
  const hasProfile = request.scope.split(' ').includes('profile')
  return {
    ver: '2.0',
    tid: tenantId,
    oid: 'b3f1c2d4-0000-4000-8000-000000000016',
    [pidClaim]: pid,
    ...(acrs.length > 0 && { acrs }),
    ...(hasProfile && {
      preferred_username: persona?.upn ?? 'ukjent@helse-fjord.example',
      ...(persona && { name: persona.name }),
    }),
  }
}

/** The context that was asked for, if the login reached it. */
function provenContexts({ variant }: ProvenLogin, { parameters }: AuthorizationRequest): readonly string[] {
  const asked = /"acrs":\{[^{}]*"value":"(c\d+)"/.exec(parameters['claims'] ?? '')?.[1]
  return (contextsByVariant[variant] ?? []).filter((context) => context === asked)
}
