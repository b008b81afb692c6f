/** Error codes of RFC 6750 section 3.1, RFC 9449 section 7.1 and RFC 9470 section 3. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'

/**
 * Every rule that a request can break, with the code and the text that its sender gets. The names and the texts are
 * stable: log and count by the name. No text quotes what was sent.
 */
export const refusals = {
  token_missing: [undefined, 'there is no access token'],
  scheme_wrong: ['invalid_request', 'send Authorization: DPoP <access token>, once'],
  token_forged: ['invalid_token', 'the token is not signed by this issuer, or not as it signs'],
  token_type: ['invalid_token', 'the token does not fit here: typ must be at+jwt'],
  token_issuer: ['invalid_token', 'the token does not fit here: iss is another issuer'],
  token_audience: ['invalid_token', 'the token does not fit here: aud must be this API'],
  token_audiences: ['invalid_token', 'the token must be for this API alone (aud)'],
  token_expired: ['invalid_token', 'the token has expired'],
  token_early: ['invalid_token', 'the token does not fit here: nbf is in the future'],
  token_claims: ['invalid_token', 'the token does not fit here: exp or client_id is missing'],
  token_unbound: ['invalid_token', 'the token is not bound to a key (cnf.jkt)'],
  token_revoked: ['invalid_token', 'the token is no longer valid: the login or the access behind it has ended'],
  proof_missing: ['invalid_dpop_proof', 'the DPoP header is missing'],
  proof_twice: ['invalid_dpop_proof', 'there must be exactly one DPoP header'],
  proof_forged: ['invalid_dpop_proof', 'the proof is not a signed dpop+jwt with an allowed alg and a public jwk'],
  proof_private_key: ['invalid_dpop_proof', 'jwk must be a public key'],
  proof_key: ['invalid_dpop_proof', 'the proof is signed by another key than the token is bound to (cnf.jkt)'],
  proof_ath: ['invalid_dpop_proof', 'ath is not the hash of this access token'],
  proof_htm: ['invalid_dpop_proof', 'htm is not the method of this request'],
  proof_htu: ['invalid_dpop_proof', 'htu is not the address of this request'],
  proof_iat: ['invalid_dpop_proof', 'iat is too old or in the future'],
  proof_jti: ['invalid_dpop_proof', 'jti is missing'],
  proof_used: ['invalid_dpop_proof', 'this proof was used before (jti)'],
  scope_missing: ['insufficient_scope', 'a scope that this address needs is missing'],
  organisation_missing: ['insufficient_scope', 'the token does not say for which organisation the client acts'],
  person_missing: ['insufficient_scope', 'a person must stand behind the token'],
  level_too_low: ['insufficient_user_authentication', 'a login at a higher security level is needed'],
} as const satisfies Readonly<Record<string, readonly [RefusalCode | undefined, string]>>

export type RefusalReason = keyof typeof refusals

/** What a client can do about it, as parameters of the challenge: the scopes or the level that are needed. */
export interface Remedy {
  readonly scope?: string
  readonly acr_values?: string
}

/** A request that may not be answered. Anything else that is thrown is an outage or a bug: answer 5xx. */
export class AccessTokenRefused extends Error {
  override readonly name = 'AccessTokenRefused'
  readonly reason: RefusalReason
  /** Undefined when there was no token at all: then no error is named (RFC 6750 section 3.1). */
  readonly code: RefusalCode | undefined
  readonly remedy: Remedy

  constructor(reason: RefusalReason, remedy: Remedy = {}) {
    const [code, text] = refusals[reason]
    super(text)
    this.reason = reason
    this.code = code
    this.remedy = remedy
  }

  /** 403 when the token is good but does not reach this far; 401 for everything else. */
  get status(): 401 | 403 {
    return this.code === 'insufficient_scope' ? 403 : 401
  }
}
