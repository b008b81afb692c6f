import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectError, type Run, type Suite, type SuiteClient, startSuite } from '../support/fapi-suite.ts'
import { type Answer, post, read } from '../support/test-client.ts'

/** The modules of the suite at the token endpoint: client authentication, code, PKCE, refresh. */
let suite: Suite
beforeAll(async () => {
  suite = await startSuite()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => suite.broker.close())

const now = () => Math.floor(Date.now() / 1000)
const tokenUrl = () => `${suite.broker.issuer}/connect/token`
const codeForm = (who: SuiteClient, { code, pushed }: Run) => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: pushed.verifier,
  redirect_uri: who.redirectUri,
})

/** Refused as the module wants it, and the code still works: nothing was consumed. */
async function expectUntouched(who: SuiteClient, run: Run): Promise<void> {
  expect((await who.redeem(run)).status).toBe(200)
}

describe('client authentication', () => {
  it('ensure-client-id-in-token-endpoint: client 2 by the key of client 1 is invalid_client', async () => {
    const { first, second } = suite
    const run = await first.logIn()
    const forged = Object.assign(await suite.broker.client('helsekort-web'), { key: first.client.key })
    const answer = await forged.token({ ...(await forged.authentication()), ...codeForm(first, run) })
    expectError(answer, 401, 'invalid_client', 'invalid_grant')
    // Its own assertion under the name of the other is no better.
    const named = { ...(await first.client.authentication()), client_id: second.client.clientId }
    const mixed = await first.client.token({ ...named, ...codeForm(first, run) })
    expect([400, 401]).toContain(mixed.status)
    await expectUntouched(first, run)
  })

  it('ensure-signed-client-assertion-with-RS256-fails', async () => {
    const { second } = suite
    const run = await second.logIn()
    const client_assertion = await second.client.assertion({}, { alg: 'RS256' })
    expectError(await second.redeem(run, { client_assertion }), 401, 'invalid_client')
    await expectUntouched(second, run)
  })

  it('ensure-client-assertion-in-token-endpoint: client_id alone is no authentication', async () => {
    const { first } = suite
    const run = await first.logIn()
    const form = { client_id: first.client.clientId, ...codeForm(first, run) }
    const answer = await first.client.tokenOnce(form, { nonce: await first.client.nonce() })
    expectError(answer, 401, 'invalid_client', 'invalid_request')
    await expectUntouched(first, run)
  })

  const spoiled: readonly (readonly [module: string, claims: () => Record<string, unknown>])[] = [
    ['ensure-client-assertion-with-exp-is-5-minutes-in-past-fails', () => ({ exp: now() - 300 })],
    ['ensure-client-assertion-with-wrong-aud-fails', () => ({ aud: 'https://fapidev-rs.authlete.net/api/userinfo' })],
    ['ensure-client-assertion-with-no-sub-fails', () => ({ sub: undefined })],
  ]
  it.each(spoiled)('%s', async (_module, claims) => {
    const { first } = suite
    const run = await first.logIn()
    const client_assertion = await first.client.assertion({ ...claims() })
    expectError(await first.redeem(run, { client_assertion }), 401, 'invalid_client')
    await expectUntouched(first, run)
  })

  it('takes an assertion of 60 s, as the suite makes them, at both endpoints', async () => {
    const { first } = suite
    const claims = () => ({
      iat: now(),
      nbf: now(),
      exp: now() + 60,
      jti: `suite-${Math.floor(performance.now() * 1000)}`,
    })
    const run = await first.logIn(await first.client.authentication(claims()))
    expect((await first.redeem(run, await first.client.authentication(claims()))).status).toBe(200)
  })
})

