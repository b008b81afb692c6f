import type { Middleware } from 'koa'
import { BrokerError } from '#src/http/broker-error.ts'
import { isCompactJws } from './compact-jws.ts'
import type { DpopNonces } from './dpop-nonce.ts'

/**
 * Seconds that `iat` of a proof may lie behind or ahead of our clock. The engine ignores `iat` of a proof with a nonce
 * and allows 300 s without; a proof made for later is a proof that somebody else could use later.
 */
export const proofAgeSeconds = 60

/** Greatest size of a proof in characters: an RSA-4096 key and signature fit three times. */
const proofLimit = 8192

/**
 * Asks for a fresh nonce before anything is looked up or spent (RFC 9449 section 8): a client that retries with the
 * same assertion, code or refresh token then succeeds. Same answer for known and unknown clients, no store, no key.
 *
 * At the pushed authorization endpoint a proof is optional and may come without nonce.
 */
export function dpopGuard(parts: { readonly nonces: DpopNonces; readonly nowSeconds: () => number }): Middleware {
  return async function guardDpop(ctx, next) {
    const nonceRequired = ctx.path === '/connect/token'
    if (!nonceRequired && ctx.path !== '/connect/par') return next()
    // Another method is told so (405), not sent off to make a proof.
    if (ctx.method !== 'POST') return next()
    const header = ctx.get('dpop')
    if (header === '') {
      if (nonceRequired)
        throw new BrokerError('dpop_missing', 'the request needs a DPoP proof in the header DPoP (RFC 9449)')
      return next()
    }
    const { nonce, iat } = peekAtProof(header)
    if (nonceRequired || nonce !== undefined) {
      if (nonce === undefined || !parts.nonces.isFresh(nonce)) {
        ctx.set('dpop-nonce', parts.nonces.next())
        throw new BrokerError('dpop_nonce_required', 'use the nonce of the header DPoP-Nonce in the DPoP proof')
      }
    }
    if (Math.abs(parts.nowSeconds() - iat) > proofAgeSeconds) {
      throw new BrokerError('dpop_invalid', `iat of the DPoP proof must be within ${proofAgeSeconds} seconds of now`)
    }
    return next()
  }
}

/** Reads the proof without trusting it; the engine verifies it in full afterwards. */
function peekAtProof(header: string): { readonly nonce: string | undefined; readonly iat: number } {
  if (header.length > proofLimit || !isCompactJws(header)) {
    throw new BrokerError('dpop_invalid', 'exactly one DPoP proof, a compact JWS, must be sent')
  }
  const claims = parseJsonObject(header.split('.')[1])
  const { nonce, iat } = claims
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat)) {
    throw new BrokerError('dpop_invalid', 'iat of the DPoP proof must be a whole number of seconds')
  }
  if (nonce !== undefined && typeof nonce !== 'string') {
    throw new BrokerError('dpop_invalid', 'nonce of the DPoP proof must be a string')
  }
  return { nonce, iat }
}

function parseJsonObject(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Falls through: not JSON is refused like any other shape.
  }
  throw new BrokerError('dpop_invalid', 'the DPoP proof is not a JWT')
}
