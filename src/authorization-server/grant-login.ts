import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { Login } from '#src/assurance/login.ts'
import type { KeptDetails } from '#src/registry/details/combine-details.ts'

/** Kinds of the records that keep what logins proved; the engine's own models have no place for it. */
export const grantLogin = 'grant-login'
export const sessionLogins = 'session-logins'

/** What the tokens of one grant rest on. Written once with the grant, never changed: a later login can't rewrite it. */
export interface GrantLogin {
  readonly login: Login
  /** What was demanded when the grant was made; a refresh may not fall below it. */
  readonly minimumLevel: SecurityLevel
  readonly offlineAccess: boolean
  /** For whom the client said that it acts when it pushed the request. */
  readonly details?: KeptDetails
}

/** All logins of one browser session, by the engine's session uid. */
export interface SessionLogins {
  readonly logins: readonly Login[]
}
