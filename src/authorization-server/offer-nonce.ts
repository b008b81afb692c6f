import type { Middleware } from 'koa'
import type { DpopNonces } from './dpop-nonce.ts'

/** Where a client looks before its first token request: with a nonce from here it needs no extra round trip. */
const publicMetadata = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/jwks',
])

/**
 * Hands out the next DPoP nonce with good answers (RFC 9449 section 8.2). Never with an error other than the challenge:
 * some clients take every refusal with a nonce for a challenge, try again, and lose the true reason.
 */
export function offerNonce(nonces: DpopNonces): Middleware {
  return async function offerNextNonce(ctx, next) {
    await next()
    if (ctx.status !== 200) return
    if (ctx.path === '/connect/token' || publicMetadata.has(ctx.path)) ctx.set('dpop-nonce', nonces.next())
  }
}
