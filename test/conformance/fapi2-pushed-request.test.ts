import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { expectError, type Suite, type SuiteClient, startSuite } from '../support/fapi-suite.ts'
import { type Answer, post, read } from '../support/test-client.ts'

/** The modules of the suite about pushed requests and the request_uri that they give. */
let suite: Suite
beforeAll(async () => {
  suite = await startSuite()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => suite.broker.close())

const now = () => Math.floor(Date.now() / 1000)

/** The suite takes a page of ours for an answer, and one at the client's own address with `invalid_request_uri`. */
function expectRefused(who: SuiteClient, page: Visit): void {
  if (page.url.startsWith(who.redirectUri)) {
    const { error, iss, error_description, error_uri, ...rest } = Object.fromEntries(new URL(page.url).searchParams)
    expect([error, iss]).toEqual(['invalid_request_uri', suite.broker.issuer])
    expect([typeof error_description, URL.canParse(error_uri ?? '')]).toEqual(['string', true])
    const registered = Object.keys(Object.fromEntries(new URL(who.redirectUri).searchParams))
    // Nothing of what was pushed: its state belongs to the one who pushed it.
    expect(Object.keys(rest)).toEqual(registered)
  } else {
    expect([page.status, new URL(page.url).origin]).toEqual([400, suite.broker.issuer])
    expect(page.html).toContain('data-testid="reference-code"')
  }
}

/** Pushed with this in its assertion. */
async function pushAs(claims: Record<string, unknown>): Promise<Answer> {
  const { client } = suite.first
  return (await suite.first.push(await client.authentication(claims))).answer
}

describe('a pushed request', () => {
  it.each([
    ['ensure-registered-redirect-uri', { redirect_uri: 'http://localhost/callback/aB3dE6gH9j' }, ['invalid_request']],
    ['ensure-redirect-uri-in-authorization-request', { redirect_uri: undefined }, ['invalid_request']],
    ['ensure-response-type-code-idtoken-fails', { response_type: 'code id_token' }, ['unsupported_response_type']],
    ['ensure-response-type-token-fails', { response_type: 'token' }, ['unsupported_response_type']],
    [
      'par-authorization-request-containing-request_uri-form-param',
      { request_uri: 'urn:fdc:authlete.com:E2ooXxELkEFSKR90ymYV-BbwAvCC2TozHfSb_mMCw2s' },
      ['invalid_request', 'invalid_request_object', 'request_uri_not_supported'],
    ],
    ['par-ensure-pkce-required', { code_challenge: undefined, code_challenge_method: undefined }, ['invalid_request']],
    [
      'par-plain-pkce-rejected',
      { code_challenge: 'v'.repeat(43), code_challenge_method: 'plain' },
      ['invalid_request'],
    ],
  ] as const)('%s', async (_module, parameters, errors) => {
    const { answer } = await suite.first.push(parameters)
    expectError(answer, 400, ...errors)
    expect((await suite.first.push()).answer.status).toBe(201)
  })

  it.each(['PUT', 'GET', 'DELETE'])('par-attempt-invalid-http-method: %s is not taken', async (method) => {
    const form = new URLSearchParams(await suite.first.client.authentication()).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = method === 'GET' ? {} : { body: form }
    const answer = await read(await fetch(`${suite.broker.issuer}/connect/par`, { method, headers, ...body }))
    expectError(answer, 405, 'invalid_request')
  })

  it.each([
    ['par-test-array-as-audience-fails', (issuer: string) => [issuer, 'https://other1.example.com']],
    ['par-test-par-endpoint-url-as-audience-fails', (issuer: string) => `${issuer}/connect/par`],
    ['par-test-token-endpoint-url-as-audience-fails', (issuer: string) => `${issuer}/connect/token`],
  ] as const)('%s', async (_module, aud) => {
    expectError(await pushAs({ aud: aud(suite.broker.issuer) }), 401, 'invalid_client')
  })

  it('par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted', async () => {
    const claims = { iat: now() + 8, nbf: now() + 8, exp: now() + 60 }
    expect((await pushAs(claims)).status).toBe(201)
  })

  it('par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails', async () => {
    const claims = { iat: now() + 62, nbf: now() + 62, exp: now() + 122 }
    expectError(await pushAs(claims), 401, 'invalid_client')
  })
})

describe('a request_uri', () => {
  it('par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: the second visit logs in', async () => {
    const { first } = suite
    const url = first.authorizeUrl(await first.push())
    const browser = new TestBrowser()
    expect((await browser.get(url)).status).toBe(200)
    const end = await first.visit(url, browser)
    expect(new URL(end.url).searchParams.has('code')).toBe(true)
  })

  it('par-attempt-reuse-request_uri: after the login it is refused', async () => {
    const { first } = suite
    const url = first.authorizeUrl(await first.push())
    const browser = new TestBrowser()
    const end = await first.visit(url, browser)
    expect(new URL(end.url).searchParams.has('code')).toBe(true)
    expectRefused(first, await first.visit(url, browser))
    expectRefused(first, await first.visit(url))
  })

  it('par-attempt-to-use-expired-request_uri: after expires_in it is refused', async () => {
    const { first } = suite
    const pushed = await first.push()
    const seconds = Number(pushed.answer.body.expires_in)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (seconds + 1) * 1000 })
    expectRefused(first, await first.visit(first.authorizeUrl(pushed)))
  })

  it('par-attempt-to-use-request_uri-for-different-client: it belongs to the one who pushed', async () => {
    const { first, second } = suite
    const pushed = await first.push()
    for (const redirect_uri of [second.redirectUri, first.redirectUri]) {
      expectRefused(second, await second.visit(second.authorizeUrl(pushed, 'in order', { redirect_uri })))
    }
    expectRefused(second, await second.visit(second.authorizeUrl(pushed, 'none')))
    expect(new URL((await first.visit(first.authorizeUrl(pushed))).url).searchParams.has('code')).toBe(true)
  })

  it('ensure-unsigned-authorization-request-without-using-par-fails: the client is told invalid_request', async () => {
    const { first } = suite
    const query = new URLSearchParams({
      client_id: first.client.clientId,
      redirect_uri: first.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state: 'suite-state',
      nonce: 'suite-nonce',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    })
    const end = await first.visit(`${suite.broker.issuer}/connect/authorize?${query}`)
    expect(end.url.startsWith(first.redirectUri)).toBe(true)
    const { error, error_description, error_uri, ...rest } = Object.fromEntries(new URL(end.url).searchParams)
    expect([error, typeof error_description]).toEqual(['invalid_request', 'string'])
    expect(rest).toEqual({ state: 'suite-state', iss: suite.broker.issuer })
    expect(error_uri === undefined || URL.canParse(error_uri)).toBe(true)
  })

  it('is made of enough randomness, and each one is another', async () => {
    const made = await Promise.all([1, 2, 3].map(async () => (await suite.first.push()).requestUri))
    expect(new Set(made).size).toBe(3)
    // RFC 9126 section 7.1 with RFC 6749 section 10.10: 128 bits; these are 256.
    for (const one of made) expect(one.split(':').at(-1)).toMatch(/^[\w-]{43}$/)
  })

  it('tells an unknown one and a made-up client on a page, never at an address', async () => {
    const unknown = `urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`
    for (const client_id of [suite.first.client.clientId, 'nobody']) {
      const query = new URLSearchParams({ client_id, request_uri: unknown, redirect_uri: 'https://evil.example/' })
      const page = await suite.first.visit(`${suite.broker.issuer}/connect/authorize?${query}`)
      expect([page.status, new URL(page.url).origin]).toEqual([400, suite.broker.issuer])
    }
  })

  it('is given to nobody without authentication (RFC 9126 section 2)', async () => {
    const answer = await post(`${suite.broker.issuer}/connect/par`, { client_id: suite.first.client.clientId })
    expectError(answer, 401, 'invalid_client')
  })
})
