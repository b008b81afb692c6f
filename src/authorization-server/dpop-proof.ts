import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { BrokerError } from '#src/http/broker-error.ts'
import { clientAlgorithms } from './client-algorithms.ts'
import { proofAgeSeconds } from './dpop-guard.ts'

/** A proof that holds in every respect except that its `jti` is not yet spent. */
export interface VerifiedProof {
  readonly jti: string
  /** RFC 7638 thumbprint of the key, to be compared with `cnf.jkt`. */
  readonly thumbprint: string
}

/**
 * Verifies a DPoP proof that comes with an access token, in all points of RFC 9449 section 4.3 but the nonce, which our
 * own resource does not ask for.
 *
 * @throws {BrokerError} `dpop_invalid`
 */
export async function verifyProofWithToken(
  proof: string,
  expected: {
    readonly method: string
    readonly url: string
    readonly accessToken: string
    readonly nowSeconds: number
  },
): Promise<VerifiedProof> {
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    algorithms: [...clientAlgorithms],
    typ: 'dpop+jwt',
  }).catch((cause: unknown) => {
    throw new BrokerError('dpop_invalid', 'the DPoP proof is not a valid dpop+jwt', { cause })
  })
  const { jti, htm, htu, iat, ath } = payload
  const problem = firstProblem([
    [typeof jti === 'string' && jti !== '' && jti.length <= 512, 'jti'],
    [htm === expected.method, 'htm'],
    [typeof htu === 'string' && withoutQuery(htu) === expected.url, 'htu'],
    [typeof iat === 'number' && Math.abs(expected.nowSeconds - iat) <= proofAgeSeconds, 'iat'],
    [ath === createHash('sha256').update(expected.accessToken).digest('base64url'), 'ath'],
  ])
  const { jwk } = protectedHeader
  if (problem !== undefined || jwk === undefined || typeof jti !== 'string') {
    throw new BrokerError('dpop_invalid', `the DPoP proof does not fit this request: ${problem ?? 'jwk'}`)
  }
  return { jti, thumbprint: await calculateJwkThumbprint(jwk) }
}

function firstProblem(checks: readonly (readonly [holds: boolean, name: string])[]): string | undefined {
  return checks.find(([holds]) => !holds)?.[1]
}

/** RFC 9449 section 4.3 (9): compared without query and fragment. */
function withoutQuery(htu: string): string | undefined {
  const url = URL.parse(htu)
  return url === null ? undefined : url.origin + url.pathname
}
