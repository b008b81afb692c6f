import { checkPersonFacts } from '#src/person/judge-person.ts'
import type { Demand } from './demand.ts'
import { checkLoginIsEnough, type Shortfall } from './is-enough.ts'
import type { EpochSeconds, Login } from './login.ts'

/** Why single sign-on did not happen. */
export type NoReuse =
  | 'no_login'
  | 'not_reusable'
  | 'step_up_age'
  | Shortfall
  | Exclude<ReturnType<typeof checkPersonFacts>, undefined>

/** What a person is told when several logins fall short in different ways: the smallest step first. */
const closestFirst: readonly NoReuse[] = [
  // No login of this person helps: said first, so that nobody logs in once more for nothing.
  'too_young',
  'age_unknown',
  'step_up_age',
  'step_up_register',
  'step_up_organisation',
  'step_up_provider',
  'step_up_level',
]

/** Single sign-on: the strongest, then newest, of the session's logins that still proves enough for this demand. */
export function chooseLogin(
  logins: readonly Login[],
  demand: Demand,
  now: EpochSeconds,
): { readonly login: Login } | { readonly none: NoReuse } {
  if (logins.length === 0) return { none: 'no_login' }
  if (!demand.reuseAllowed) return { none: 'not_reusable' }
  const judged = logins.map((login) => ({ login, shortfall: shortfallNow(login, demand, now) }))
  const enough = judged.filter(({ shortfall }) => shortfall === undefined).map(({ login }) => login)
  const [best] = enough.sort((a, b) => b.level - a.level || b.authTime - a.authTime)
  if (best !== undefined) return { login: best }
  const found = judged.map(({ shortfall }) => shortfall)
  return { none: closestFirst.find((reason) => found.includes(reason)) ?? 'step_up_level' }
}

function shortfallNow(login: Login, demand: Demand, now: EpochSeconds): NoReuse | undefined {
  const shortfall = checkPersonFacts(login, demand, now) ?? checkLoginIsEnough(login, demand)
  if (shortfall !== undefined) return shortfall
  const { maxAgeSeconds, requestedProviders } = demand
  if (requestedProviders.length > 0 && !requestedProviders.includes(login.providerId)) return 'step_up_provider'
  return maxAgeSeconds !== undefined && now - login.authTime > maxAgeSeconds ? 'step_up_age' : undefined
}
