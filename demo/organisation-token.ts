// A multi-tenant client gets a token for one of the organisations that have delegated to its supplier.
// Run: node_modules/.bin/node demo/organisation-token.ts [parent [child]]   It prints what is in the token, never the token.
import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { connectClient } from './connect.ts'
import { readSettings } from './settings.ts'

const { issuer } = readSettings(process.env)
// Nordfjell legekontor, which has delegated to Skyjournal (clients/delegations/), and its sub-unit.
const [parent = '999977774', child = parent === '999977774' ? '310000132' : ''] = process.argv.slice(2)
const identifier = { system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${parent}:${child}` }
const details = [{ type: 'helseid_authorization', practitioner_role: { organization: { identifier } } }]
try {
  const config = await connectClient(issuer, 'skyjournal', details)
  const proofs = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))

  // Nordfjell has not accepted the terms of Reseptformidleren: the answer says so in `rejected_scope`. Others get one API.
  const more = parent === '999977774' ? ' nhn:reseptformidleren/api' : ''
  const scope = `nhn:kjernejournal/api${more}`
  const token = await oidc.clientCredentialsGrant(config, { scope }, { DPoP: proofs })

  const { scope: given, rejected_scope: rejected } = token
  console.log(
    JSON.stringify({ scope: given, rejected_scope: rejected, payload: decodeJwt(token.access_token) }, null, 2),
  )
} catch (error) {
  if (error instanceof oidc.ResponseBodyError) console.error(`${error.error}: ${error.error_description ?? ''}`)
  else console.error(`No answer from ${issuer}. Is it running? (${error instanceof Error ? error.message : 'unknown'})`)
  process.exitCode = 1
}
