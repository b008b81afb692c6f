/** Why a request was refused: the standard's error code for `WWW-Authenticate`, and a sentence for whoever debugs it. */
export class AccessTokenRefused extends Error {
  override readonly name = 'AccessTokenRefused'
  /** RFC 6750 section 3.1, RFC 9449 section 7.1, RFC 9470 section 3. Undefined when there was no token at all. */
  readonly code: RefusalCode | undefined

  /** @param reason safe to show: names what was wrong, never quotes the token or the proof. */
  constructor(code: RefusalCode | undefined, reason: string) {
    super(reason)
    this.code = code
  }

  /** 403 when the token is good but does not reach this far; 401 for everything else. */
  get status(): 401 | 403 {
    return this.code === 'insufficient_scope' ? 403 : 401
  }
}

export type RefusalCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'
