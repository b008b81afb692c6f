import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { AssertionException } from './client-schema.ts'
import type { LevelDecision } from './level-decision.ts'
import type { PublicJwks } from './public-jwk.ts'

/** `web` and `native` log people in; `machine` and `device-fleet` never do. */
type ClientKind = 'web' | 'native' | 'machine' | 'device-fleet'
/** State of a client's access to one scope. */
type AccessStatus = 'requested' | 'approved' | 'refused' | 'revoked'

/** Who asked for, or decided, an access: a name or id, when, and why. */
export interface AccessStep {
  readonly by?: string
  /** Epoch seconds. */
  readonly at?: number
  readonly reason?: string
}

/** One client's use of one API scope. Only `approved` gives anything, and only until it has run out. */
export interface Access {
  readonly scope: string
  readonly status: AccessStatus
  /** Organisation number of the API's owner, when its scope needs the owner's word. */
  readonly approvedBy?: string
  readonly requested?: AccessStep
  readonly decided?: AccessStep
  /** Epoch seconds, excluded; undefined: until it is revoked. */
  readonly validUntil?: number
}

/** A client (RFC 6749 section 2), with what it may do. */
export interface Client {
  readonly clientId: string
  readonly clientName: string
  readonly kind: ClientKind
  /** Organisation number. */
  readonly organisation: string
  readonly tenancy: 'single-tenant' | 'multi-tenant'
  readonly childOrganisations: readonly string[]
  readonly status: 'draft' | 'active' | 'disabled'
  readonly tokenEndpointAuthMethod: 'private_key_jwt'
  readonly jwks: PublicJwks
  /** When keys end, in epoch seconds, excluded, by `kid`. A key that is not here has no end of its own. */
  readonly keyExpirations: ReadonlyMap<string, number>
  readonly grantTypes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  readonly backchannelLogoutUri?: string
  /** Loaded in a frame of our page after a logout. */
  readonly frontchannelLogoutUri?: string
  /** Where the service begins (RFC 7591 section 2): our pages lead there when a login can't be taken up again. */
  readonly clientUri?: string
  /** Identity scopes that the client may ask for (and API scopes it names; those give nothing without access). */
  readonly scope: readonly string[]
  /** Empty: every configured provider that proves enough. */
  readonly allowedIdentityProviders: readonly string[]
  readonly minimumSecurityLevel: SecurityLevel
  readonly levelDecision?: LevelDecision
  readonly singleSignOn: boolean
  readonly access: readonly Access[]
  /** Clients that may exchange a token that was issued to this one (RFC 8693). */
  readonly tokenExchangeActors: readonly string[]
  /** Fixed claims about the client that an API agreed with it, by resource; in tokens for that API alone. */
  readonly apiClaims: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What its ID tokens are signed with. */
  readonly idTokenSigningAlg: 'ES256' | 'PS256'
  /** Algorithms that the client's signatures may have. RS* only where the file names it. */
  readonly signingAlgs: readonly string[]
  /** Least age of the person in whole years, if the service has one. */
  readonly minimumAge?: number
  /**
   * What happens when HPR does not answer and the client would be told an HPR number: the login is refused, or goes on
   * without the number. Persontjenesten is never gone without.
   */
  readonly personRegisterPolicy: 'refuse' | 'continue_without_hpr'
  /** Whether its assertions must carry `typ: client-authentication+jwt`. */
  readonly requireAssertionTyp: boolean
  /** Whether userinfo takes its tokens as Bearer, without a proof: for frameworks that know no other way. */
  readonly userinfoBearer: boolean
  /** Rules for assertions that this client is excused from, by name. */
  readonly assertionExceptions: readonly AssertionException[]
  readonly refreshTokenUsage: 'reusable' | 'one-time'
  /**
   * Signed request objects (RFC 9101): `allowed` holds everything or is not sent; `merged` may stand beside form
   * parameters, as HelseID's clients send it; `required` must be sent.
   */
  readonly requestObjectPolicy: 'allowed' | 'merged' | 'required'
}
