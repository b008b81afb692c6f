import { createHash } from 'node:crypto'
import type { AuthorizationRequest, SimulatedProvider } from '../../simulators/core/provider.ts'
import { randomId } from '../../simulators/core/random-id.ts'
import type { EidProblem, ProvenLogin } from '../../simulators/core/step.ts'
import { buypassCardFlow, pinBlocked } from './card-flow.ts'
import { buypassKeyFlow } from './key-flow.ts'
import { buypassMobileFlow, smsVariant } from './mobile-flow.ts'
import { buypassStyleSheet } from './style-sheet.ts'

/** What Keycloak writes in `error_description` when a login has taken too long. */
const expired = 'authentication_expired'

const tooSlow: EidProblem = {
  code: expired,
  text: { nb: 'Innloggingen tok for lang tid.', en: 'The login took too long.' },
}

/** By method, or by its variant. A reseller lists the values, not which login has which; those of the app are invented. */
const amrByVariant: Readonly<Record<string, readonly string[]>> = {
  'buypass-smartkort': ['sc', 'pin'],
  'buypass-mobil': ['hwk', 'user'],
  [smsVariant]: ['otp', 'pwd'],
  'buypass-nokkel': ['hwk', 'pin', 'user'],
}

/**
 * Buypass as its documentation describes it: a realm of Keycloak with a session of its own, deaf to `max_age`, and with
 * its own number of the person in `pid`. Invented, since nothing is published: the `acr` values, the claim `ssn` in a
 * scope of the same name, `id-key` as `bp_idp_hint`, and that there is PAR.
 */
export const buypassSimulator: SimulatedProvider = {
  id: 'buypass-oidc',
  name: 'Buypass',
  paths: {
    authorize: '/protocol/openid-connect/auth',
    par: '/protocol/openid-connect/ext/par/request',
    token: '/protocol/openid-connect/token',
    jwks: '/protocol/openid-connect/certs',
    logout: '/protocol/openid-connect/logout',
  },
  scopes: ['openid', 'profile', 'ssn'],
  acrValues: ['urn:buypass:loa:high'],
  uiLocales: ['nb-NO', 'nn-NO', 'en-US'],
  requestUriLifetimeSeconds: 60,
  idTokenLifetimeSeconds: 300,
  eids: [buypassCardFlow, buypassMobileFlow, buypassKeyFlow],
  chooserTitle: { nb: 'Velg Buypass ID', en: 'Choose your Buypass ID' },
  preselect,
  session: { idleSeconds: 30 * 60, maximumSeconds: 10 * 60 * 60 },
  confirmsLogout: true,
  satisfies: () => true,
  buildClaims,
  pidClaim: 'ssn',
  lowerAcr: 'urn:buypass:loa:substantial',
  refuse: (problem) =>
    problem?.code === expired ? { error: 'temporarily_unavailable', description: expired } : { error: 'access_denied' },
  ownFaults: [
    { id: 'buypass-pin-blocked', description: 'the PIN is blocked', point: 'response', problem: pinBlocked },
    { id: 'buypass-timeout', description: 'the login takes too long', point: 'response', problem: tooSlow },
    {
      id: 'buypass-pid-only',
      description: 'no national identity number, only the Buypass id in pid (must not be taken)',
      point: 'token',
      spoil: ({ ssn: _ssn, ...claims }) => claims,
    },
    {
      id: 'buypass-amr-password',
      description: 'acr says high, amr says password alone',
      point: 'token',
      spoil: (claims) => ({ ...claims, amr: ['pwd'] }),
    },
  ],
  styleSheet: buypassStyleSheet,
}

/** `bp_amr-values` names a method with a certificate, `bp_idp_hint` the key. */
function preselect({ parameters }: AuthorizationRequest): string | undefined {
  if (parameters['bp_idp_hint'] === 'id-key') return 'buypass-nokkel'
  const wanted = parameters['bp_amr-values']
  return wanted === 'sc' ? 'buypass-smartkort' : wanted === 'otp' ? 'buypass-mobil' : undefined
}

function buildClaims({ variant, pid, persona }: ProvenLogin, request: AuthorizationRequest): Record<string, unknown> {
  const scopes = request.scope.split(' ')
  const ownNumber = buildOwnNumber(pid)
  return {
    // New at each login: the documentation says that `sub` may change for the same person.
    sub: randomId(),
    acr: 'urn:buypass:loa:high',
    amr: amrByVariant[variant] ?? [],
    session_state: randomId(),
    pid: ownNumber,
    bp_id_sub: ownNumber,
    ...(scopes.includes('ssn') && { ssn: pid }),
    ...(scopes.includes('profile') && persona && { name: persona.name }),
  }
}

/** Eleven digits, easily mistaken for something else; there is no date that begins with 9. */
function buildOwnNumber(pid: string): string {
  const digits = createHash('sha256').update(`buypass ${pid}`).digest().readUInt32BE().toString().padStart(10, '0')
  return `9${digits}`
}
