import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawRequest } from '../support/attack-bench.ts'
import { expectError, type ResourceRequest, type Run, type Suite, startSuite } from '../support/fapi-suite.ts'

/** The modules of the suite about DPoP: code binding, clocks, and `fapi2-security-profile-final-dpop-negative-tests`. */
let suite: Suite
let accessToken: string
beforeAll(async () => {
  suite = await startSuite()
  accessToken = await tokenOf(await suite.first.logIn())
})
afterAll(() => suite.broker.close())

const now = () => Math.floor(Date.now() / 1000)
const tokenOf = async (run: Run) => String((await suite.first.redeem(run)).body.access_token)
const url = () => `${suite.broker.issuer}/connect/userinfo`
const tokenUrl = () => `${suite.broker.issuer}/connect/token`

/** Redeems with these claims in the proof, as the suite does: first without nonce, then with it. */
async function redeemWith(run: Run, claims: Record<string, unknown>) {
  const { client, redirectUri } = suite.first
  const grant = { grant_type: 'authorization_code', code: run.code, code_verifier: run.pushed.verifier }
  const form = { ...(await client.authentication()), ...grant, redirect_uri: redirectUri }
  const proof = await client.dpop.proof({ htm: 'POST', htu: tokenUrl(), nonce: await client.nonce(), ...claims })
  return client.tokenOnce(form, { proof })
}

describe('clocks', () => {
  it.each([
    ['check-dpop-proof-nbf-exp', () => ({ nbf: now(), exp: now() + 300 })],
    ['ensure-dpopproof-with-iat-10seconds-before-succeeds', () => ({ iat: now() - 10 })],
    ['ensure-dpopproof-with-iat-10seconds-after-succeeds', () => ({ iat: now() + 10 })],
  ])('%s: at PAR, token endpoint and userinfo', async (_module, claims) => {
    const run = await suite.first.logIn({}, { headers: await suite.first.parProof(claims()) })
    const answer = await redeemWith(run, claims())
    expect([answer.status, answer.body.token_type]).toEqual([200, 'DPoP'])
    const used = await suite.first.resource(String(answer.body.access_token), { claims: claims() })
    expect(used.status).toBe(200)
  })
})

describe('a code bound to a key', () => {
  it('ensure-mismatched-dpop-jkt-fails: dpop_jkt and the proof at PAR must be of one key', async () => {
    const { answer } = await suite.first.push({ dpop_jkt: 'x'.repeat(43) }, await suite.first.parProof())
    expectError(answer, 400, 'invalid_request', 'invalid_dpop_proof')
  })

  it('ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt: another key than at PAR gets nothing', async () => {
    const run = await suite.first.logIn({}, { headers: await suite.first.parProof() })
    const answer = await (await suite.first.withNewKey()).redeem(run)
    expectError(answer, 400, 'invalid_request', 'invalid_grant', 'invalid_dpop_proof')
  })

  it('ensure-token-endpoint-fails-with-mismatched-dpop-jkt: another key than dpop_jkt named gets nothing', async () => {
    const { client } = await suite.first.withNewKey()
    const run = await suite.first.logIn({ dpop_jkt: client.dpop.thumbprint })
    expectError(await suite.first.redeem(run), 400, 'invalid_request', 'invalid_grant', 'invalid_dpop_proof')
  })

  it('ensure-dpopproof-at-par-endpoint-binding-success: the key of PAR redeems', async () => {
    const run = await suite.first.logIn({}, { headers: await suite.first.parProof() })
    expect((await suite.first.resource(await tokenOf(run))).status).toBe(200)
  })

  it('ensure-dpop-auth-code-binding-success: dpop_jkt and proof at PAR agree, and that key redeems', async () => {
    const parameters = { dpop_jkt: suite.first.client.dpop.thumbprint }
    const run = await suite.first.logIn(parameters, { headers: await suite.first.parProof() })
    expect((await suite.first.resource(await tokenOf(run))).status).toBe(200)
  })
})

