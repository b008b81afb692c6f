import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { BrokerError } from '#src/http/broker-error.ts'
import { clientAlgorithms } from './client-algorithms.ts'
import { isCompactJws } from './compact-jws.ts'
import { proofAgeSeconds } from './dpop-guard.ts'

/** A proof that holds in every respect except that its `jti` is not yet spent. */
export interface VerifiedProof {
  readonly jti: string
  /** RFC 7638 thumbprint of the key, to be compared with or put into `cnf.jkt`. */
  readonly thumbprint: string
}

interface Expected {
  readonly method: string
  readonly url: string
  /** The access token that the proof comes with; undefined at the token endpoint. */
  readonly accessToken?: string
  readonly nowSeconds: number
}

/**
 * Verifies a DPoP proof in all points of RFC 9449 section 4.3 but the nonce: our own resource does not ask for one, and
 * at the token endpoint `dpop-guard.ts` has.
 *
 * @throws {BrokerError} `dpop_invalid`
 */
export async function verifyProof(proof: string, expected: Expected): Promise<VerifiedProof> {
  if (!isCompactJws(proof)) throw new BrokerError('dpop_invalid', 'the DPoP proof is not a compact JWS')
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
    [expected.accessToken === undefined || ath === digestOf(expected.accessToken), 'ath'],
  ])
  const { jwk } = protectedHeader
  if (problem !== undefined || jwk === undefined || typeof jti !== 'string') {
    throw new BrokerError('dpop_invalid', `the DPoP proof does not fit this request: ${problem ?? 'jwk'}`)
  }
  return { jti, thumbprint: await calculateJwkThumbprint(jwk) }
}

function digestOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest('base64url')
}

function firstProblem(checks: readonly (readonly [holds: boolean, name: string])[]): string | undefined {
  return checks.find(([holds]) => !holds)?.[1]
}

/** RFC 9449 section 4.3 (9): compared without query and fragment. */
function withoutQuery(htu: string): string | undefined {
  const url = URL.parse(htu)
  return url === null ? undefined : url.origin + url.pathname
}
