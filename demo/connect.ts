import { readFile } from 'node:fs/promises'
import { importJWK, type JWK } from 'jose'
import * as oidc from 'openid-client'
import { isLoopback } from './settings.ts'

/**
 * Everything that one client needs to speak with the issuer: its addresses, found by discovery, and our authentication.
 *
 * The private key comes from `demo/keys/`: development keys that everybody knows. A real service keeps its key in a vault.
 * @param assertionDetails whom a multi-tenant client acts for, as HelseID wants it.
 * @throws {TypeError} when the issuer can't be reached; the caller tries again.
 */
export async function connectClient(
  issuer: string,
  clientId: string,
  assertionDetails?: readonly object[],
): Promise<oidc.Configuration> {
  const file = new URL(`./keys/${clientId}.jwk.json`, import.meta.url)
  const jwk: JWK = JSON.parse(await readFile(file, 'utf8'))
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array || jwk.kid === undefined)
    throw new Error(`${clientId}: the key must be asymmetric and have a kid`)

  // RFC 7523. The library sets iss, sub, aud (the issuer, never an endpoint), jti, iat, nbf and exp; the type is HelseID's.
  const authentication = oidc.PrivateKeyJwt(
    { key, kid: jwk.kid },
    {
      [oidc.modifyAssertion]: (header, payload) => {
        Object.assign(header, { typ: 'client-authentication+jwt' })
        // Whom the client acts for. Only here, inside what it signs.
        if (assertionDetails !== undefined) Object.assign(payload, { assertion_details: assertionDetails })
      },
    },
  )
  const config = await oidc.discovery(new URL(issuer), clientId, {}, authentication, {
    // Tokens over plain http only where nobody can listen: on this machine.
    execute: isLoopback(issuer) ? [oidc.allowInsecureRequests] : [],
  })
  // Check the ID token's signature too, not only where it came from.
  oidc.enableNonRepudiationChecks(config)
  return config
}
