import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { redirectUriOf } from './broker.ts'
import { type Answer, post, type TestClient } from './test-client.ts'

export interface SignedRequest {
  /** Replace or, with undefined, remove members. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** Who signs; the client itself unless another is named. */
  readonly signer?: TestClient
}

/** The parameters of an authorization request, as a client would sign them. */
export function authorizationParameters(client: TestClient): Record<string, unknown> {
  return {
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: redirectUriOf(client),
    scope: 'openid',
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  }
}

/** A request object (RFC 9101) with everything inside. */
export async function signRequest(client: TestClient, options: SignedRequest = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: client.clientId,
    aud: client.issuer,
    iat: now,
    nbf: now,
    exp: now + 30,
    jti: randomUUID(),
    ...authorizationParameters(client),
    ...options.claims,
  }
  const { key } = options.signer ?? client
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({
      alg: 'ES256',
      ...JSON.parse(JSON.stringify({ kid: key.kid, typ: 'oauth-authz-req+jwt', ...options.header })),
    })
    .sign(await importJWK(key, 'ES256'))
}

/** Pushes a request object, alone but for the client's authentication. */
export async function pushSigned(
  client: TestClient,
  request: string,
  form: Record<string, string> = {},
): Promise<Answer> {
  return post(`${client.issuer}/connect/par`, { ...(await client.authentication()), request, ...form })
}
