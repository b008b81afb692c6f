/** A public JWK with a key id (RFC 7517). Wire names: this is the standard's own object. */
export interface PublicJwk {
  readonly kty: 'EC' | 'RSA' | 'OKP'
  readonly kid: string
  readonly use?: 'sig'
  readonly alg?: string
  readonly crv?: string
  readonly x?: string
  readonly y?: string
  readonly n?: string
  readonly e?: string
}

/** A JWK Set (RFC 7517 section 5). */
export interface PublicJwks {
  readonly keys: readonly PublicJwk[]
}
