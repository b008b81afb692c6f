import type { KoaContextWithOIDC } from 'oidc-provider'

type Claims = Readonly<Record<string, unknown>>

/**
 * What a client signed in one request, kept only after the signature was verified. Nothing else may be read as the
 * client's word about whom it acts for: the engine itself keeps the raw text of the assertion only.
 */
class VerifiedJwts {
  readonly #claims = new WeakMap<object, Claims>()

  keep(ctx: KoaContextWithOIDC, claims: Claims): void {
    this.#claims.set(ctx, claims)
  }

  has(ctx: KoaContextWithOIDC): boolean {
    return this.#claims.has(ctx)
  }

  /** Empty when there was none. */
  of(ctx: KoaContextWithOIDC): Claims {
    return this.#claims.get(ctx) ?? {}
  }
}

/** The client assertion (RFC 7523) of a request. */
export const verifiedAssertions = new VerifiedJwts()
/** The request object (RFC 9101) of a pushed request. */
export const verifiedRequestObjects = new VerifiedJwts()
