import type { Demand } from './demand.ts'
import { employerFits } from './employer-fits.ts'
import { isAtLeast } from './levels.ts'
import type { Login } from './login.ts'

/** Why a login does not do, in the order in which a person is told. */
export type Shortfall = 'step_up_level' | 'step_up_provider' | 'step_up_organisation'

/**
 * Whether a login proves enough for a demand, whatever its age: for a login just made for this very request, and as the
 * last gate before a token. A provider that the client named is a wish about the way: who was shown alternatives to one
 * that can't be used may take one. Age is a matter of authorization alone (`choose-login.ts`): a refresh token lives on by its
 * own limits.
 *
 * @returns the shortfall, or undefined when it is enough.
 */
export function checkLoginIsEnough(login: Login, demand: Demand): Shortfall | undefined {
  if (!isAtLeast(login.level, demand.minimumLevel)) return 'step_up_level'
  const { allowedProviders } = demand
  if (allowedProviders.length > 0 && !allowedProviders.includes(login.providerId)) return 'step_up_provider'
  return employerFits(login.employer, demand) ? undefined : 'step_up_organisation'
}
