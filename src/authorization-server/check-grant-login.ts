import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import { highestOf } from '#src/assurance/levels.ts'
import type { ActingFor } from '#src/claims/acting.ts'
import type { Registry } from '#src/registry/registry.ts'
import { engineError } from './engine-errors.ts'
import type { GrantLogin } from './grant-login.ts'
import { demandOfRequest } from './request-demand.ts'

/**
 * Whether the login behind a grant carries this token. Levels may have been raised since the login; what was demanded
 * then holds as well. A regional login speaks for its employer alone: a multi-tenant client can't use it for another.
 *
 * @throws level_not_reached
 */
export function checkGrantLogin(
  registry: Registry,
  token: {
    readonly clientId: string
    readonly scopes: readonly string[]
    readonly grant: GrantLogin
    readonly acting: ActingFor
  },
): void {
  const { clientId, scopes, grant, acting } = token
  const demand = demandOfRequest(registry, clientId, { scope: scopes.join(' ') })
  const minimumLevel = highestOf([demand.minimumLevel], grant.minimumLevel)
  const tenant = acting.tenancy === 'multi-tenant' ? acting.parent : undefined
  const organisation = tenant ?? demand.organisation
  const refusal = checkLoginIsEnough(grant.login, { ...demand, minimumLevel, organisation })
  if (refusal !== undefined) {
    throw engineError('level_not_reached', 'the login behind this grant no longer proves enough: log in again', refusal)
  }
}
