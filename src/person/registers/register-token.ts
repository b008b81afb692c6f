import { importJWK, type JWK, SignJWT } from 'jose'
import type { RegisterConfig } from '#config/schema.ts'
import { randomToken } from '#src/operations/random.ts'

/** Seconds that a token is good for: one question. */
const lifetimeSeconds = 30

/** A private JWK with which the broker shows a register who asks. */
export type RegisterKey = JWK & { readonly kid: string; readonly alg: string }

/** Makes the proof of who asks that each question carries. */
export interface RegisterTokens {
  tokenFor(register: RegisterConfig): Promise<string>
}

/**
 * A signed token of our own for every question: from our issuer, for this register alone, half a minute long, once.
 *
 * The real registers want a DPoP-bound HelseID token (Persontjenesten) and one from Maskinporten (HPR).
 * DEVIATION: their simulators take this one; see docs/decisions/0040-speaking-with-the-registers.md
 */
export function registerTokens(parts: {
  readonly issuer: string
  readonly keyOf: (register: RegisterConfig) => RegisterKey
  readonly nowSeconds: () => number
}): RegisterTokens {
  return {
    async tokenFor(register) {
      const key = parts.keyOf(register)
      const now = parts.nowSeconds()
      return new SignJWT({ jti: randomToken() })
        .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
        .setIssuer(parts.issuer)
        .setSubject(parts.issuer)
        .setAudience(register.url)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(await importJWK(key, key.alg))
    },
  }
}
