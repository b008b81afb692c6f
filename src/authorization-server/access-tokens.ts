import { type JWK, type JWTPayload, jwtVerify } from 'jose'
import { keySetOf } from '#src/keys/key-set.ts'

/** The payload of an access token that this broker signed and that has not expired. Whether it still lives is another question. */
export interface SignedAccessToken extends JWTPayload {
  readonly sub: string
  readonly aud: string
  readonly jti: string
  readonly exp: number
  readonly iat: number
  readonly client_id: string
}

/** Reads our own access tokens: JWTs by RFC 9068. */
export class AccessTokens {
  readonly #keys: ReturnType<typeof keySetOf>
  readonly #issuer: string
  readonly #nowSeconds: () => number

  constructor(parts: {
    /** What is published now. */
    readonly publicKeys: () => readonly JWK[]
    readonly issuer: string
    readonly nowSeconds: () => number
  }) {
    this.#keys = keySetOf(parts.publicKeys)
    this.#issuer = parts.issuer
    this.#nowSeconds = parts.nowSeconds
  }

  /** @returns undefined for anything else: an ID token or logout token, another issuer's, one that was changed or has expired. */
  async read(token: string): Promise<SignedAccessToken | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer: this.#issuer,
        typ: 'at+jwt',
        algorithms: ['ES256', 'PS256'],
        currentDate: new Date(this.#nowSeconds() * 1000),
      })
      return isComplete(payload) ? payload : undefined
    } catch {
      return undefined
    }
  }
}

function isComplete(payload: JWTPayload): payload is SignedAccessToken {
  const { sub, aud, jti, exp, iat, client_id } = payload
  return (
    [sub, aud, jti, client_id].every((member) => typeof member === 'string') &&
    typeof exp === 'number' &&
    typeof iat === 'number'
  )
}

/** The scopes of a token in either profile: HelseID writes an array, RFC 9068 a string. */
export function scopesOf({ scope }: JWTPayload): readonly string[] {
  if (typeof scope === 'string') return scope.split(' ')
  return Array.isArray(scope) ? scope.map(String) : []
}
