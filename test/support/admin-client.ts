import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWK } from 'jose'
import type { TestBroker } from './broker.ts'
import { type Answer, makeDpopKey, read, TestClient } from './test-client.ts'

export const adminScopeNames = [
  'tillit:admin/registry.read',
  'tillit:admin/registry.write',
  'tillit:admin/registry.approve',
  'tillit:admin/audit.read',
  'tillit:admin/operations',
] as const

export interface AdminCall {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A caller of the admin API that speaks as a program of somebody else would: token, proof, JSON. */
export class AdminClient {
  readonly #client: TestClient
  readonly #accessToken: string

  constructor(client: TestClient, accessToken: string) {
    this.#client = client
    this.#accessToken = accessToken
  }

  /** @param path below `/admin/api/v1`. */
  async call(method: string, path: string, { body, headers = {} }: AdminCall = {}): Promise<Answer> {
    const url = `${this.#client.issuer}/admin/api/v1${path}`
    const ath = createHash('sha256').update(this.#accessToken).digest('base64url')
    const proof = await this.#client.dpop.proof({ htm: method, htu: url.split('?')[0], ath })
    return read(
      await fetch(url, {
        method,
        headers: {
          authorization: `DPoP ${this.#accessToken}`,
          dpop: proof,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path)
  }

  post(path: string, body: unknown, reason = 'test'): Promise<Answer> {
    return this.call('POST', path, { body, headers: { 'tillit-reason': encodeURIComponent(reason) } })
  }

  /** A change of what is there (`etag`), or with undefined something new. */
  put(path: string, document: unknown, options: { etag?: string | undefined; reason?: string } = {}): Promise<Answer> {
    const { etag, reason = 'test' } = options
    const seen: Record<string, string> = etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag }
    return this.call('PUT', path, { body: document, headers: { ...seen, 'tillit-reason': encodeURIComponent(reason) } })
  }
}

/** The operator's client with the key that the broker made in its data folder. */
export async function operatorClient(
  broker: Pick<TestBroker, 'issuer' | 'dataDir'>,
  scopes: readonly string[] = adminScopeNames.filter((scope) => !scope.endsWith('.approve')),
): Promise<AdminClient> {
  const key: JWK = JSON.parse(readFileSync(join(broker.dataDir, 'operator.jwk.json'), 'utf8'))
  const client = new TestClient({
    clientId: 'tillit-operator',
    issuer: broker.issuer,
    key,
    dpop: await makeDpopKey(),
  })
  return adminClientOf(client, scopes)
}

/** Any machine client that has access to the admin API. */
export async function adminClientOf(client: TestClient, scopes: readonly string[]): Promise<AdminClient> {
  const answer = await client.token({ grant_type: 'client_credentials', scope: scopes.join(' ') })
  if (answer.status !== 200) throw new Error(`no token: ${answer.text}`)
  return new AdminClient(client, String(answer.body['access_token']))
}
