import { importJWK, SignJWT } from 'jose'
import type { Context } from 'koa'
import type { AuditEntry } from '#src/audit/entry.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { activeKey, type KeyRing } from '#src/keys/key-ring.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AccessTokens, type SignedAccessToken, scopesOf } from './access-tokens.ts'
import type { Caller } from './callers.ts'
import { findLivingToken } from './issued-tokens.ts'

export interface IntrospectionParts {
  readonly issuer: string
  readonly registry: () => Registry
  readonly accessTokens: AccessTokens
  readonly keyRing: () => KeyRing
  readonly nowSeconds: () => number
}

const signedAnswer = 'application/token-introspection+jwt'

type Answer = { readonly active: false } | { readonly active: true; readonly [claim: string]: unknown }

/**
 * Introspection (RFC 7662) of our JWT access tokens, for the API that the token is for and the clients that this API
 * named, and nobody else: to all others every token is inactive. An API that asks for
 * `application/token-introspection+jwt` gets a signed answer (RFC 9701).
 *
 * @throws {BrokerError} `request_invalid` without a token
 */
export function introspection(parts: IntrospectionParts) {
  return async function introspect(
    ctx: Context,
    unit: UnitOfWork,
    caller: Caller,
    form: ReadonlyMap<string, string>,
  ): Promise<readonly AuditEntry[]> {
    const token = form.get('token') ?? ''
    if (token === '') throw new BrokerError('request_invalid', 'the parameter token is missing')
    const payload = await parts.accessTokens.read(token)
    const answer = payload === undefined ? { active: false as const } : await describe(parts, unit, caller, payload)
    ctx.vary('accept')
    if (ctx.accepts('application/json', signedAnswer) !== signedAnswer) {
      ctx.body = answer
      return []
    }
    ctx.body = await sign(parts, caller, answer)
    ctx.type = signedAnswer
    return []
  }
}

async function describe(
  { registry }: IntrospectionParts,
  unit: UnitOfWork,
  caller: Caller,
  payload: SignedAccessToken,
): Promise<Answer> {
  const current = registry()
  if (!mayAskAbout(current, caller, payload.aud)) return { active: false }
  const living = await findLivingToken(unit, current, payload)
  if (living === undefined) return { active: false }
  return { ...payload, active: true, scope: scopesOf(payload).join(' '), token_type: 'DPoP' }
}

function mayAskAbout(registry: Registry, { id, kind }: Caller, audience: string): boolean {
  const api = registry.api(audience)
  if (api?.status !== 'active') return false
  return kind === 'api' ? id === audience : api.introspectionClients.includes(id)
}

/** RFC 9701 section 5: signed as the API wants its access tokens signed, for the caller alone. */
async function sign(parts: IntrospectionParts, { id }: Caller, answer: Answer): Promise<string> {
  const alg = parts.registry().api(id)?.accessToken.signingAlg ?? 'ES256'
  const { key } = activeKey(parts.keyRing(), alg)
  return new SignJWT({ token_introspection: answer })
    .setProtectedHeader({ alg, kid: key.kid, typ: 'token-introspection+jwt' })
    .setIssuer(parts.issuer)
    .setAudience(id)
    .setIssuedAt(parts.nowSeconds())
    .sign(await importJWK(key, alg))
}
