import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { makeJwt } from './make-jwt.ts'
import { type FormAnswer, postForm } from './post-form.ts'

/** Who asks without being able to prove it. */
export interface Stranger {
  readonly name: string
  readonly clientId: string
  readonly kid: string
}

/** An endpoint at which clients authenticate, with the rest of a request that would be right. */
export interface Endpoint {
  readonly path: string
  readonly form: Readonly<Record<string, string>>
}

/** Sends requests with an assertion that somebody else has signed, one at a time, and measures how long the refusal takes. */
export class Strangers {
  readonly #issuer: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  #nonce = ''

  constructor(issuer: string) {
    this.#issuer = issuer
  }

  /** Nonces live for a minute or two: to be asked for now and then, outside what is measured. */
  async renewNonce(): Promise<void> {
    this.#nonce = ''
    this.#nonce = (await this.#send('/connect/token', 'x=y', this.#proof())).nonce
  }

  /** @returns milliseconds until the refusal. @throws {Error} when it is another answer than the usual one. */
  async refuse({ clientId, kid }: Stranger, { path, form }: Endpoint): Promise<number> {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: clientId, sub: clientId, aud: this.#issuer, jti: randomUUID(), iat: now, exp: now + 55 }
    const header = { alg: 'ES256', kid, typ: 'client-authentication+jwt' }
    const body = new URLSearchParams({
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: makeJwt(header, claims, this.#key.privateKey),
      ...form,
    })
    const proof = path === '/connect/token' ? this.#proof() : undefined
    const begun = performance.now()
    const { status, text } = await this.#send(path, body.toString(), proof)
    const milliseconds = performance.now() - begun
    if (status !== 401 || !text.includes('"invalid_client"')) throw new Error(`${path}: ${status} ${text}`)
    return milliseconds
  }

  close(): void {
    this.#agent.destroy()
  }

  #proof(): string {
    const { kty, crv, x, y } = this.#key.publicKey.export({ format: 'jwk' })
    const nonce = this.#nonce === '' ? {} : { nonce: this.#nonce }
    const iat = Math.floor(Date.now() / 1000)
    const claims = { jti: randomUUID(), htm: 'POST', htu: `${this.#issuer}/connect/token`, iat, ...nonce }
    return makeJwt({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } }, claims, this.#key.privateKey)
  }

  #send(path: string, body: string, proof: string | undefined): Promise<FormAnswer> {
    return postForm(new URL(path, this.#issuer), { agent: this.#agent, body, proof })
  }
}
