import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { LoginFailure, type LoginRequest } from '../contract.ts'
import { asLoginFailure } from './login-failure.ts'
import type { Memo } from './memo.ts'

/** Seconds that the provider's clock may differ from ours. */
export const clockSkewSeconds = 10

/** Asymmetric only: `none` and HS* would let anybody with the public key sign. ID-porten and BankID sign with RS256. */
const allowedAlgorithms = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'EdDSA']

export interface IdTokenExpectation {
  readonly issuer: string
  readonly clientId: string
  readonly memo: Memo
  readonly request: LoginRequest
  /** Seconds since the epoch. */
  readonly now: number
  readonly keys: JWTVerifyGetKey
}

export type IdTokenClaims = JWTPayload & { readonly iss: string; readonly auth_time: number }

/**
 * Verifies an ID token in full: signature with a key of this provider, issuer, audience, times, nonce and how long ago
 * the person authenticated. `acr` and `amr` are left alone: the broker judges them.
 * @throws {LoginFailure} `provider_answer_invalid`, `authentication_too_old`, or `provider_unavailable` (keys unreadable).
 * @see OpenID Connect Core 1.0 section 3.1.3.7
 */
export async function verifyIdToken(token: string, expected: IdTokenExpectation): Promise<IdTokenClaims> {
  let claims: JWTPayload
  try {
    const verified = await jwtVerify(token, expected.keys, {
      algorithms: allowedAlgorithms,
      audience: expected.clientId,
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(expected.now * 1000),
      issuer: expected.issuer,
      requiredClaims: ['sub', 'iat', 'exp', 'nonce', 'auth_time'],
    })
    claims = verified.payload
  } catch (error) {
    throw asLoginFailure(error, 'ID token')
  }
  checkParties(claims, expected)
  const authTime = checkTimes(claims, expected)
  return { ...claims, iss: expected.issuer, auth_time: authTime }
}

function checkParties(claims: JWTPayload, expected: IdTokenExpectation): void {
  const azp = claims['azp']
  const hasSeveralAudiences = Array.isArray(claims.aud) && claims.aud.length > 1
  if ((azp !== undefined || hasSeveralAudiences) && azp !== expected.clientId) refuse('azp is not this client')
  if (claims['nonce'] !== expected.memo.nonce) refuse('nonce is not the one sent')
}

function checkTimes(claims: JWTPayload, { now, memo, request }: IdTokenExpectation): number {
  if (claims.iat === undefined || claims.iat > now + clockSkewSeconds) refuse('iat is in the future')
  const authTime = claims['auth_time']
  if (typeof authTime !== 'number' || !Number.isSafeInteger(authTime) || authTime <= 0) refuse('auth_time is no time')
  if (authTime > now + clockSkewSeconds) refuse('auth_time is in the future')
  if (request.forceLogin && authTime < memo.beganAt - clockSkewSeconds) {
    throw new LoginFailure('authentication_too_old', 'auth_time is from before this login began')
  }
  if (request.maxAgeSeconds !== undefined && now - authTime > request.maxAgeSeconds + clockSkewSeconds) {
    throw new LoginFailure('authentication_too_old', `auth_time is older than ${request.maxAgeSeconds} seconds`)
  }
  return authTime
}

function refuse(detail: string): never {
  throw new LoginFailure('provider_answer_invalid', `ID token: ${detail}`)
}
