import { createLocalJWKSet, jwtVerify } from 'jose'
import type { RegisterState } from './register-state.ts'

/** Longest life of a caller's token, in seconds. */
const maximumLifeSeconds = 60

/** Whether the caller carries a token that the broker's registered key signed, for this register, not used before. */
export async function isKnownCaller(state: RegisterState, authorization: string): Promise<boolean> {
  const [, token = ''] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? []
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(state.jwks), {
      algorithms: ['ES256'],
      audience: state.url,
      currentDate: new Date(state.now() * 1000),
      clockTolerance: 10,
      requiredClaims: ['iss', 'iat', 'exp', 'jti'],
    })
    const { exp = 0, jti = '' } = payload
    if (exp - state.now() > maximumLifeSeconds || state.usedTokens.get(jti)) return false
    state.usedTokens.set(jti, true, maximumLifeSeconds + 20)
    return true
  } catch {
    return false
  }
}
