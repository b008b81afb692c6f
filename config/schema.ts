import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { LocalizedText } from './localized-text.ts'

/** Where the broker runs; what it refuses depends on it. */
export type Environment = 'development' | 'test' | 'production'

/** Kinds of national identity number that may log in (see `src/person/`). */
export type PersonNumberKind =
  | 'fodselsnummer'
  | 'd-number'
  | 'synthetic-plus-80'
  | 'synthetic-d-plus-80'
  | 'synthetic-plus-65'
  | 'synthetic-plus-40'

/** A register that is asked about the person behind a login. */
export interface RegisterConfig {
  /** Without a trailing slash; the question goes to `<url>/oppslag`. */
  readonly url: string
  readonly timeoutSeconds: number
  /** File with the private JWK with which the broker shows the register who asks. */
  readonly clientKeyFile: string
}
export type RegisterName = 'persontjenesten' | 'hpr'

/** Everything that an operator decides, checked and complete. Paths are absolute. */
export interface Config {
  readonly environment: Environment
  /** Without a trailing slash. */
  readonly issuer: string
  /** Address to bind. */
  readonly host: string
  readonly port: number
  readonly operationsPort: number
  readonly dataDir: string
  readonly registryDir: string
  /** May hold a password: never into a log or an error. */
  readonly redisUrl?: string
  /** May hold a password: never into a log or an error. */
  readonly databaseUrl?: string
  /** File with the 32 bytes of the store key. */
  readonly storeKeyFile: string
  /** PEM files of certificate chain and private key, when the broker serves HTTPS itself. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string }
  /** What `npm start` runs beside the broker. Development only. */
  readonly demo?: DemoAddresses
  /** Addresses and networks (CIDR) whose `X-Forwarded-*` and certificate headers count. */
  readonly trustedProxies: readonly string[]
  /** Absent: no token says where a login came from. */
  readonly networks?: {
    /** Addresses and networks (CIDR) of Helsenettet, as this broker sees them. */
    readonly helsenett: readonly string[]
  }
  readonly outbound: {
    /** Private networks (CIDR) that outbound fetches may reach. */
    readonly privateNetworks: readonly string[]
  }
  readonly limits: Limits
  readonly lifetimes: Lifetimes
  readonly clientKeys: ClientKeyRules
  /** Whom to call, and for a known client what holds for its kind. */
  readonly support: SupportContact & { readonly byClientKind: Readonly<Record<SupportKind, SupportContact>> }
  readonly personNumbers: { readonly allowedKinds: readonly PersonNumberKind[] }
  /** Absent: not connected, and nothing is known of what it would say. */
  readonly personRegisters: { readonly [name in RegisterName]?: RegisterConfig }
  readonly identityProviders: readonly IdentityProviderConfig[]
  readonly signingKeys: SigningKeysConfig
  /** Made-up people who administer from the start. Development only. */
  readonly developmentAdministrators: readonly DevelopmentAdministrator[]
  /** What starts, but should be seen by the operator. One sentence each. */
  readonly warnings: readonly string[]
}

/** How the keys that tokens are signed with are replaced. All in seconds. */
export interface SigningKeysConfig {
  /** How long a new key stands in the JWKS before it signs: as long as others keep the JWKS. */
  readonly publishAheadSeconds: number
  /** How long a retired key stays in the JWKS: at least as long as what it signed is valid. */
  readonly retentionSeconds: number
  /** A successor is made when a key has signed for so long; 0: only when an operator says so. */
  readonly rotateAfterSeconds: number
}

/** A made-up person who administers organisations. */
interface DevelopmentAdministrator {
  readonly pid: string
  readonly name: string
  /** Organisation numbers; the broker's own makes an operator. */
  readonly organisations: readonly string[]
}

/** Origins of the parts that `npm start` adds. */
export interface DemoAddresses {
  readonly demoUrl: string
  readonly demoApiUrl: string
  readonly simulatorsUrl: string
}

/** What one caller may use of the broker. */
interface Limits {
  readonly clientRequestsPerSecond: number
  /** Requests that a client may make at once above its rate. */
  readonly clientBurst: number
  /** Requests of an address before anybody is authenticated. */
  readonly addressRequestsPerSecond: number
  readonly addressBurst: number
  readonly openInteractionsPerAddress: number
  /** How often a token may be exchanged, one exchange after the other. */
  readonly tokenExchangeDepth: number
}

/** How long keys of clients live that are registered through self-service. */
export interface ClientKeyRules {
  /** Of a key that came without an end of its own. */
  readonly defaultLifeDays: number
  /** How long the other keys still count when a client registers a new one by itself. */
  readonly overlapDays: number
}

/** All in seconds. */
interface Lifetimes {
  /** A `request_uri` must be taken to the authorization endpoint within this time. */
  readonly requestUriBeginSeconds: number
  /** And the login it began must end within this time. */
  readonly requestUriTotalSeconds: number
  readonly interactionSeconds: number
  readonly codeSeconds: number
  /** For tokens of no API (userinfo); an API's registration sets its own. */
  readonly accessTokenSeconds: number
  readonly idTokenSeconds: number
  /** From the login. */
  readonly refreshTokenSeconds: number
  /** From the last use. */
  readonly refreshTokenIdleSeconds: number
  readonly sessionIdleSeconds: number
  readonly sessionAbsoluteSeconds: number
  /** Longest life of a client assertion. */
  readonly assertionMaxSeconds: number
}

/** Kinds of client (see `src/registry/client.ts`). */
export type SupportKind = 'web' | 'native' | 'machine' | 'device-fleet'

/** Help by telephone. */
interface SupportContact {
  readonly name: string
  readonly phone: string
  readonly hours: LocalizedText
}

/** One configured identity provider. */
export interface IdentityProviderConfig {
  readonly id: string
  /** The adapter's kind. */
  readonly kind: string
  readonly name: LocalizedText
  readonly note?: LocalizedText
  /** Highest level that is agreed with the provider, whatever it says. */
  readonly levelCap: Extract<SecurityLevel, 3 | 4>
  readonly enabled: boolean
  /** File with the private JWK with which the broker authenticates at the provider. */
  readonly clientKeyFile: string
  readonly agreements: { readonly identityProviderRequirements: boolean; readonly dataProcessing: boolean }
  /** Judged by the adapter's kind. */
  readonly settings: unknown
}
