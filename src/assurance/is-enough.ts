import type { Demand } from './demand.ts'
import { isAtLeast } from './levels.ts'
import type { Login } from './login.ts'

/** Why a login does not do, in the order in which a person is told. */
export type Shortfall = 'step_up_level' | 'step_up_provider' | 'step_up_organisation'

/**
 * Whether a login proves enough for a demand, whatever its age: for a login just made for this very request, and as the
 * last gate before a token. Age is a matter of authorization alone (`choose-login.ts`): a refresh token lives on by its
 * own limits.
 *
 * @returns the shortfall, or undefined when it is enough.
 */
export function checkLoginIsEnough(login: Login, demand: Demand): Shortfall | undefined {
  if (!isAtLeast(login.level, demand.minimumLevel)) return 'step_up_level'
  const { allowedProviders, requestedProvider } = demand
  if (allowedProviders.length > 0 && !allowedProviders.includes(login.providerId)) return 'step_up_provider'
  if (requestedProvider !== undefined && requestedProvider !== login.providerId) return 'step_up_provider'
  // A regional login speaks for its employer only: it counts for that organisation's clients and nobody else's. A
  // national eID names no employer, so it counts everywhere. The strict reading of design section 6, rule 3.
  if (login.employer !== undefined && login.employer !== demand.organisation) return 'step_up_organisation'
  return undefined
}
