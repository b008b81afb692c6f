import type { LocalizedText } from '#config/localized-text.ts'
import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { LevelDecision } from './level-decision.ts'
import type { PublicJwks } from './public-jwk.ts'

/** What asks for a token: a person through a client, or the client on its own. */
export type TokenKind = 'user' | 'machine'

/** One permission at an API, and what it takes to get it. */
export interface ApiScope {
  /** `<resource>/<name>`. */
  readonly name: string
  readonly description: LocalizedText
  readonly usedBy: readonly TokenKind[]
  readonly minimumSecurityLevel: SecurityLevel
  /** There exactly when the level is below 4. */
  readonly levelDecision?: LevelDecision
  readonly approval: 'owner' | 'automatic'
}

/** A resource server. */
export interface Api {
  /** Its audience, for instance `nhn:kjernejournal`. */
  readonly resource: string
  readonly name: string
  /** Organisation number. */
  readonly owner: string
  readonly status: 'active' | 'disabled'
  readonly scopes: readonly ApiScope[]
  readonly accessToken: AccessTokenContract
  /** Public keys with which the API itself authenticates; empty when it never does. */
  readonly jwks: PublicJwks
  /** Clients that may introspect tokens for this API besides the API itself. */
  readonly introspectionClients: readonly string[]
  /** Whether an organisation that a multi-tenant client acts for must itself have accepted the API's terms. */
  readonly requiresTenantTerms: boolean
}

/** What an API has chosen its access tokens to be. A client can't influence it. */
interface AccessTokenContract {
  readonly profile: 'helseid' | 'rfc9068'
  readonly lifetimeSeconds: number
  readonly signingAlg: 'ES256' | 'PS256'
  readonly senderConstraint: 'dpop' | 'mtls' | 'any'
  /** Claims about the person that the API gets. */
  readonly claims: readonly string[]
}
