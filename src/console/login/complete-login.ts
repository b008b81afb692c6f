import { importJWK, type JWK } from 'jose'
import type { Context } from 'koa'
import * as oidc from 'openid-client'
import { scopesOf } from '#src/authorization-server/access-tokens.ts'
import { findLivingToken } from '#src/authorization-server/issued-tokens.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { clientAddress, networksOf } from '#src/http/client-address.ts'
import { adminResource, consoleClientId } from '#src/registry/built-in/names.ts'
import type { ConsoleRoom, ConsoleStep } from '../console-room.ts'
import { beginSession, dropSession } from '../session/sessions.ts'
import { consoleClient } from './console-client.ts'
import { type PendingLogin, takePending } from './pending-login.ts'

/** The level that the console demands itself, so that its rule does not hang on a registration. */
const neededLevel = 4

/**
 * GET /admin/callback: back from the broker. The library checks `state` and `iss` (RFC 9207), redeems the code with PKCE
 * and DPoP, and checks the ID token; then the very grant behind the token becomes a session under a new id.
 */
export const completeLogin: ConsoleStep = async (room, ctx) => {
  const state = typeof ctx.query['state'] === 'string' ? ctx.query['state'] : ''
  const pending = await takePending(room.newUnit(), state, room.browserOf(ctx))
  const tokens = await redeem(room, ctx, pending, state)
  const unit = room.newUnit()
  const payload = await room.accessTokens.read(tokens.accessToken)
  if (payload === undefined || payload.aud !== adminResource || payload.client_id !== consoleClientId) {
    throw new BrokerError('login_not_completed', 'the token is not one for the console')
  }
  const living = await findLivingToken(unit, room.registry(), payload)
  const { grantId, sessionUid } = living?.origin ?? {}
  const login = living?.grant?.login
  if (login === undefined || grantId === undefined || sessionUid === undefined || login.subject !== tokens.subject) {
    throw new BrokerError('login_not_completed', 'the login behind the token has ended')
  }
  if (login.level < neededLevel) throw new BrokerError('level_too_low', 'the console needs level 4')
  await dropSession(room, ctx)
  await beginSession(room, ctx, unit, {
    login,
    scopes: [...scopesOf(payload)],
    grantId,
    sessionUid,
    idToken: tokens.idToken,
    browser: pending.browser,
  })
  ctx.set('cache-control', 'no-store')
  ctx.status = 303
  ctx.redirect(pending.returnTo)
}

/** @throws {BrokerError} `login_not_completed` for whatever the broker refuses, `cancelled` when the person turned back. */
async function redeem(room: ConsoleRoom, ctx: Context, pending: PendingLogin, state: string) {
  const { issuer } = room.config
  const client = await consoleClient(
    issuer,
    room.key,
    room.fetchOwn(clientAddress(ctx.req, networksOf(room.config.trustedProxies))),
  )
  const keyPair = {
    privateKey: await keyOf(pending.proofKey.privateJwk),
    publicKey: await keyOf(pending.proofKey.publicJwk),
  }
  const checks = {
    pkceCodeVerifier: pending.codeVerifier,
    expectedState: state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  }
  try {
    const url = new URL(issuer + ctx.originalUrl)
    const options = { DPoP: oidc.getDPoPHandle(client, keyPair) }
    const tokens = await oidc.authorizationCodeGrant(client, url, checks, undefined, options)
    const subject = tokens.claims()?.sub
    if (tokens.id_token === undefined || subject === undefined) throw new Error('the answer holds no ID token')
    return { accessToken: tokens.access_token, idToken: tokens.id_token, subject }
  } catch (cause) {
    const isCancelled = cause instanceof oidc.AuthorizationResponseError && cause.error === 'access_denied'
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new BrokerError(isCancelled ? 'cancelled' : 'login_not_completed', 'the login was not completed', {
      cause,
      detail: `the console's own login: ${code}`,
    })
  }
}

/** The pair that made the pushed request: the code is bound to it. */
async function keyOf(jwk: Readonly<Record<string, unknown>>): Promise<oidc.CryptoKey> {
  // Kept by begin-login.ts alone as the JWK of an EC key, and sealed.
  const key = await importJWK({ ...jwk, ext: true } as JWK, 'ES256')
  if (key instanceof Uint8Array) throw new Error('the key of a proof must be asymmetric')
  return key
}
