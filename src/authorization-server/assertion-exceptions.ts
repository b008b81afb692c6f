import { generateKeyPairSync } from 'node:crypto'
import { compactVerify, createLocalJWKSet, decodeJwt, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { Log } from '#src/operations/log.ts'
import { randomToken } from '#src/operations/random.ts'
import type { Client } from '#src/registry/client.ts'
import type { AssertionException } from '#src/registry/client-schema.ts'
import { livingKeysOf } from '#src/registry/living-keys.ts'

/** Where the engine keeps the assertion until it verifies it. */
export interface AssertionHolder {
  client_assertion?: unknown
}

/**
 * Lets a client with named exceptions authenticate with what it always sent, without loosening the engine: we verify its
 * signature by its registered keys, write the claims as the standard wants them, and sign that with a key that lives in
 * this process alone and counts for such clients alone. Every other rule (life, `jti`, `typ`) then holds as for all.
 *
 * DEVIATION: RFC 7519 section 2, FAPI 2.0 section 5.3.2.1: by name, per client, logged. docs/decisions/0060-exceptions-for-older-clients.md
 */
export class AssertionExceptions {
  readonly #issuer: string
  readonly #log: Log
  readonly #nowSeconds: () => number
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #kid = randomToken()

  constructor(parts: { readonly issuer: string; readonly log: Log; readonly nowSeconds: () => number }) {
    this.#issuer = parts.issuer
    this.#log = parts.log
    this.#nowSeconds = parts.nowSeconds
  }

  /** Key to be registered with the engine beside the client's own. */
  get publicJwk(): JWK & { readonly kty: string } {
    const { kty = 'EC', ...members } = this.#keys.publicKey.export({ format: 'jwk' })
    return { ...members, kty, kid: this.#kid, alg: 'ES256', use: 'sig' }
  }

  /**
   * Rewrites the assertion that the request holds, if it is this client's and needs one of its exceptions.
   * @returns the exceptions that it needed.
   */
  async apply(holder: AssertionHolder, client: Client): Promise<readonly AssertionException[]> {
    const { client_assertion: assertion } = holder
    if (typeof assertion !== 'string' || client.assertionExceptions.length === 0) return []
    // Looked at before it is verified: who sends what all send is verified once, by the engine.
    const claimed = claimsOf(assertion)
    if (claimed === undefined || this.#rewrite(claimed, client).used.length === 0) return []
    const verified = await verifySignature(assertion, client, this.#nowSeconds())
    if (verified === undefined) return []
    const { claims, used } = this.#rewrite(verified.claims, client)
    this.#log.info({ client_id: client.clientId, assertion_exceptions: used }, 'accepted by exception')
    holder.client_assertion = await new SignJWT(claims)
      .setProtectedHeader({ ...verified.type, alg: 'ES256', kid: this.#kid })
      .sign(this.#keys.privateKey)
    return used
  }

  #rewrite(claims: Readonly<Record<string, unknown>>, { assertionExceptions }: Client) {
    return writtenAsStandard(claims, assertionExceptions, this.#issuer)
  }
}

function claimsOf(assertion: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return decodeJwt(assertion)
  } catch {
    return undefined
  }
}

/** @returns undefined when it is not signed by this client: the engine then refuses it as it refuses any other. */
async function verifySignature(
  assertion: string,
  client: Client,
  nowSeconds: number,
): Promise<
  { readonly claims: Readonly<Record<string, unknown>>; readonly type: { readonly typ?: string } } | undefined
> {
  try {
    const keys = createLocalJWKSet({ keys: livingKeysOf(client, nowSeconds).map((key) => ({ ...key })) })
    const { payload, protectedHeader } = await compactVerify(assertion, keys, { algorithms: [...client.signingAlgs] })
    const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined
    const { typ } = protectedHeader
    return { claims: { ...claims }, type: typ === undefined ? {} : { typ } }
  } catch {
    return undefined
  }
}

const dates = ['iat', 'nbf', 'exp'] as const

/** The claims with what the exceptions allow put right, and the exceptions that were needed for it. */
function writtenAsStandard(
  claims: Readonly<Record<string, unknown>>,
  exceptions: readonly AssertionException[],
  issuer: string,
): { readonly claims: JWTPayload; readonly used: readonly AssertionException[] } {
  const written: Record<string, unknown> = { ...claims }
  const used = new Set<AssertionException>()
  const allow = (exception: AssertionException, isNeeded: boolean, name: string, value: unknown) => {
    if (!isNeeded || !exceptions.includes(exception)) return
    written[name] = value
    used.add(exception)
  }
  allow('token_endpoint_audience', claims.aud === `${issuer}/connect/token`, 'aud', issuer)
  allow('trailing_slash_audience', claims.aud === `${issuer}/`, 'aud', issuer)
  for (const name of dates) {
    const date = claims[name]
    allow('string_dates', typeof date === 'string' && /^[1-9]\d{0,11}$/.test(date), name, Number(date))
  }
  return { claims: written, used: [...used] }
}
