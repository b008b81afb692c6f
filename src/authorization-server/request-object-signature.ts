import {
  type CompactJWSHeaderParameters,
  type CompactVerifyResult,
  compactVerify,
  createLocalJWKSet,
  type JWTPayload,
  errors as joseErrors,
} from 'jose'
import type { Client } from '#src/registry/client.ts'
import { livingKeysOf } from '#src/registry/living-keys.ts'
import { engineError } from './engine-errors.ts'

/**
 * Verifies a request object with the client's registered keys: the one that `kid` names, or each that fits when there is
 * none. Says nothing of its claims. (`jwtVerify` would: it refuses an `iat` that is a string, which real clients send.)
 *
 * @throws request_object_invalid
 */
export async function verifyRequestObjectSignature(
  request: string,
  client: Client,
  nowSeconds: number,
): Promise<{ readonly payload: JWTPayload; readonly header: CompactJWSHeaderParameters }> {
  try {
    const { payload, protectedHeader } = await verifyWithAnyKey(request, client, nowSeconds)
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new TypeError('no JSON object')
    return { payload: { ...claims }, header: protectedHeader }
  } catch (cause) {
    const detail = cause instanceof joseErrors.JOSEError ? cause.code : 'not a JWT'
    throw engineError('request_object_invalid', 'the signature of the request object is not valid', detail)
  }
}

async function verifyWithAnyKey(request: string, client: Client, nowSeconds: number): Promise<CompactVerifyResult> {
  const options = { algorithms: [...client.signingAlgs] }
  const keys = createLocalJWKSet({ keys: livingKeysOf(client, nowSeconds).map((key) => ({ ...key })) })
  try {
    return await compactVerify(request, keys, options)
  } catch (error) {
    if (!(error instanceof joseErrors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      const result = await compactVerify(request, key, options).catch(() => undefined)
      if (result !== undefined) return result
    }
    throw error
  }
}
