import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { AdminClient } from './admin-client.ts'
import { type Answer, makeDpopKey, read, TestClient } from './test-client.ts'

export const selfServiceScope = 'nhn:selvbetjening/client'
/** Access that a client needs to look after itself. */
export const selfServiceAccess = { scope: selfServiceScope, status: 'approved' }

/** A new pair of keys as HelseID's tools make them. */
export async function makeClientKey(
  options: { readonly alg?: string; readonly kid?: string; readonly modulusLength?: number } = {},
): Promise<{ readonly privateJwk: JWK; readonly publicJwk: JWK }> {
  const { alg = 'ES256', modulusLength = 2048 } = options
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, modulusLength })
  const jwk = await exportJWK(publicKey)
  const named = { kid: options.kid ?? (await calculateJwkThumbprint(jwk)), alg, use: 'sig' }
  return { publicJwk: { ...jwk, ...named }, privateJwk: { ...(await exportJWK(privateKey)), ...named } }
}

/**
 * A rotation tool: HelseId.Library and Fhi.HelseId.Selvbetjening by what they send, told nothing but another address.
 * Each call gets a token of its own first.
 */
export class SelfServiceTool {
  readonly client: TestClient
  readonly #base: string

  constructor(client: TestClient, base = `${client.issuer}/selvbetjening`) {
    this.client = client
    this.#base = base
  }

  /** The same tool after it has taken another key into use. */
  with(key: JWK): SelfServiceTool {
    const { clientId, issuer, dpop } = this.client
    return new SelfServiceTool(new TestClient({ clientId, issuer, key, dpop }), this.#base)
  }

  token(scope = selfServiceScope): Promise<Answer> {
    return this.client.machineToken(scope)
  }

  /** @param body sent as it is if it is a text, and as JSON otherwise. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const token = await this.token()
    if (token.status !== 200) throw new Error(`no token: ${token.text}`)
    return this.callWith(String(token.body['access_token']), method, path, body, headers)
  }

  async callWith(
    accessToken: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const url = `${this.#base}${path}`
    const ath = createHash('sha256').update(accessToken).digest('base64url')
    const proof = await this.client.dpop.proof({ htm: method, htu: url, ath })
    const sent = { authorization: `DPoP ${accessToken}`, dpop: proof, 'content-type': 'application/json', ...headers }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return read(await fetch(url, { method, headers: sent, ...(body === undefined ? {} : { body: text }) }))
  }

  /** As HelseId.Library does: the JWK as the body. */
  postKey(publicJwk: unknown): Promise<Answer> {
    return this.call('POST', '/v1/client-secret', publicJwk)
  }
}

/** A client that nobody knows yet, with a key of its own. */
export async function toolOf(clientId: string, issuer: string, key: JWK): Promise<SelfServiceTool> {
  return new SelfServiceTool(new TestClient({ clientId, issuer, key, dpop: await makeDpopKey() }))
}

/** A draft as a program of the organisation makes it, with an API key of its own. @returns its client id. */
export async function makeDraft(
  issuer: string,
  operator: AdminClient,
  organisation: string,
  more: object = {},
): Promise<string> {
  const key = await operator.call('POST', '/api-keys', {
    body: { organisation, name: 'Et program' },
    headers: { 'tillit-reason': 'test' },
  })
  const { publicJwk } = await makeClientKey()
  const headers = { 'content-type': 'application/json', 'api-key': String(key.body['api_key']) }
  const body = JSON.stringify({ organizationNumber: organisation, publicJwk, apiScopes: [], ...more })
  const url = `${issuer}/selvbetjening/v1/client-drafts`
  const made = await read(await fetch(url, { method: 'POST', headers, body }))
  if (made.status !== 201) throw new Error(`no draft: ${made.text}`)
  return String(made.body['clientId'])
}

/** Status of a client as the registry has it. */
export async function statusOf(operator: AdminClient, clientId: string): Promise<unknown> {
  return (await operator.get(`/clients/${clientId}`)).body['status']
}
