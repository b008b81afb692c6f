// A machine's token, with nothing but the standards: private_key_jwt (RFC 7523) and DPoP (RFC 9449).
// Run: node_modules/.bin/node demo/machine-token.ts   It prints what is in the token, never the token.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as oidc from 'openid-client'
import { connectClient } from './connect.ts'
import { readSettings } from './settings.ts'

const { issuer } = readSettings(process.env)
try {
  const config = await connectClient(issuer, 'integrasjon-nordfjell')

  // The key that the token is bound to. Without it a stolen token is worth nothing.
  const proofs = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))

  // The first try is refused with `use_dpop_nonce`; the library takes the nonce and asks once more, with a new assertion.
  const token = await oidc.clientCredentialsGrant(config, { scope: 'nhn:kjernejournal/api' }, { DPoP: proofs })

  const header = decodeProtectedHeader(token.access_token)
  const payload = decodeJwt(token.access_token)
  console.log(JSON.stringify({ token_type: token.token_type, expires_in: token.expires_in, header, payload }, null, 2))
} catch (error) {
  if (error instanceof oidc.ResponseBodyError) console.error(`${error.error}: ${error.error_description ?? ''}`)
  else console.error(`No answer from ${issuer}. Is it running? (${error instanceof Error ? error.message : 'unknown'})`)
  process.exitCode = 1
}
