import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { makeJwt } from './make-jwt.ts'
import { type FormAnswer, postForm } from './post-form.ts'

/** Who asks for tokens, and for which scope. */
export interface LoadClient {
  readonly clientId: string
  readonly kid: string
  readonly key: KeyObject
  readonly scope: string
}

function demoClient(): LoadClient {
  const clientId = 'integrasjon-nordfjell'
  const file = new URL(`../demo/keys/${clientId}.jwk.json`, import.meta.url)
  const key = createPrivateKey({ key: JSON.parse(readFileSync(file, 'utf8')), format: 'jwk' })
  return { clientId, kid: `development-only-${clientId}-1`, key, scope: 'nhn:provesvar/api' }
}

/**
 * Bursts of client-credentials requests, each with a client assertion and a DPoP proof of its own. They are signed
 * before the clock starts, so that the figure is the server's.
 */
export class TokenLoad {
  readonly #issuer: string
  readonly #url: URL
  readonly #agent: Agent
  readonly #proofKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #concurrency: number
  readonly #clients: readonly LoadClient[]
  #prepared = 0

  /** @param clients take turns; as a rule the one client of the demo. */
  constructor(issuer: string, concurrency: number, clients: readonly LoadClient[] = [demoClient()]) {
    this.#issuer = issuer
    this.#url = new URL(`${issuer}/connect/token`)
    this.#concurrency = concurrency
    this.#agent = new Agent({ keepAlive: true, maxSockets: concurrency })
    this.#clients = clients
  }

  /** @returns tokens per second. @throws {Error} when a request is not answered with a token. */
  async burst(requests: number): Promise<number> {
    // A server closes what was quiet while the other one was measured.
    this.#agent.destroy()
    const nonce = (await this.#send(this.#prepare(undefined))).nonce
    const prepared = Array.from({ length: requests }, () => this.#prepare(nonce))
    const begun = performance.now()
    let next = 0
    const worker = async () => {
      for (let mine = prepared[next++]; mine !== undefined; mine = prepared[next++]) {
        const { status, text } = await this.#send(mine)
        if (status !== 200) throw new Error(`no token: ${status} ${text}`)
      }
    }
    await Promise.all(Array.from({ length: this.#concurrency }, worker))
    return requests / ((performance.now() - begun) / 1000)
  }

  close(): void {
    this.#agent.destroy()
  }

  #prepare(nonce: string | undefined): { readonly body: string; readonly proof: string } {
    const now = Math.floor(Date.now() / 1000)
    const { clientId, kid, key, scope } = this.#nextClient()
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: this.#issuer,
      jti: randomUUID(),
      iat: now,
      nbf: now,
      exp: now + 55,
    }
    const header = { alg: 'ES256', kid, typ: 'client-authentication+jwt' }
    const { kty, crv, x, y } = this.#proofKey.publicKey.export({ format: 'jwk' })
    const proofHeader = { alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } }
    const proofClaims = {
      jti: randomUUID(),
      htm: 'POST',
      htu: this.#url.href,
      iat: now,
      ...(nonce === undefined ? {} : { nonce }),
    }
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: makeJwt(header, claims, key),
    })
    return { body: form.toString(), proof: makeJwt(proofHeader, proofClaims, this.#proofKey.privateKey) }
  }

  #nextClient(): LoadClient {
    const client = this.#clients[this.#prepared % this.#clients.length]
    if (client === undefined) throw new Error('no client to load with')
    this.#prepared += 1
    return client
  }

  #send({ body, proof }: { readonly body: string; readonly proof: string }): Promise<FormAnswer> {
    return postForm(this.#url, { agent: this.#agent, body, proof })
  }
}
