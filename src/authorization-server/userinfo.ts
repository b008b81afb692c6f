import type { Context, Middleware } from 'koa'
import type { AuditTrail } from '#src/audit/trail.ts'
import { buildUserinfoClaims } from '#src/claims/userinfo-claims.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AccessTokens, type SignedAccessToken, scopesOf } from './access-tokens.ts'
import { userinfoAnswered } from './audit-entries.ts'
import { lostToken, readAccessToken, spendProof, tokenInvalid } from './dpop-token.ts'
import { findLivingToken } from './issued-tokens.ts'
import { refusedAt } from './refusal-entries.ts'
import type { UnprovenRefusals } from './unproven-refusals.ts'
import { exceptionUsed } from './used-exceptions.ts'

export interface UserinfoParts {
  readonly issuer: string
  readonly accessTokens: AccessTokens
  readonly registry: () => Registry
  readonly newUnit: () => UnitOfWork
  readonly nowSeconds: () => number
  /** Whether a client is within its rate; counts the request. */
  readonly mayAsk: (clientId: string) => boolean
  readonly audit: Pick<AuditTrail, 'append'>
  readonly unproven: UnprovenRefusals
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
    const { accessTokens, audit, registry, unproven } = parts
    const { scheme, accessToken } = readAccessToken(ctx)
    const payload = await accessTokens.read(accessToken)
    const told = await tell(ctx, { scheme, accessToken, payload }, parts).catch((error: unknown) => {
      if (error instanceof BrokerError) {
        unproven.tell(refusedAt('userinfo', registry(), payload?.client_id, asRefusal(error)))
      }
      throw error
    })
    // Before the answer leaves, for it tells somebody about a person.
    const exceptions = scheme === 'bearer' ? ['userinfo_bearer'] : []
    await audit.append(
      userinfoAnswered(registry(), { ...told, claims: Object.keys(told.claims) }),
      ...exceptionUsed(registry(), { clientId: told.clientId, route: 'userinfo', exceptions }),
    )
    ctx.set('cache-control', 'no-store')
    ctx.body = { ...told.claims, userinfo_issued_at: parts.nowSeconds() }
  }
}

interface Sent {
  readonly scheme: 'dpop' | 'bearer'
  readonly accessToken: string
  readonly payload: SignedAccessToken | undefined
}

/** What is told by this token, which must live until the commit that spends its proof. */
async function tell(ctx: Context, { scheme, accessToken, payload }: Sent, parts: UserinfoParts) {
  if (payload === undefined) throw tokenInvalid('the access token is not valid')
  const { client_id: clientId, jti } = payload
  const scopes = scopesOf(payload)
  if (!scopes.includes('openid')) throw tokenInvalid('the token does not hold the scope openid')
  const client = parts.registry().client(clientId)
  if (client?.status !== 'active') throw tokenInvalid('the client is not active')
  const unit = parts.newUnit()
  const target = { url: `${parts.issuer}/connect/userinfo`, nowSeconds: parts.nowSeconds() }
  if (scheme === 'dpop') await spendProof(ctx, unit, { accessToken, payload, clientId }, target)
  else if (client.userinfoBearer) parts.log.info({ client_id: clientId }, 'userinfo as Bearer, by exception')
  else throw tokenInvalid('send the access token as Authorization: DPoP')
  if (!parts.mayAsk(clientId)) throw new BrokerError('too_many_requests', 'the client asks too often')
  const living = await findLivingToken(unit, parts.registry(), payload)
  if (living?.grant === undefined) throw tokenInvalid('the login behind the token has ended, or it is not for a person')
  const outcome = await unit.commit('success')
  if (!outcome.committed) throw lostToken(outcome.conflicts[0]?.reason)
  const { grant } = living
  return { clientId, jti, grant, claims: buildUserinfoClaims({ login: grant.login, scopes }) }
}

/** What the caller is told is what the operator is told: nothing here is hidden from whoever holds the token. */
function asRefusal({ reason, detail, publicDescription }: BrokerError) {
  return { reason, detail: detail ?? publicDescription }
}
