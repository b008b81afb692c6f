import * as oidc from 'openid-client'
import type { Service } from './services.ts'
import type { PendingLogin, Session } from './sessions.ts'

/**
 * Begins a login: everything is pushed to the issuer first (PAR, RFC 9126), so that the browser carries nothing but a
 * reference to it.
 * @returns where to send the browser, and what to keep under `state` until it comes back.
 * @throws {oidc.ResponseBodyError} when the issuer refuses the request.
 */
export async function beginLogin(
  config: oidc.Configuration,
  parts: { readonly service: Service; readonly demoUrl: string; readonly browser: string },
): Promise<{ readonly redirectTo: URL; readonly state: string; readonly pending: PendingLogin }> {
  const { service, demoUrl, browser } = parts
  const codeVerifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  // A new key for each login. With the proof in the pushed request even the code is bound to it (RFC 9449 section 10).
  const proofs = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))
  const redirectTo = await oidc.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: demoUrl + service.redirectPath,
      scope: service.scope,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    },
    { DPoP: proofs },
  )
  return { redirectTo, state, pending: { service, browser, codeVerifier, nonce, proofs } }
}

/**
 * Completes a login: the library checks `state` and `iss` (RFC 9207) of the answer, redeems the code with PKCE and DPoP,
 * asks again with the nonce when told to, and checks the ID token: signature, issuer, audience, time, nonce.
 * @param currentUrl our redirect address with the parameters that came.
 * @throws {oidc.AuthorizationResponseError | oidc.ResponseBodyError} with the issuer's `error`.
 * @throws {LevelTooLow} when the login is weaker than the service needs.
 */
export async function completeLogin(
  config: oidc.Configuration,
  parts: { readonly pending: PendingLogin; readonly state: string; readonly currentUrl: URL },
): Promise<Session> {
  const { pending, state, currentUrl } = parts
  const { codeVerifier, nonce, proofs } = pending
  const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  const tokens = await oidc.authorizationCodeGrant(config, currentUrl, checks, undefined, { DPoP: proofs })
  const person = tokens.claims()
  if (person === undefined || tokens.id_token === undefined) throw new Error('the answer holds no ID token')
  checkLevel(person, pending.service)
  return {
    person,
    proofs,
    logoutState: oidc.randomState(),
    idToken: tokens.id_token,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    notice: undefined,
  }
}

/** The issuer vouches for a login that is not strong enough for this service. */
export class LevelTooLow extends Error {
  override readonly name = 'LevelTooLow'
}

/** The issuer holds the level that is registered for us. We check too: our own rule must not depend on a registration. */
function checkLevel(person: oidc.IDToken, { minimumSecurityLevel }: Service): void {
  const claim = person['helseid://claims/identity/security_level']
  const level = typeof claim === 'string' && /^[234]$/.test(claim) ? Number(claim) : 0
  if (level < minimumSecurityLevel) throw new LevelTooLow(`level ${level}, needed is ${minimumSecurityLevel}`)
}

/** New tokens without a new login. The refresh token may be a new one: always keep the newest. */
export async function refreshTokens(config: oidc.Configuration, session: Session): Promise<void> {
  if (session.refreshToken === undefined) return
  const tokens = await oidc.refreshTokenGrant(config, session.refreshToken, {}, { DPoP: session.proofs })
  // The person may not change under way (OpenID Connect Core section 12.2).
  const claims = tokens.claims()
  if (claims !== undefined && claims.sub !== session.person.sub)
    throw new Error('the new ID token is about somebody else')
  session.accessToken = tokens.access_token
  session.idToken = tokens.id_token ?? session.idToken
  session.refreshToken = tokens.refresh_token ?? session.refreshToken
}