/** The suite's own steps, in its order, with the section that it names for each. */
const refused: readonly (readonly [name: string, section: string, otherwise: ResourceRequest])[] = [
  ['a JWT that is not well formed', 'RFC 9449 section 4.2', { proof: (made) => made.replace('.', '..') }],
  ['no typ', 'RFC 9449 section 4.2', { header: { typ: undefined } }],
  ['no alg', 'RFC 9449 section 4.2', { proof: (made) => otherHeader(made, { alg: undefined }) }],
  ['no jwk', 'RFC 9449 section 4.2', { header: { jwk: undefined } }],
  ['no jti', 'RFC 9449 section 4.2', { claims: { jti: undefined } }],
  ['no htm', 'RFC 9449 section 4.2', { claims: { htm: undefined } }],
  ['no htu', 'RFC 9449 section 4.2', { claims: { htu: undefined } }],
  ['no iat', 'RFC 9449 section 4.2', { claims: { iat: undefined } }],
  ['no ath', 'RFC 9449 section 4.2', { claims: { ath: undefined } }],
  ['another typ', 'RFC 9449 section 4.2', { header: { typ: 'jwt' } }],
  ['alg none', 'FAPI 2.0 section 5.4', { proof: (made) => otherHeader(made, { alg: 'none' }).replace(/[^.]*$/, '') }],
  ['a spoiled signature', 'FAPI 2.0 section 5.4', { proof: (made) => `${made.slice(0, -8)}AAAAAAAA` }],
  ['htm PUT', 'RFC 9449 section 4.3', { claims: { htm: 'PUT' } }],
  ['htu of another address', 'RFC 9449 section 7.1', { claims: { htu: 'https://www.example.com/userinfo' } }],
  ['iat an hour ahead', 'RFC 9449 section 7.1', { claims: { iat: now() + 3600 } }],
  ['iat an hour behind', 'RFC 9449 section 7.1', { claims: { iat: now() - 3600 } }],
  ['a wrong ath', 'RFC 9449 section 7.1', { claims: { ath: 'A'.repeat(43) } }],
  ['no proof', 'FAPI 2.0 section 5.3.4', { proof: () => undefined }],
  ['no proof, as Bearer', 'RFC 9449 section 7.1', { proof: () => undefined, scheme: 'Bearer' }],
  ['a proof, as Bearer', 'RFC 9449 section 7.1', { scheme: 'Bearer' }],
]

describe('dpop-negative-tests at userinfo', () => {
  it.each(refused)('refuse %s (%s)', async (_name, _section, otherwise) => {
    const answer = await suite.first.resource(accessToken, otherwise)
    expectError(answer, 401, 'invalid_token', 'invalid_dpop_proof')
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP /)
    expect((await suite.first.resource(accessToken)).status).toBe(200)
  })

  it('refuse two proofs, as two headers', async () => {
    const proof = () => suite.first.client.dpop.proof({ htm: 'GET', htu: url(), ath: athOf(accessToken) })
    const headers = { authorization: `DPoP ${accessToken}`, dpop: [await proof(), await proof()] }
    expectError(await rawRequest(suite.broker, { target: '/connect/userinfo', headers }), 401, 'invalid_dpop_proof')
  })

  it.each(['RS256', 'PS256'] as const)('refuse a proof by %s and a key of its own', async (alg) => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
    const jwk = await exportJWK(publicKey)
    const claims = { jti: `suite-${alg}`, iat: now(), htm: 'GET', htu: url(), ath: athOf(accessToken) }
    const proof = await new SignJWT(claims).setProtectedHeader({ alg, typ: 'dpop+jwt', jwk }).sign(privateKey)
    expectError(
      await suite.first.resource(accessToken, { proof: () => proof }),
      401,
      'invalid_dpop_proof',
      'invalid_token',
    )
  })

  it('refuse a private key in jwk', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(privateKey)
    const claims = { jti: 'suite-private', iat: now(), htm: 'GET', htu: url(), ath: athOf(accessToken) }
    const proof = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).sign(privateKey)
    expectError(await suite.first.resource(accessToken, { proof: () => proof }), 401, 'invalid_dpop_proof')
  })

  it('refuse the second use of a jti, and take the first', async () => {
    const again = { claims: { jti: 'suite-fixed-jti' } }
    expect((await suite.first.resource(accessToken, again)).status).toBe(200)
    expectError(await suite.first.resource(accessToken, again), 401, 'invalid_dpop_proof')
  })

  it('refuse another key than the token is bound to', async () => {
    expectError(await (await suite.first.withNewKey()).resource(accessToken), 401, 'invalid_token')
  })

  it.each([
    ['a query and a fragment in htu', () => ({ claims: { htu: `${url()}?allthedoors#programmed` } })],
    ['htu without the query of the request', () => ({ query: '?page=2' })],
    [
      'scheme and host of htu in capitals',
      () => ({ claims: { htu: url().replace(/^http:..localhost/, 'HTTP://LOCALHOST') } }),
    ],
    ['extra members', () => ({ header: { tx_id: now() }, claims: { tx_id_key: now() } })],
  ] as const)('take %s', async (_name, otherwise) => {
    expect((await suite.first.resource(accessToken, otherwise())).status).toBe(200)
  })

  it('take the header by the name DPOP', async () => {
    const proof = await suite.first.client.dpop.proof({ htm: 'GET', htu: url(), ath: athOf(accessToken) })
    const headers = { AUTHORIZATION: `DPoP ${accessToken}`, DPOP: proof }
    expect((await rawRequest(suite.broker, { target: '/connect/userinfo', headers })).status).toBe(200)
  })
})

const athOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** The proof with other members in its header, under the old signature. */
function otherHeader(proof: string, members: Record<string, unknown>): string {
  const [header = '', ...rest] = proof.split('.')
  const old: object = JSON.parse(Buffer.from(header, 'base64url').toString())
  return [Buffer.from(JSON.stringify({ ...old, ...members })).toString('base64url'), ...rest].join('.')
}
