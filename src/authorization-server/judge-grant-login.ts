import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import { highestOf } from '#src/assurance/levels.ts'
import type { ActingFor } from '#src/claims/acting.ts'
import { checkPersonFacts } from '#src/person/judge-person.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { GrantLogin } from './grant-login.ts'
import { demandOfRequest } from './request-demand.ts'

/**
 * Whether the login behind a grant carries this token. Levels and ages may have been raised since the login; the level
 * that was demanded then holds as well. What the registers said at the login is what counts: nobody is asked here, for a
 * token is made without the network. A regional login speaks for its employer alone: a multi-tenant client can't use it for another.
 *
 * @returns what it lacks; undefined when it does. Pure.
 */
export function judgeGrantLogin(
  registry: Registry,
  token: {
    readonly clientId: string
    readonly scopes: readonly string[]
    readonly grant: Pick<GrantLogin, 'login' | 'minimumLevel'>
    readonly acting: ActingFor
    /** Epoch seconds. */
    readonly now: number
  },
) {
  const { clientId, scopes, grant, acting, now } = token
  const tenant = acting.tenancy === 'multi-tenant' ? acting.parent : undefined
  const demand = demandOfRequest(registry, clientId, { scope: scopes.join(' ') }, tenant)
  const minimumLevel = highestOf([demand.minimumLevel], grant.minimumLevel)
  return checkLoginIsEnough(grant.login, { ...demand, minimumLevel }) ?? checkPersonFacts(grant.login, demand, now)
}