describe('the code', () => {
  it('ensure-holder-of-key-required: without a proof there is no token, and no nonce either', async () => {
    const { first } = suite
    const run = await first.logIn()
    const answer = await post(tokenUrl(), { ...(await first.client.authentication()), ...codeForm(first, run) })
    expectError(answer, 400, 'invalid_request', 'invalid_dpop_proof')
    await expectUntouched(first, run)
  })

  it('ensure-authorization-code-is-bound-to-client', async () => {
    const { first, second } = suite
    const run = await first.logIn()
    expectError(await second.client.token(codeForm(first, run)), 400, 'invalid_grant')
    await expectUntouched(first, run)
  })

  it('attempt-reuse-authorization-code-after-one-second: refused, and the token that it gave is dead', async () => {
    const { first } = suite
    const run = await first.logIn()
    const given = String((await first.redeem(run)).body.access_token)
    expect((await first.resource(given)).status).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 })
    expectError(await first.redeem(run), 400, 'invalid_grant')
    expectError(await first.resource(given), 401, 'invalid_token')
  })

  it('ensure-token-endpoint-fails-with-expired-auth-code: after 62 s it is nothing', async () => {
    const { first } = suite
    const run = await first.logIn()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 62_000 })
    expectError(await first.redeem(run), 400, 'invalid_grant')
  })

  it.each([
    ['ensure-pkce-code-verifier-required', { code_verifier: '' }],
    ['incorrect-pkce-code-verifier-rejected', { code_verifier: 'aB3-'.repeat(12) }],
  ])('%s', async (_module, form) => {
    const { first } = suite
    const run = await first.logIn()
    expectError(await first.redeem(run, form), 400, 'invalid_grant')
    await expectUntouched(first, run)
  })

  it('ensure-pkce-code-verifier-required, left out altogether', async () => {
    const { first } = suite
    const run = await first.logIn()
    const { code_verifier: _verifier, ...form } = codeForm(first, run)
    expectError(await first.client.token(form), 400, 'invalid_grant')
    await expectUntouched(first, run)
  })
})

describe('refresh-token', () => {
  const scope = 'openid offline_access'
  const refreshForm = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

  async function tokensOf(who: SuiteClient): Promise<Answer> {
    // The suite adds prompt=consent to every request for offline_access.
    return who.redeem(await who.logIn({ scope, prompt: 'consent' }))
  }

  it('gives new tokens by a new key, with the claims of the first ID token (OpenID Connect Core section 12.2)', async () => {
    const { first } = suite
    const before = await tokensOf(first)
    const refreshToken = String(before.body.refresh_token)
    expect(refreshToken).toMatch(/^[\x20-\x7e]{22,}$/)
    const other = await first.withNewKey()
    const after = await other.client.token({ ...refreshForm(refreshToken), scope })
    expect([after.status, after.body.token_type]).toEqual([200, 'DPoP'])
    expect(after.headers.get('cache-control')).toBe('no-store')
    expect(after.headers.get('content-type')).toMatch(/^application\/json/)
    expect(after.body.access_token).not.toBe(before.body.access_token)
    const [old, renewed] = [before, after].map(({ body }) => decodeJwt(String(body.id_token)))
    for (const claim of ['iss', 'sub', 'aud', 'auth_time', 'azp']) expect(renewed?.[claim]).toEqual(old?.[claim])
    expect(renewed?.iat).toBeGreaterThanOrEqual(old?.iat ?? Number.POSITIVE_INFINITY)
    expect((await other.resource(String(after.body.access_token))).status).toBe(200)
    // Not rotated (FAPI 2.0 section 5.3.2.1), so the suite skips the lost answer.
    expect(after.body.refresh_token).toBe(refreshToken)
  })

  it('gives nothing without client authentication, without a proof, and to another client', async () => {
    const { first, second } = suite
    const refreshToken = String((await tokensOf(second)).body.refresh_token)
    const bare = await second.client.tokenOnce(refreshForm(refreshToken), { nonce: await second.client.nonce() })
    expect([400, 401]).toContain(bare.status)
    expectError(bare, bare.status, 'invalid_client', 'invalid_grant', 'invalid_request')
    const unproved = await post(tokenUrl(), { ...(await second.client.authentication()), ...refreshForm(refreshToken) })
    expectError(unproved, 400, 'invalid_request', 'invalid_grant', 'invalid_dpop_proof')
    expectError(await first.client.token(refreshForm(refreshToken)), 400, 'invalid_grant')
    expect((await second.client.token(refreshForm(refreshToken))).status).toBe(200)
  })

  it('is announced in the metadata', async () => {
    const { body } = await read(await fetch(`${suite.broker.issuer}/.well-known/openid-configuration`))
    expect(body.grant_types_supported).toContain('refresh_token')
  })
})
