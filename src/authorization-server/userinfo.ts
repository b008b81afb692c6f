import type { Middleware } from 'koa'
import { buildUserinfoClaims } from '#src/claims/userinfo-claims.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AccessTokens, scopesOf } from './access-tokens.ts'
import { lostToken, readAccessToken, spendProof, tokenInvalid } from './dpop-token.ts'
import { findLivingToken } from './issued-tokens.ts'

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
    const { scheme, accessToken } = readAccessToken(ctx)
    const payload = await parts.accessTokens.read(accessToken)
    if (payload === undefined) throw tokenInvalid('the access token is not valid')
    const { client_id: clientId } = payload
    const scopes = scopesOf(payload)
    if (!scopes.includes('openid')) throw tokenInvalid('the token does not hold the scope openid')
    const client = parts.registry().client(clientId)
    if (client?.status !== 'active') throw tokenInvalid('the client is not active')
    const unit = parts.newUnit()
    const target = { url: `${parts.issuer}/connect/userinfo`, nowSeconds: parts.nowSeconds() }
    if (scheme === 'dpop') await spendProof(ctx, unit, { accessToken, payload, clientId }, target)
    else if (client.userinfoBearer) parts.log.info({ client_id: clientId }, 'userinfo as Bearer, by exception')
    else throw tokenInvalid('send the access token as Authorization: DPoP')
    const living = await findLivingToken(unit, parts.registry(), payload)
    if (living?.grant === undefined)
      throw tokenInvalid('the login behind the token has ended, or it is not for a person')
    const outcome = await unit.commit('success')
    if (!outcome.committed) throw lostToken(outcome.conflicts[0]?.reason)
    ctx.set('cache-control', 'no-store')
    ctx.body = { ...buildUserinfoClaims({ login: living.grant.login, scopes }), userinfo_issued_at: parts.nowSeconds() }
  }
}
