import type { Fault } from './faults.ts'
import type { EidFlow, EidProblem, ProvenLogin } from './step.ts'
import type { Text } from './text.ts'

/** Paths below the issuer, as the real provider has them. */
export interface ProviderPaths {
  readonly authorize: string
  /** Absent at a provider that takes no pushed requests: the request then comes with the browser. */
  readonly par?: string
  readonly token: string
  readonly jwks: string
  /** Absent at a provider that has no logout of its own. */
  readonly logout?: string
}

/** How the answer comes back: in the query of a redirect, or in a form that the browser posts. */
export type ResponseMode = 'query' | 'form_post'

/** The authorization request, after it was judged. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  readonly codeChallenge: string
  readonly scope: string
  readonly acrValues: readonly string[]
  readonly forceLogin: boolean
  readonly uiLocales: string | undefined
  readonly onBehalfOf: string | undefined
  readonly responseMode: ResponseMode
  /** Everything as it was sent, for what only one provider knows. */
  readonly parameters: Readonly<Record<string, string>>
}

/** `error` and `error_description` of an authorization response. */
export interface Refusal {
  readonly error: string
  readonly description?: string
}

/** The claim that tells the level, where it is not `acr` with one value. */
export interface LevelClaim {
  readonly name: string
  /** How a value stands in it. */
  readonly wrap: (value: unknown) => unknown
}

/**
 * A fault beyond the common ones: the login ends with a problem, the claims are spoiled, or the pages themselves show it,
 * if need be by keeping the person.
 */
export type OwnFault = Fault &
  (
    | { readonly point: 'response'; readonly problem: EidProblem }
    | { readonly point: 'token'; readonly spoil: (claims: Record<string, unknown>) => Record<string, unknown> }
    | { readonly point: 'page'; readonly isDeadEnd?: true }
  )

/** What makes one simulated provider different from another. */
export interface SimulatedProvider {
  /** Configured provider's id and first path segment. */
  readonly id: string
  readonly name: string
  readonly paths: ProviderPaths
  readonly scopes: readonly string[]
  readonly acrValues: readonly string[]
  readonly uiLocales: readonly string[]
  readonly requestUriLifetimeSeconds: number
  readonly idTokenLifetimeSeconds: number
  /** The eIDs to choose among. With one only there is no choice to show. */
  readonly eids: readonly EidFlow[]
  /** Heading of the choice. */
  readonly chooserTitle: Text
  /** The eID that the request names, so that the choice is not shown. */
  preselect?(request: AuthorizationRequest): string | undefined
  /** Logout without `id_token_hint` asks the person first, as Keycloak does. */
  readonly confirmsLogout?: true
  /** Single sign-on, for those that have it. Seconds. */
  readonly session?: { readonly idleSeconds: number; readonly maximumSeconds: number }
  /** True when a login of the session is enough for a request. */
  satisfies(login: ProvenLogin, request: AuthorizationRequest): boolean
  /** The provider's own claims: acr, amr, the number, names. */
  buildClaims(login: ProvenLogin, request: AuthorizationRequest): Readonly<Record<string, unknown>>
  readonly pidClaim: string
  /** Default: `acr`, the plain value. */
  readonly levelClaim?: LevelClaim
  /** Claim with the methods; default `amr`. */
  readonly methodClaim?: string
  /** Modes that the provider has; default `query` alone. */
  readonly responseModes?: readonly ResponseMode[]
  /** False at a provider that doesn't tell who it is in the answer (RFC 9207). */
  readonly sendsIss?: false
  /** What a client assertion may be signed with; default ES256. */
  readonly clientAssertionAlgs?: readonly string[]
  /** Ids of common faults that this provider can't have. */
  readonly impossibleFaults?: readonly string[]
  /** It has a page where a person logs in to the machine at work, before any service asks. */
  readonly hasWorkstation?: true
  /** `acr` of a weaker login, for the fault `acr-lower`. */
  readonly lowerAcr: string
  /** The error that a problem, or the person's own cancelling, becomes. */
  refuse(problem: EidProblem | undefined): Refusal
  readonly ownFaults: readonly OwnFault[]
  /** The provider's own style sheet. */
  readonly styleSheet: string
}
