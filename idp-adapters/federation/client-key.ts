import { createPrivateKey } from 'node:crypto'
import { type ClientAuth, type CryptoKey, modifyAssertion, PrivateKeyJwt } from 'openid-client'
import { type AdapterParts, AdapterSettingsError } from '../contract.ts'
import type { FederationSettings } from './settings.ts'

type Algorithm = FederationSettings['client_assertion_alg']

const importParameters = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const satisfies Record<Algorithm, object>

/** Bits. FAPI 2.0 section 5.4.1. */
const minimumModulusLength = 2048

/**
 * `private_key_jwt` with the broker's key for one provider. A key that carries the thumbprint of its certificate
 * (`x5t#S256`) names it in the header: Entra ID finds the key by it.
 * @throws {AdapterSettingsError} when the key is no private key for the algorithm. Nothing of the key is shown.
 * @see RFC 7523, RFC 7515 section 4.1.8
 */
export function createClientAuth(jwk: AdapterParts['clientKey'], algorithm: Algorithm): ClientAuth {
  const thumbprint: unknown = jwk['x5t#S256']
  return PrivateKeyJwt(
    { key: readKey(jwk, algorithm), kid: jwk.kid },
    {
      [modifyAssertion]: (header) => {
        if (typeof thumbprint === 'string') header['x5t#S256'] = thumbprint
      },
    },
  )
}

function readKey(jwk: AdapterParts['clientKey'], algorithm: Algorithm): CryptoKey {
  try {
    if (jwk.alg !== algorithm) throw new Error('another algorithm')
    const key = createPrivateKey({ key: jwk, format: 'jwk' })
    if ((key.asymmetricKeyDetails?.modulusLength ?? minimumModulusLength) < minimumModulusLength)
      throw new Error('short')
    return key.toCryptoKey(importParameters[algorithm], false, ['sign'])
  } catch {
    throw new AdapterSettingsError([
      { path: '(client key)', found: 'another kind of key', allowed: `private ${algorithm} JWK` },
    ])
  }
}
