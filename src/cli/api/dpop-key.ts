import { createHash } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { Clock } from '#src/operations/clock.ts'
import { randomToken } from '#src/operations/random.ts'

/** The key that one run of the command binds its access token to (RFC 9449). It lives as long as the process. */
export class DpopKey {
  readonly #privateKey: CryptoKey
  readonly #publicJwk: JWK
  readonly #clock: Clock

  private constructor(parts: { readonly privateKey: CryptoKey; readonly publicJwk: JWK; readonly clock: Clock }) {
    this.#privateKey = parts.privateKey
    this.#publicJwk = parts.publicJwk
    this.#clock = parts.clock
  }

  static async make(clock: Clock): Promise<DpopKey> {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    return new DpopKey({ privateKey, publicJwk: await exportJWK(publicKey), clock })
  }

  /** A proof for one request. @param url without its query. */
  proof(request: {
    readonly method: string
    readonly url: string
    readonly nonce?: string | undefined
    readonly accessToken?: string
  }): Promise<string> {
    const { method, url, nonce, accessToken } = request
    const claims = {
      jti: randomToken(),
      htm: method,
      htu: url,
      iat: this.#clock.nowSeconds(),
      ...(nonce === undefined ? {} : { nonce }),
      ...(accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
    }
    const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: this.#publicJwk }
    return new SignJWT(claims).setProtectedHeader(header).sign(this.#privateKey)
  }
}
