import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** What the issuer does wrong next. */
export interface Lie {
  /** Members that replace those of the ID token; undefined removes. */
  readonly idToken?: Readonly<Record<string, unknown>>
  readonly signedByStranger?: boolean
  /** The pushed request is answered with this error. */
  readonly parError?: Readonly<Record<string, string>>
}

/** An issuer of our own that demands a DPoP nonce and lies on order. */
export class LyingIssuer {
  readonly #server: Server
  readonly #keys: IssuerKeys
  lie: Lie = {}
  /** The forms that came to the token endpoint. */
  readonly tokenRequests: URLSearchParams[] = []
  /** The newest pushed request. */
  pushed = new URLSearchParams()

  private constructor(keys: IssuerKeys) {
    this.#keys = keys
    this.#server = createServer((request, response) => {
      this.#answer(request.url ?? '', request.headers.dpop, text(request)).then(
        ({ status, body, headers }) => {
          response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
        },
        () => response.writeHead(500).end(),
      )
    })
  }

  static async start(): Promise<LyingIssuer> {
    const [own, stranger] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')])
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
    const issuer = new LyingIssuer({ own: own.privateKey, stranger: stranger.privateKey, jwk })
    await new Promise<void>((resolve) => issuer.#server.listen(0, '127.0.0.1', resolve))
    return issuer
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the issuer does not listen')
    return `http://localhost:${address.port}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(path: string, proof: unknown, body: Promise<string>): Promise<FakeAnswer> {
    if (path === '/jwks') return { status: 200, body: { keys: [this.#keys.jwk] } }
    if (path === '/par') return this.#push(new URLSearchParams(await body))
    if (path === '/token') return this.#token(new URLSearchParams(await body), String(proof))
    const at = (end: string) => `${this.url}/${end}`
    const metadata = {
      issuer: this.url,
      jwks_uri: at('jwks'),
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      pushed_authorization_request_endpoint: at('par'),
      end_session_endpoint: at('endsession'),
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['ES256'],
    }
    return { status: 200, body: metadata }
  }

  #push(form: URLSearchParams): FakeAnswer {
    this.pushed = form
    if (this.lie.parError !== undefined) return { status: 400, body: this.lie.parError }
    return { status: 201, body: { request_uri: 'urn:ietf:params:oauth:request_uri:one', expires_in: 90 } }
  }

  async #token(form: URLSearchParams, proof: string): Promise<FakeAnswer> {
    this.tokenRequests.push(form)
    const claims = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString())
    if (claims.nonce !== 'from-us') {
      return { status: 400, body: { error: 'use_dpop_nonce' }, headers: { 'dpop-nonce': 'from-us' } }
    }
    const idToken = await this.#idToken()
    return { status: 200, body: { access_token: idToken, token_type: 'DPoP', expires_in: 600, id_token: idToken } }
  }

  #idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: this.url,
      aud: this.pushed.get('client_id') ?? '',
      sub: 'somebody',
      name: 'Kari <script>',
      nonce: this.pushed.get('nonce') ?? '',
      'helseid://claims/identity/security_level': '4',
      iat: now,
      exp: now + 300,
      ...this.lie.idToken,
    }
    const key = this.lie.signedByStranger === true ? this.#keys.stranger : this.#keys.own
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key)
  }
}

interface IssuerKeys {
  readonly own: CryptoKey
  readonly stranger: CryptoKey
  readonly jwk: JWK
}

interface FakeAnswer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}
