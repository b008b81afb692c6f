import type { LoginMethod, PersonName, SecurityLevel } from '#idp-adapters/contract.ts'
import type { PersonFacts } from '#src/person/judge-person.ts'

/** Values of HelseID's claim `network`. */
export type LoginNetwork = 'helsenett' | 'internett'

/** Epoch seconds. */
export type EpochSeconds = number

/**
 * What one login proved and what the registers said of the person then, kept as it was: later logins never change it. A session holds several, a grant exactly the one
 * that its tokens rest on.
 */
export interface Login extends PersonFacts {
  /** Random id of this login. */
  readonly id: string
  /** Configured provider's id: the `idp` claim. */
  readonly providerId: string
  readonly method: LoginMethod
  /** Proven by the evidence and capped; never what was asked for. A login that proved 0 is never kept. */
  readonly level: SecurityLevel
  /** When the person authenticated upstream. */
  readonly authTime: EpochSeconds
  readonly pid: string
  /** `sub` of the person at this broker. */
  readonly subject: string
  readonly name: PersonName
  /** Where the person's browser stood at this login; absent when no networks are configured. */
  readonly network?: LoginNetwork
  readonly upstreamSid?: string
  /** Organisation number of the employer, for regional logins. */
  readonly employer?: string
  /** Echo of `on_behalf_of`. */
  readonly onBehalfOf?: string
}
