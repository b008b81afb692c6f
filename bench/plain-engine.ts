import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

/**
 * What the token figure is compared with: oidc-provider as it comes, with its in-memory adapter, doing the same work
 * (private_key_jwt, DPoP with nonce, ES256 JWT for one API) and keeping none of our promises.
 */
const port = Number(process.env.BENCH_PORT)
const issuer = `http://localhost:${port}`
const file = new URL('../demo/keys/integrasjon-nordfjell.jwk.json', import.meta.url)
const { d: _private, ...publicKey } = JSON.parse(readFileSync(file, 'utf8'))
const { privateKey } = await generateKeyPair('ES256', { extractable: true })

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
  clients: [
    {
      client_id: 'integrasjon-nordfjell',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicKey] },
      dpop_bound_access_tokens: true,
    },
  ],
  routes: { token: '/connect/token' },
  clientAuthMethods: ['private_key_jwt'],
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  cookies: { keys: ['bench'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'nhn:provesvar',
      getResourceServerInfo: () => ({
        scope: 'nhn:provesvar/api',
        audience: 'nhn:provesvar',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
})
provider.listen(port, '127.0.0.1')
