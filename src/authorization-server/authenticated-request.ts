import type { KoaContextWithOIDC } from 'oidc-provider'
import { type AssertionLimits, checkClientAssertion } from './client-assertion.ts'
import { spendJti } from './replay.ts'
import { type RequestObjectRules, unpackRequestObject } from './request-object.ts'
import { currentUnit } from './request-unit.ts'

/**
 * What follows upon a client assertion whose signature holds: our own rules for it, then the request object of a pushed
 * request, which is the first thing that such a client may be told about.
 */
export function checkAuthenticatedRequest(rules: RequestObjectRules & AssertionLimits) {
  const checkAssertion = checkClientAssertion(rules)
  const unpack = unpackRequestObject(rules)
  return async function check(
    ctx: KoaContextWithOIDC,
    claims: Record<string, unknown>,
    header: Record<string, unknown>,
    client: { readonly clientId: string },
  ): Promise<void> {
    checkAssertion(ctx, claims, header)
    try {
      await unpack(ctx, client.clientId)
    } catch (error) {
      // The engine spends the assertion after this, and now will not come to it; it was used all the same.
      const jti = String(claims.jti)
      spendJti(currentUnit(), {
        issuer: client.clientId,
        jti,
        expiresAt: Number(claims.exp),
        nowSeconds: rules.nowSeconds(),
      })
      throw error
    }
  }
}
