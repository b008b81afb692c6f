import { createPublicKey, type KeyObject } from 'node:crypto'
import { isDevelopmentKey } from '#config/is-development-key.ts'
import { describeFound, oneOf } from '#config/problem.ts'
import type { PublicJwkWire } from '../jwk-schema.ts'
import type { Finding } from './finding.ts'

/** Whose keys, and where. */
export interface JwksRules {
  /** Algorithms that the owner of the keys may sign with. */
  readonly signingAlgs: readonly string[]
  /** Keys whose private half lies in the repository are accepted. */
  readonly developmentKeys: boolean
}

// NIST SP 800-131A and FAPI 2.0 section 5.4.1: less than 2048 bits is broken by those who can pay.
const leastRsaBits = 2048
// The smallest exponent that FIPS 186-5 allows; e = 1 signs nothing.
const leastRsaExponent = 65_537n

/** Checks the keys of one client or API: real, strong enough, told apart by `kid`, usable with its algorithms. */
export function checkJwks(keys: readonly PublicJwkWire[], rules: JwksRules): readonly Finding[] {
  return keys.flatMap((jwk, index) => {
    const path = `jwks.keys[${index}]`
    const isSecond = keys.findIndex((other) => other.kid === jwk.kid) < index
    return [
      ...(isSecond
        ? [{ path: `${path}.kid`, found: describeFound(jwk.kid), allowed: 'a kid that no other key has' }]
        : []),
      ...checkStrength(path, jwk),
      ...checkAlg(path, jwk, rules.signingAlgs),
      ...(rules.developmentKeys || !isDevelopmentKey(jwk)
        ? []
        : [{ path, found: 'a development key', allowed: 'a key whose private half is a secret' }]),
    ]
  })
}

function checkStrength(path: string, jwk: PublicJwkWire): readonly Finding[] {
  const key = importKey(jwk)
  if (key === undefined) return [{ path, found: `no valid ${jwk.kty} key`, allowed: 'a public key' }]
  if (jwk.kty !== 'RSA') return []
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  const findings: Finding[] = []
  if (modulusLength < leastRsaBits) {
    findings.push({ path, found: `an RSA key of ${modulusLength} bits`, allowed: `at least ${leastRsaBits} bits` })
  }
  if (publicExponent < leastRsaExponent || publicExponent % 2n === 0n) {
    findings.push({
      path: `${path}.e`,
      found: 'a weak exponent',
      allowed: `an odd exponent of at least ${leastRsaExponent}`,
    })
  }
  return findings
}

function importKey(jwk: PublicJwkWire): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk, key_ops: [] }, format: 'jwk' })
  } catch {
    // OpenSSL's reason may quote the key and says no more than this.
    return undefined
  }
}

function checkAlg(path: string, jwk: PublicJwkWire, signingAlgs: readonly string[]): readonly Finding[] {
  const possible = algsOfKey(jwk)
  if (jwk.alg !== undefined && !possible.includes(jwk.alg)) {
    return [{ path: `${path}.alg`, found: describeFound(jwk.alg), allowed: `${oneOf(possible)} for this key` }]
  }
  const usable = (jwk.alg === undefined ? possible : [jwk.alg]).filter((alg) => signingAlgs.includes(alg))
  if (usable.length > 0) return []
  return [
    { path: `${path}.alg`, found: describeFound(jwk.alg), allowed: `a key for ${oneOf(signingAlgs)} (signing_algs)` },
  ]
}

const algOfCurve = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'EdDSA' } as const

/** Algorithms that a key of this type and curve can sign with. */
export function algsOfKey(jwk: PublicJwkWire): readonly string[] {
  if (jwk.kty === 'RSA') return ['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']
  return [algOfCurve[jwk.crv]]
}
