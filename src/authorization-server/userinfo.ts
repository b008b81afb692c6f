import { createLocalJWKSet, type JWK, type JWTPayload, jwtVerify } from 'jose'
import type { Context, Middleware } from 'koa'
import { buildUserinfoClaims } from '#src/claims/userinfo-claims.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { verifyProofWithToken } from './dpop-proof.ts'
import { grantEnded } from './end-grant.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'
import { spendJti } from './replay.ts'
import { sessionEnded } from './sessions.ts'

/** Where an access token for a person came from, kept as long as the token lives. */
export const issuedAccessToken = 'access-token'
export interface IssuedAccessToken {
  readonly grantId: string
  readonly sessionUid: string
}

export interface UserinfoParts {
  readonly issuer: string
  readonly publicKeys: readonly JWK[]
  readonly registry: () => Registry
  readonly newUnit: () => UnitOfWork
  readonly nowSeconds: () => number
  readonly log: Log
}

/**
 * Userinfo (OpenID Connect Core section 5.3) for our own JWT access tokens, whatever API they are for, if they hold
 * `openid`. Own route: the engine takes opaque tokens only. The grant and the session must still live.
 *
 * DEVIATION: RFC 9449 section 7.1, for clients registered with `userinfo_bearer` alone. docs/decisions/0061-userinfo-as-bearer.md
 *
 * @throws {BrokerError} `access_token_invalid`, `dpop_invalid`, `dpop_replayed`
 */
export function userinfo(parts: UserinfoParts): Middleware {
  const keys = createLocalJWKSet({ keys: [...parts.publicKeys] })
  return async function answerUserinfo(ctx) {
    const { scheme, accessToken } = credentialsOf(ctx)
    const payload = await verifyAccessToken(accessToken, keys, parts.issuer)
    const { clientId, scopes } = contentOf(payload)
    const client = parts.registry().client(clientId)
    if (client?.status !== 'active') throw invalid('the client is not active')
    const unit = parts.newUnit()
    if (scheme === 'dpop') await spendProof(ctx, unit, { accessToken, payload, clientId }, parts)
    else if (client.userinfoBearer) parts.log.info({ client_id: clientId }, 'userinfo as Bearer, by exception')
    else throw invalid('send the access token as Authorization: DPoP')
    const { login } = await livingGrant(unit, payload)
    const outcome = await unit.commit('success')
    if (!outcome.committed) {
      const [conflict] = outcome.conflicts
      throw conflict?.reason === 'dpop_replayed'
        ? new BrokerError('dpop_replayed', 'the DPoP proof was already used: make a new one for every request')
        : invalid('the login behind the token has ended')
    }
    ctx.set('cache-control', 'no-store')
    ctx.body = { ...buildUserinfoClaims({ login, scopes }), userinfo_issued_at: parts.nowSeconds() }
  }
}

/** The proof must fit this request, this token and the key that the token is bound to; its `jti` is spent in the unit. */
async function spendProof(
  ctx: Context,
  unit: UnitOfWork,
  token: { readonly accessToken: string; readonly payload: JWTPayload; readonly clientId: string },
  { issuer, nowSeconds }: UserinfoParts,
): Promise<void> {
  const now = nowSeconds()
  const { accessToken, payload, clientId } = token
  const url = `${issuer}/connect/userinfo`
  const expected = { method: ctx.method, url, accessToken, nowSeconds: now }
  const { jti, thumbprint } = await verifyProofWithToken(singleProof(ctx), expected)
  if (thumbprintOf(payload) !== thumbprint) throw invalid('the token is bound to another key')
  spendJti(unit, { issuer: clientId, jti, expiresAt: now + 300, nowSeconds: now })
}

function credentialsOf(ctx: Context): { readonly scheme: 'dpop' | 'bearer'; readonly accessToken: string } {
  const [scheme = '', accessToken, ...rest] = ctx.get('authorization').split(' ')
  const known = (['dpop', 'bearer'] as const).find((name) => name === scheme.toLowerCase())
  if (known === undefined || accessToken === undefined || accessToken === '' || rest.length > 0) {
    throw invalid('send the access token as Authorization: DPoP')
  }
  return { scheme: known, accessToken }
}

function singleProof(ctx: Context): string {
  const header = ctx.get('dpop')
  if (header === '' || header.includes(','))
    throw new BrokerError('dpop_invalid', 'exactly one DPoP proof must be sent')
  return header
}

async function verifyAccessToken(
  token: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  issuer: string,
): Promise<JWTPayload> {
  try {
    const options = {
      issuer,
      typ: 'at+jwt',
      algorithms: ['ES256', 'PS256'],
      requiredClaims: ['exp', 'jti', 'client_id'],
    }
    return (await jwtVerify(token, keys, options)).payload
  } catch (cause) {
    throw new BrokerError('access_token_invalid', 'the access token is not valid', { cause })
  }
}

function thumbprintOf({ cnf }: JWTPayload): unknown {
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined
}

function contentOf({ client_id, scope }: JWTPayload): {
  readonly clientId: string
  readonly scopes: readonly string[]
} {
  const scopes = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scope) ? scope.map(String) : []
  if (typeof client_id !== 'string' || !scopes.includes('openid'))
    throw invalid('the token does not hold the scope openid')
  return { clientId: client_id, scopes }
}

async function livingGrant(unit: UnitOfWork, { jti, sub }: JWTPayload): Promise<GrantLogin> {
  // All three records are written by this room alone, and sealed.
  const issued = (await unit.get(issuedAccessToken, String(jti))) as IssuedAccessToken | undefined
  if (issued === undefined) throw invalid('the token is not for a person')
  const [record, grantDead, sessionDead] = await unit.getMany([
    { kind: grantLogin, id: issued.grantId },
    { kind: grantEnded, id: issued.grantId },
    { kind: sessionEnded, id: issued.sessionUid },
  ])
  const grant = record as GrantLogin | undefined
  if (grant === undefined || grantDead !== undefined || sessionDead !== undefined || grant.login.subject !== sub) {
    throw invalid('the login behind the token has ended')
  }
  return grant
}

function invalid(description: string): BrokerError {
  return new BrokerError('access_token_invalid', description)
}
