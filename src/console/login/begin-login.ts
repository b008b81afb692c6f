import { exportJWK } from 'jose'
import * as oidc from 'openid-client'
import { clientAddress, networksOf } from '#src/http/client-address.ts'
import { randomToken } from '#src/operations/random.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import type { ConsoleStep } from '../console-room.ts'
import { consoleClient } from './console-client.ts'
import { ownPath } from './own-path.ts'
import { asOwnRefusal } from './own-refusal.ts'
import { keepPending } from './pending-login.ts'

/** Everything that the operations may ask of; what a person may do with it is decided by whom the person acts for. */
const scope = ['openid', 'profile', ...Object.values(adminScopes)].join(' ')

/**
 * GET /admin/login: pushes the request (PAR, RFC 9126) and sends the browser to the broker's own login.
 * @throws {BrokerError} what {@link asOwnRefusal} says.
 */
export const beginLogin: ConsoleStep = async (room, ctx) => {
  const { issuer } = room.config
  const from = clientAddress(ctx.req, networksOf(room.config.trustedProxies))
  const client = await consoleClient(issuer, room.key, room.fetchOwn(from))
  const [state, nonce, codeVerifier] = [randomToken(), randomToken(), randomToken()]
  // A new key for each login: with the proof in the pushed request even the code is bound to it (RFC 9449 section 10).
  const proofKey = await oidc.randomDPoPKeyPair('ES256', { extractable: true })
  const redirectTo = await oidc
    .buildAuthorizationUrlWithPAR(
      client,
      {
        redirect_uri: `${issuer}/admin/callback`,
        scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      },
      { DPoP: oidc.getDPoPHandle(client, proofKey) },
    )
    .catch((error: unknown) => {
      throw asOwnRefusal(error)
    })
  const [privateJwk, publicJwk] = await Promise.all([exportJWK(proofKey.privateKey), exportJWK(proofKey.publicKey)])
  await keepPending(room.newUnit(), state, {
    codeVerifier,
    nonce,
    browser: room.browserOf(ctx),
    returnTo: ownPath(ctx.query['to']),
    proofKey: { privateJwk: { ...privateJwk }, publicJwk: { ...publicJwk } },
  })
  ctx.set('cache-control', 'no-store')
  ctx.status = 303
  ctx.redirect(redirectTo.href)
}
