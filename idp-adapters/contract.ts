import type { JsonWebKey } from 'node:crypto'

/**
 * The seam between the broker and an upstream identity provider.
 *
 * An adapter turns "begin login" into a redirect, and the provider's answer into a verified {@link Identity} or a
 * {@link LoginFailure}. It knows nothing of cookies, sessions, pages, storage, or of the clients behind the broker.
 * It never decides a level either: it reports what the provider said, and the broker looks that up in the adapter's
 * {@link LevelTable} (see `src/assurance/`).
 */

/** Security level (Norwegian "nivå"). 1 is never issued; 0 stands for "nothing was proved". */
export type SecurityLevel = 2 | 3 | 4

/** Interface languages of the broker, also what an adapter may be asked to show. */
export type Language = 'nb' | 'nn' | 'en'

/** The electronic ID that the person held in the hand, whoever relayed it. Chooses the wording of a refusal and `amr`. */
export type LoginMethod =
  | 'bankid'
  | 'bankid-biometric'
  | 'bankid-mobil'
  | 'buypass'
  | 'commfides'
  | 'minid'
  | 'eidas'
  | 'testid'
  | 'employer'
  | 'unknown'

export interface LoginRequest {
  /** Where the provider sends the browser back; compared exactly by the provider. */
  readonly redirectUri: string
  /** Random, single use, bound to the browser. Made and checked by the broker, only carried by the adapter. */
  readonly state: string
  /** The level that the login must prove. A wish towards the provider; the broker checks the answer. */
  readonly minimumLevel: SecurityLevel
  /** The person must authenticate anew, whatever session the provider has. */
  readonly forceLogin: boolean
  /** Greatest allowed age of the authentication in seconds, if the client asked for one. */
  readonly maxAgeSeconds?: number
  /** Languages in order of preference. */
  readonly uiLocales: readonly Language[]
  /** The client's wish for one method at this provider (`amr:…` in `acr_values`), if any. */
  readonly methodHint?: string
  /** Organisation number on whose behalf the login is made (ID-porten's `onbehalfof`), if any. */
  readonly onBehalfOf?: string
}

export interface LoginStart {
  readonly redirectTo: URL
  /** What the adapter needs at the callback (nonce, PKCE verifier, …). Kept by the broker, encrypted, handed back once. */
  readonly memo: string
  /** How the provider was asked to answer. Absent: in the query of a redirect. */
  readonly answerMode?: 'form_post'
}

export interface LoginCallback {
  /** The address the browser came back to, with the provider's parameters (from the query, or from a stored form post). */
  readonly url: URL
  /** What was asked for, from the broker's own store. Never from the browser. */
  readonly request: LoginRequest
  readonly memo: string
}

/** What the provider said about the strength of the login, unjudged. */
export interface LevelEvidence {
  /** `iss` of the verified ID token. */
  readonly issuer: string
  /** `acr` exactly as it came: any JSON value, or undefined when absent. */
  readonly acr: unknown
  /** `amr` as strings; empty when absent or of another shape. */
  readonly amr: readonly string[]
}

export interface PersonName {
  readonly name?: string
  readonly givenName?: string
  readonly middleName?: string
  readonly familyName?: string
}

export interface IdentityClaims {
  readonly providerId: string
  /** National identity number as the provider gave it: a non-empty string, its form not yet judged. */
  readonly pid: string
  readonly evidence: LevelEvidence
  readonly method: LoginMethod
  /** When the person authenticated upstream, seconds since the epoch. */
  readonly authTime: number
  readonly name: PersonName
  /** The provider's session id, when it has one (for upstream logout). */
  readonly upstreamSid?: string
  /** Organisation number of the employer, for regional logins. */
  readonly employer?: string
}

declare const verified: unique symbol
/** A person whose login an adapter has verified in full. Only {@link verifiedIdentity} makes one. */
export type Identity = IdentityClaims & { readonly [verified]: true }

/** Called by an adapter as its very last step, when every check of the provider's answer has passed. */
export function verifiedIdentity(claims: IdentityClaims): Identity {
  // The brand exists only in the type system; this is the one place that may apply it.
  return claims as Identity
}

/**
 * Why a login did not give a verified person.
 * `cancelled` the person chose so · `provider_unavailable` no answer, 5xx, time-out, no discovery ·
 * `provider_answer_invalid` an answer that fails a check (signature, nonce, issuer, …) · `provider_refused` the provider
 * says no without a reason that we know · `pid_missing` a login without national identity number ·
 * `authentication_too_old` older than was asked · `eid_blocked` · `no_active_eid` · `login_timed_out` ·
 * `login_not_completed` cancelled or failed on the way: this provider's answer doesn't tell which ·
 * `login_in_progress` another login of this eID is under way · `guest_account` a guest of the employer, not an employee.
 */
