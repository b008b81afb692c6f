import { randomUUID } from 'node:crypto'
import { type CryptoKey, SignJWT } from 'jose'
import type { Issuer } from './issuer.ts'

/** Seconds that an assertion is valid. */
const assertionLifeSeconds = 30

/** Milliseconds to wait for the issuer. */
const timeoutMs = 5000

/** Whom the API is to its issuer. */
export interface IntrospectionCaller {
  readonly issuer: string
  /** The API's own name in the registry; it signs as this, with a key of its `jwks` there. */
  readonly audience: string
  readonly key: CryptoKey
  readonly kid: string
  readonly alg: 'ES256' | 'PS256'
}

/**
 * Asks the issuer whether a token still lives: the answer is no as soon as the person has logged out, or the client was
 * disabled or lost its access. One request to the issuer for each call of yours; without it a token lives to its `exp`.
 *
 * @throws {Error} when the issuer does not answer, which must not count as yes.
 * @see RFC 7662, RFC 7523
 */
export function introspectWith(caller: IntrospectionCaller, issuer: Issuer): (token: string) => Promise<boolean> {
  return async function isActive(token) {
    const endpoint = await issuer.introspectionEndpoint()
    if (endpoint === undefined) throw new Error('the issuer has no introspection endpoint')
    const body = new URLSearchParams({
      token,
      token_type_hint: 'access_token',
      client_id: caller.audience,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionOf(caller),
    })
    const response = await fetch(endpoint, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`introspection answered ${response.status}`)
    const answer: unknown = await response.json()
    return typeof answer === 'object' && answer !== null && 'active' in answer && answer.active === true
  }
}

function assertionOf({ issuer, audience, key, kid, alg }: IntrospectionCaller): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: audience, sub: audience, aud: issuer, jti: randomUUID(), iat: now, nbf: now }
  return new SignJWT({ ...claims, exp: now + assertionLifeSeconds })
    .setProtectedHeader({ alg, kid, typ: 'client-authentication+jwt' })
    .sign(key)
}
