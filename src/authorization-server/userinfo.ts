import type { JWTPayload } from 'jose'
import type { Context, Middleware } from 'koa'
import { buildUserinfoClaims } from '#src/claims/userinfo-claims.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AccessTokens, scopesOf } from './access-tokens.ts'
import { verifyProof } from './dpop-proof.ts'
import { findLivingToken } from './issued-tokens.ts'
import { spendJti } from './replay.ts'

export interface UserinfoParts {
  readonly issuer: string
  readonly accessTokens: AccessTokens
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
  return async function answerUserinfo(ctx) {
    const { scheme, accessToken } = credentialsOf(ctx)
    const payload = await parts.accessTokens.read(accessToken)
    if (payload === undefined) throw invalid('the access token is not valid')
    const { client_id: clientId } = payload
    const scopes = scopesOf(payload)
    if (!scopes.includes('openid')) throw invalid('the token does not hold the scope openid')
    const client = parts.registry().client(clientId)
    if (client?.status !== 'active') throw invalid('the client is not active')
    const unit = parts.newUnit()
    if (scheme === 'dpop') await spendProof(ctx, unit, { accessToken, payload, clientId }, parts)
    else if (client.userinfoBearer) parts.log.info({ client_id: clientId }, 'userinfo as Bearer, by exception')
    else throw invalid('send the access token as Authorization: DPoP')
    const living = await findLivingToken(unit, parts.registry(), payload)
    if (living?.grant === undefined) throw invalid('the login behind the token has ended, or it is not for a person')
    const outcome = await unit.commit('success')
    if (!outcome.committed) {
      const [conflict] = outcome.conflicts
      throw conflict?.reason === 'dpop_replayed'
        ? new BrokerError('dpop_replayed', 'the DPoP proof was already used: make a new one for every request')
        : invalid('the login behind the token has ended')
    }
    ctx.set('cache-control', 'no-store')
    ctx.body = { ...buildUserinfoClaims({ login: living.grant.login, scopes }), userinfo_issued_at: parts.nowSeconds() }
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
  const { jti, thumbprint } = await verifyProof(singleProof(ctx), expected)
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

function thumbprintOf({ cnf }: JWTPayload): unknown {
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined
}

function invalid(description: string): BrokerError {
  return new BrokerError('access_token_invalid', description)
}