export type LoginFailureReason =
  | 'cancelled'
  | 'provider_unavailable'
  | 'provider_answer_invalid'
  | 'provider_refused'
  | 'pid_missing'
  | 'authentication_too_old'
  | 'eid_blocked'
  | 'no_active_eid'
  | 'login_timed_out'
  | 'login_not_completed'
  | 'login_in_progress'
  | 'guest_account'

export class LoginFailure extends Error {
  override readonly name = 'LoginFailure'
  readonly reason: LoginFailureReason
  /** For the operator's log: what was expected and found. Never a pid, token, code or other text from the person. */
  readonly detail: string
  constructor(reason: LoginFailureReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options)
    this.reason = reason
    this.detail = detail
  }
}

/** One row: this exact issuer saying this exact `acr` proves this level. No row = level 0. */
export interface LevelRow {
  readonly issuer: string
  readonly acr: string
  readonly level: SecurityLevel
}
export type LevelTable = readonly LevelRow[]

/** A demand of the security profile for identity providers that one provider is let off, by name, in its settings. */
export interface AdapterException {
  /** The setting as it is written: `par: not_supported`. */
  readonly name: string
  /** What is lost by it, for the operator. One sentence in English. */
  readonly meaning: string
}

export interface IdpAdapter {
  /** The configured provider's id: the `idp` claim, `idp:` in `acr_values`, and the value on the choice page. */
  readonly id: string
  readonly levels: LevelTable
  /** Every weakening that this provider's settings name; empty is the rule. */
  readonly exceptions: readonly AdapterException[]
  /** Organisation number of the one employer that this provider's logins speak for. Absent for a national eID. */
  readonly employer?: string
  /** Words of a client's `acr_values` that mean a method of this provider: without `idp:` they lead straight here. */
  readonly methodWords?: readonly string[]
  /**
   * Highest level that the method evidence allows; can lower what the table gave, never raise it.
   * For example TestID proves nothing in production.
   */
  highestLevel(evidence: LevelEvidence): SecurityLevel | 0
  /** @throws {LoginFailure} `provider_unavailable` when the provider can't be reached. */
  beginLogin(request: LoginRequest): Promise<LoginStart>
  /** @throws {LoginFailure} for every outcome except a verified person. */
  completeLogin(callback: LoginCallback): Promise<Identity>
}

/** Optional ability: the provider has a logout of its own that the browser can be sent through. */
export interface UpstreamLogout {
  /** @returns the address to send the browser to, or undefined when the provider's metadata has no such endpoint. */
  buildLogoutUrl(request: { readonly postLogoutRedirectUri: string; readonly state: string }): Promise<URL | undefined>
}

export function hasUpstreamLogout(adapter: IdpAdapter): adapter is IdpAdapter & UpstreamLogout {
  return 'buildLogoutUrl' in adapter && typeof adapter.buildLogoutUrl === 'function'
}

/** What an adapter gets from the broker besides its own settings. */
export interface AdapterParts {
  readonly providerId: string
  readonly environment: 'development' | 'test' | 'production'
  /** Seconds since the epoch. */
  readonly now: () => number
  /** The broker's `fetch` for this provider: time-out set, metadata cached by the adapter itself. */
  readonly fetch: typeof fetch
  /** Private JWK with which the broker authenticates at this provider. */
  readonly clientKey: JsonWebKey & { readonly kid: string; readonly alg: string }
}

/** A kind of adapter: a folder under `idp-adapters/`, one line in the list that `main.ts` injects. */
export interface AdapterKind {
  readonly kind: string
  /**
   * @param settings the provider's `settings` from the configuration, unparsed: the kind's own zod schema judges them.
   * @throws {AdapterSettingsError} with every problem found.
   */
  create(settings: unknown, parts: AdapterParts): IdpAdapter
}

export class AdapterSettingsError extends Error {
  override readonly name = 'AdapterSettingsError'
  readonly problems: readonly { readonly path: string; readonly found: string; readonly allowed: string }[]
  constructor(problems: AdapterSettingsError['problems']) {
    super(problems.map((p) => `${p.path}: found ${p.found}, allowed ${p.allowed}`).join('\n'))
    this.problems = problems
  }
}
