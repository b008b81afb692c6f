import type { Context } from 'koa'
import type { Login } from '#src/assurance/login.ts'
import { decideScope } from '#src/registry/decide-scope.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AccessTokens, type SignedAccessToken, scopesOf } from './access-tokens.ts'
import { lostToken, readAccessToken, spendProof, tokenInvalid } from './dpop-token.ts'
import { findLivingToken } from './issued-tokens.ts'

export interface OwnResourceParts {
  readonly issuer: string
  readonly accessTokens: AccessTokens
  readonly registry: () => Registry
  readonly newUnit: () => UnitOfWork
  readonly nowSeconds: () => number
}

/** Who calls one of the broker's own APIs, with a token that lives and a proof that is spent. */
export interface ResourceCaller {
  readonly clientId: string
  /** Of the token, as far as the client still has access to them. */
  readonly scopes: readonly string[]
  /** The login of the person behind the token; undefined for a machine's own. */
  readonly login: Login | undefined
  /** `iat` of the token. */
  readonly issuedAt: number
}

/**
 * The check of a request at one of the broker's own APIs: a DPoP access token for exactly this API (RFC 9449 section 7.1),
 * whose client, grant and session still live. The proof is spent before anything is done.
 *
 * @throws {BrokerError} `access_token_invalid` `dpop_invalid` `dpop_replayed`
 */
export async function authenticateAtResource(
  ctx: Context,
  resource: string,
  parts: OwnResourceParts,
): Promise<ResourceCaller> {
  const { scheme, accessToken } = readAccessToken(ctx)
  if (scheme !== 'dpop') throw tokenInvalid('send the access token as Authorization: DPoP')
  const payload = await parts.accessTokens.read(accessToken)
  if (payload === undefined || payload.aud !== resource) throw tokenInvalid('the access token is not valid here')
  const { client_id: clientId } = payload
  const unit = parts.newUnit()
  const target = { url: `${parts.issuer}${ctx.path}`, nowSeconds: parts.nowSeconds() }
  await spendProof(ctx, unit, { accessToken, payload, clientId }, target)
  const living = await findLivingToken(unit, parts.registry(), payload)
  if (living === undefined) throw tokenInvalid('the client is not active, or the login behind the token has ended')
  const outcome = await unit.commit('success')
  if (!outcome.committed) throw lostToken(outcome.conflicts[0]?.reason)
  const login = living.grant?.login
  return { clientId, scopes: scopesStillGiven(payload, login, parts), login, issuedAt: payload.iat }
}

/** An API elsewhere learns of a revocation when the token ends; we need not wait for that with our own. */
function scopesStillGiven(
  payload: SignedAccessToken,
  login: Login | undefined,
  { registry, nowSeconds }: OwnResourceParts,
): readonly string[] {
  const now = registry()
  const client = now.client(payload.client_id)
  const asked = { kind: login === undefined ? 'machine' : 'user', nowSeconds: nowSeconds() } as const
  return scopesOf(payload).filter(
    (scope) => client !== undefined && decideScope(now, client, scope, asked).kind === 'granted',
  )
}
