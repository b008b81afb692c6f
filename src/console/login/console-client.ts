import { importJWK } from 'jose'
import * as oidc from 'openid-client'
import type { OwnFetch } from '#src/http/own-fetch.ts'
import type { ConsoleKey } from '#src/keys/console-key.ts'
import { consoleClientId } from '#src/registry/built-in/names.ts'

/**
 * The console as a client of the broker, by the same protocol as every other: discovery, `private_key_jwt`, and ID tokens
 * whose signature is checked.
 *
 * @param fetchOwn reaches this process alone, so that a plain http issuer is no danger either.
 */
export async function consoleClient(issuer: string, key: ConsoleKey, fetchOwn: OwnFetch): Promise<oidc.Configuration> {
  const privateKey = await importJWK(key.privateJwk, 'EdDSA')
  if (privateKey instanceof Uint8Array) throw new Error('the key of the console must be asymmetric')
  const authentication = oidc.PrivateKeyJwt(
    { key: privateKey, kid: key.publicJwk.kid },
    {
      [oidc.modifyAssertion]: (header) => {
        Object.assign(header, { typ: 'client-authentication+jwt' })
      },
    },
  )
  const config = await oidc.discovery(new URL(issuer), consoleClientId, {}, authentication, {
    [oidc.customFetch]: fetchOwn,
    execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
  })
  oidc.enableNonRepudiationChecks(config)
  return config
}
