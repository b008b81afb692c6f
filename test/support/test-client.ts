import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'

/**
 * A client that speaks as HelseID's real clients do, by hand, so that a test can send exactly what it wants and leave
 * out or twist any part. It shares nothing with the broker.
 */
export class TestClient {
  readonly clientId: string
  readonly issuer: string
  readonly key: JWK
  readonly dpop: DpopKey

  constructor(parts: { clientId: string; issuer: string; key: JWK; dpop: DpopKey }) {
    this.clientId = parts.clientId
    this.issuer = parts.issuer
    this.key = parts.key
    this.dpop = parts.dpop
  }

  static async load(clientId: string, issuer: string): Promise<TestClient> {
    const file = new URL(`../../demo/keys/${clientId}.jwk.json`, import.meta.url)
    const key: JWK = JSON.parse(readFileSync(file, 'utf8'))
    return new TestClient({ clientId, issuer, key, dpop: await makeDpopKey() })
  }

  /** A client assertion (RFC 7523); `claims` and `header` replace or, with undefined, remove members. */
  async assertion(claims: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const payload = without({
      iss: this.clientId,
      sub: this.clientId,
      aud: this.issuer,
      jti: randomUUID(),
      iat: now,
      nbf: now,
      exp: now + 30,
      ...claims,
    })
    const protectedHeader: Record<string, unknown> = {
      alg: this.key.alg ?? 'ES256',
      kid: this.key.kid,
      typ: 'client-authentication+jwt',
      ...header,
    }
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', ...without(protectedHeader) })
      .sign(await importJWK(this.key, String(protectedHeader.alg)))
  }

  /** @param claims of the assertion; replace or remove members. */
  async authentication(claims: JWTPayload = {}): Promise<Record<string, string>> {
    return {
      client_id: this.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.assertion(claims),
    }
  }

  /** One request to the token endpoint, exactly as given. */
  async tokenOnce(form: Record<string, string>, options: { nonce?: string; proof?: string } = {}): Promise<Answer> {
    const url = `${this.issuer}/connect/token`
    const proof = options.proof ?? (await this.dpop.proof({ htm: 'POST', htu: url, nonce: options.nonce }))
    return post(url, form, { dpop: proof })
  }

  /** Like .NET and Java clients: first without nonce, then again with the SAME form, assertion included. */
  async token(form: Record<string, string>): Promise<Answer> {
    const complete = { ...(await this.authentication()), ...form }
    const first = await this.tokenOnce(complete)
    const nonce = first.headers.get('dpop-nonce')
    if (first.status !== 400 || first.body.error !== 'use_dpop_nonce' || nonce === null) return first
    return this.tokenOnce(complete, { nonce })
  }

  async nonce(): Promise<string> {
    const answer = await this.tokenOnce({})
    return answer.headers.get('dpop-nonce') ?? ''
  }

  machineToken(scope: string, extra: Record<string, string> = {}): Promise<Answer> {
    return this.token({ grant_type: 'client_credentials', scope, ...extra })
  }

  /** A pushed authorization request (RFC 9126) with PKCE. */
  async push(
    parameters: Record<string, string | undefined>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Pushed> {
    const verifier = randomBytes(32).toString('base64url')
    const state = randomBytes(16).toString('base64url')
    const nonce = randomBytes(16).toString('base64url')
    const form = without({
      ...(await this.authentication()),
      response_type: 'code',
      scope: 'openid',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    })
    const answer = await post(`${this.issuer}/connect/par`, form, headers)
    const requestUri = String(answer.body.request_uri)
    const query = new URLSearchParams({ client_id: this.clientId, request_uri: requestUri })
    return { answer, verifier, state, nonce, requestUri, authorizeUrl: `${this.issuer}/connect/authorize?${query}` }
  }

  redeem(
    code: string,
    pushed: { verifier: string },
    redirectUri: string,
    extra: Record<string, string> = {},
  ): Promise<Answer> {
    const form = { grant_type: 'authorization_code', code, code_verifier: pushed.verifier, redirect_uri: redirectUri }
    return this.token({ ...form, ...extra })
  }

  async userinfo(
    accessToken: string,
    options: { scheme?: string; ath?: string; method?: string } = {},
  ): Promise<Answer> {
    const url = `${this.issuer}/connect/userinfo`
    const ath = options.ath ?? createHash('sha256').update(accessToken).digest('base64url')
    const method = options.method ?? 'GET'
    const proof = await this.dpop.proof({ htm: method, htu: url, ath })
    const headers = { authorization: `${options.scheme ?? 'DPoP'} ${accessToken}`, dpop: proof }
    return read(await fetch(url, { method, headers }))
  }
}

export interface Pushed {
  readonly answer: Answer
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly requestUri: string
  readonly authorizeUrl: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // Test code reads answers member by member and asserts on what it finds.
  readonly body: Record<string, unknown>
  readonly text: string
}

export interface DpopKey {
  readonly thumbprint: string
  proof(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

/** A fresh ES256 key for DPoP proofs (RFC 9449). */
export async function makeDpopKey(): Promise<DpopKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    proof: (claims, header = {}) => {
      const iat = Math.floor(Date.now() / 1000)
      return new SignJWT(without({ jti: randomUUID(), iat, ...claims }))
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey)
    },
  }
}

export async function post(
  url: string,
  form: Record<string, string> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return read(await fetch(url, { method: 'POST', body, headers: { ...type, ...headers }, redirect: 'manual' }))
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  let body: Record<string, unknown> = {}
  try {
    body = JSON.parse(text)
  } catch {
    // A page, or nothing: the test looks at `text`.
  }
  return { status: response.status, headers: response.headers, body, text }
}

function without<T>(members: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, T] => entry[1] !== undefined))
}
