import type { Reason } from '#src/http/reasons.ts'
import type { AdapterUnderTest } from './adapter-bench.ts'

/** What comes of a login at the broker: a login, a refusal, or nothing because the provider never sends the person back. */
export type Outcome = Reason | 'login' | 'no answer'

type Faults = Readonly<Record<string, (subject: AdapterUnderTest) => Outcome>>

const invalid = () => 'provider_answer_invalid' as const
const unavailable = () => 'provider_unavailable' as const
const isEmployer = ({ logins }: AdapterUnderTest) => logins.some(({ method }) => method === 'employer')
const unproven = (subject: AdapterUnderTest) => (isEmployer(subject) ? 'employer_level_low' : 'level_unknown')

function weaker(subject: AdapterUnderTest): Outcome {
  return subject.weakerLevel === 0 || isEmployer(subject) ? unproven(subject) : 'level_too_low'
}

function oddMethod(subject: AdapterUnderTest): Outcome {
  if (subject.oddAmr !== undefined) return subject.oddAmr
  // Taken for no evidence of a method; what that is worth the adapter says.
  const without = subject.evidence.find(({ amr }) => amr.length === 0)?.highest ?? 0
  return without === 4 ? 'login' : unproven(subject)
}

/**
 * The steps of acceptance that the broker runs on every answer (reference, section 0.4), each with the faults that it must
 * stop, and what then comes of a login that needs level 4. Step 2 is what the adapter itself sends (`adapter-conformance-steps.ts`),
 * step 9 the record that every row must leave.
 */
export const faultsByStep = {
  '1 the answer is of this provider, its code is used once': {
    'response-iss-wrong': invalid,
    'code-duplicate': () => 'provider_refused',
    'user-cancel': ({ accessDenied }) => accessDenied,
  },
  '2 the token call is answered': {
    'token-500': unavailable,
    'token-html': unavailable,
    'token-hang': unavailable,
    'discovery-404': unavailable,
  },
  '3 the ID token is signed by this provider, for us, now, for this login': {
    'alg-none': invalid,
    'alg-hs256': invalid,
    'kid-unknown': invalid,
    'key-rotated': () => 'login',
    'iss-wrong': invalid,
    'aud-wrong': invalid,
    'azp-wrong': invalid,
    expired: invalid,
    'iat-future': invalid,
    'nbf-future': invalid,
    'nonce-wrong': invalid,
  },
  '4 acr is there and known': {
    'acr-missing': unproven,
    'acr-empty': unproven,
    'acr-unknown': unproven,
    'acr-array': unproven,
    'acr-other-case': unproven,
  },
  '5 what amr says may lower or refuse': { 'amr-odd': oddMethod },
  '6 auth_time is there, and young enough when that was asked': {
    'auth-time-missing': invalid,
    'auth-time-future': invalid,
    'auth-time-old': () => 'authentication_too_old',
  },
  '7 the number is there, well-formed, and in use': {
    'pid-missing': () => 'pid_missing',
    'pid-malformed': () => 'pid_invalid',
    'pid-retired': () => 'pid_retired',
  },
  '8 a level below what was asked is not taken': { 'acr-lower': weaker },
} as const satisfies Readonly<Record<string, Faults>>

/** Every fault of design section 5 and what must come of it, with the adapter's own. */
export function expectedOutcomes(subject: AdapterUnderTest): ReadonlyMap<string, Outcome> {
  const shared = Object.values(faultsByStep)
    .flatMap((faults: Faults) => Object.entries(faults))
    .filter(([fault]) => !subject.impossibleFaults?.includes(fault))
    .map(([fault, outcome]) => [fault, outcome(subject)] as const)
  return new Map([...shared, ...Object.entries(subject.ownFaults ?? {})])
}
