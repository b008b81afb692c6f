import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal, expectSilentLog, secretsIn } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

/** Parameters twice, in the wrong place, too long, or in letters that look like others. */
let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const scope = 'nhn:kjernejournal/api'
type Pairs = readonly (readonly [name: string, value: string])[]

/** A request for a machine's token with these fields appended to the right ones, or in the query. */
async function askToken(extra: Pairs, query = ''): Promise<Answer> {
  const form = new URLSearchParams({ ...(await client.authentication()), grant_type: 'client_credentials', scope })
  for (const [name, value] of extra) form.append(name, value)
  const htu = `${client.issuer}/connect/token`
  const dpop = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce() })
  return post(htu + query, form.toString(), { dpop })
}

async function push(change: (form: URLSearchParams) => void, query = ''): Promise<Answer> {
  const form = new URLSearchParams({
    ...(await client.authentication()),
    response_type: 'code',
    redirect_uri: redirectUriOf(client),
    scope: 'openid',
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  })
  change(form)
  return post(`${client.issuer}/connect/par${query}`, form.toString())
}

/** A 4xx with a standard error, and nothing given. */
function expectRefused(answer: Answer): void {
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status, answer.text).toBeLessThan(500)
  expect(answer.body.error).toMatch(/^(invalid_|unsupported_|unauthorized_|request_|registration_)/)
  for (const issued of ['access_token', 'refresh_token', 'request_uri']) expect(answer.body).not.toHaveProperty(issued)
  expect(secretsIn(answer.text)).toEqual([])
  expectSilentLog(broker)
}

describe('a token request', () => {
  const twice: Pairs = [
    ['grant_type', 'client_credentials'],
    ['grant_type', 'refresh_token'],
    ['scope', scope],
    ['scope', 'nhn:reseptformidleren/api'],
    ['client_id', 'epj-nordfjell'],
    ['client_id', 'helsekort-web'],
    ['client_assertion', 'x.y.z'],
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
  ]
  it.each(twice)('with %s twice, the second %s, is refused (RFC 6749 section 3.2)', async (name, value) => {
    expectRefused(await askToken([[name, value]]))
  })

  it.each([
    ['another API beside the own', ['nhn:kjernejournal', 'nhn:reseptformidleren']],
    ['the own twice, then a stranger', ['nhn:kjernejournal', 'nhn:kjernejournal', 'nhn:nothing']],
    ['with a fragment', ['nhn:kjernejournal#x']],
    ['with a query', ['nhn:kjernejournal?x']],
    ['in capitals', ['NHN:KJERNEJOURNAL']],
    ['with a space', ['nhn:kjernejournal ']],
    ['as an address', ['https://nhn/kjernejournal']],
    ['in letters that look alike', ['nhn:kјernejournal']],
  ] as const)('with resource polluted is refused: %s (RFC 8707 section 2)', async (_name, resources) => {
    expectRefused(await askToken(resources.map((value) => ['resource', value] as const)))
  })

  it.each([
    ['a secret', [['client_secret', 'secret']]],
    ['an empty secret', [['client_secret', '']]],
  ] as const)(
    'with %s beside the assertion is not authenticated twice (RFC 6749 section 2.3)',
    async (_name, extra) => {
      const answer = await askToken(extra)
      // Either refused, or taken by the assertion alone; never by the secret.
      if (answer.status !== 200) expectRefused(answer)
      const bare = new URLSearchParams({ grant_type: 'client_credentials', scope, client_id: client.clientId })
      for (const [name, value] of extra) bare.append(name, value)
      const htu = `${client.issuer}/connect/token`
      const dpop = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce() })
      expectRefusal(await post(htu, bare.toString(), { dpop }), { status: 401, error: 'invalid_client' })
    },
  )

  it.each([
    '?client_id=helsekort-web',
    '?scope=nhn:reseptformidleren/api',
    '?grant_type=refresh_token',
    '?resource=nhn:nothing',
  ])(
    'is read from its body alone: %s in the address changes nothing (RFC 6749 section 3.2, OWASP parameter pollution)',
    async (query) => {
      const answer = await askToken([], query)
      if (answer.status === 200) expect(answer.body.scope).toBe(scope)
      else expectRefused(answer)
    },
  )

  it.each([
    ['scope', `${scope}\r\nX: y`],
    ['scope', `${scope}\u0000`],
    ['scope', `${scope}\u00a0openid`],
    ['scope', 'nhn:kјernejournal/api'],
    ['scope', `"${scope}"`],
    ['scope', 's'.repeat(30_000)],
    ['grant_type', 'client_credentials\u0000'],
    ['grant_type', 'Client_Credentials'],
    ['grant_type', 'client_credentials '],
    ['grant_type', 'g'.repeat(30_000)],
  ])('with %s in odd letters is refused (RFC 6749 appendix A): %j', async (name, value) => {
    const form = { ...(await client.authentication()), grant_type: 'client_credentials', scope, [name]: value }
    expectRefused(await client.tokenOnce(form, { nonce: await client.nonce() }))
  })

  it.each([
    ['JSON', 'application/json', '{"grant_type":"client_credentials"}'],
    ['plain text', 'text/plain', 'grant_type=client_credentials'],
    ['parts', 'multipart/form-data; boundary=x', '--x--'],
    ['30,000 fields', 'application/x-www-form-urlencoded', 'a=b&'.repeat(30_000)],
    ['a lonely percent sign', 'application/x-www-form-urlencoded', '%'],
    ['bytes that are no text', 'application/x-www-form-urlencoded', '%ff%fe=%00'],
    ['a prototype', 'application/x-www-form-urlencoded', '__proto__=1&constructor=2'],
    ['another encoding', 'application/x-www-form-urlencoded; charset=utf-16', 'grant_type=client_credentials'],
  ])('as %s is refused and no failure of the server (RFC 6749 section 3.2)', async (_name, type, body) => {
    const htu = `${client.issuer}/connect/token`
    const dpop = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce() })
    const answer = await post(htu, body, { 'content-type': type, dpop })
    expect([400, 401, 413, 415]).toContain(answer.status)
    expectSilentLog(broker)
  })
})

describe('a pushed request', () => {
  const set = (name: string, value: string) => (form: URLSearchParams) => form.set(name, value)
  const near = (value: (uri: string) => string) => (form: URLSearchParams) =>
    form.set('redirect_uri', value(redirectUriOf(client)))

  const redirects: readonly (readonly [name: string, change: (form: URLSearchParams) => void])[] = [
    ['a line break', near((uri) => `${uri}\r\nLocation: https://evil.example`)],
    ['an encoded line break', near((uri) => `${uri}%0d%0aLocation:x`)],
    ['a tab', near((uri) => `\t${uri}`)],
    ['a backslash for a slash', near((uri) => uri.replace('/signin', '\\signin'))],
    ['a backslash before the host', near((uri) => uri.replace('://', ':/\\evil.example\\'))],
    ['two slashes', near((uri) => uri.replace('/signin', '//signin'))],
    ['a parameter of the path', near((uri) => `${uri};x=y`)],
    ['a password before the host', near((uri) => uri.replace('://', '://localhost:1@'))],
    ['a full-width letter', near((uri) => uri.replace('signin', 'ｓignin'))],
    ['a dot of another script', near((uri) => uri.replace('localhost', 'localhost。evil.example'))],
    ['an invisible letter', near((uri) => uri.replace('signin', 'sign\u200bin'))],
    ['a letter turned round', near((uri) => `${uri}\u202e`)],
    ['an encoded null', near((uri) => `${uri}%00`)],
    ['encoding twice', near((uri) => uri.replace('/signin', '%252fsignin'))],
    ['an encoded slash', near((uri) => uri.replace('/signin', '%2fsignin'))],
    ['dots encoded', near((uri) => uri.replace('/signin', '/x/%2e%2e/signin'))],
    ['https for http', near((uri) => uri.replace('http:', 'https:'))],
    ['the scheme in capitals', near((uri) => uri.replace('http:', 'HTTP:'))],
    ['the host in capitals', near((uri) => uri.replace('localhost', 'LOCALHOST'))],
    ['the host as a number', near((uri) => uri.replace('localhost', '2130706433'))],
    ['the host in IPv6', near((uri) => uri.replace('localhost', '[::1]'))],
    ['a dot after the host', near((uri) => uri.replace('localhost', 'localhost.'))],
    ['data:', set('redirect_uri', 'data:text/html,x')],
    ['a scheme of an app', set('redirect_uri', 'epj-nordfjell://signin')],
    ['a relative address', set('redirect_uri', '/signin-oidc')],
    ['a wildcard', near((uri) => uri.replace('signin-oidc', '*'))],
    ['9,000 characters', near((uri) => uri + 'x'.repeat(9000))],
  ]
  it.each(redirects)(
    'with %s in redirect_uri is refused (RFC 9700 section 4.1, RFC 3986 section 6)',
    async (_name, change) => {
      const answer = await push(change)
      expectRefusal(answer, { status: 400, error: 'invalid_request' })
      expect(answer.headers.get('location')).toBeNull()
      expectSilentLog(broker)
    },
  )

  const others: readonly (readonly [name: string, source: string, change: (form: URLSearchParams) => void])[] = [
    [
      'redirect_uri as a list',
      'OWASP parameter pollution',
      (form) => form.append('redirect_uri[]', 'https://evil.example') ?? form.delete('redirect_uri'),
    ],
    ['PKCE downgraded to none by an empty challenge', 'RFC 9700 section 4.8', set('code_challenge', '')],
    ['PKCE downgraded by another case', 'RFC 9700 section 4.8', set('code_challenge_method', 's256')],
    ['PKCE of another hash', 'RFC 7636 section 4.3', set('code_challenge_method', 'S512')],
    ['a challenge in another alphabet', 'RFC 7636 section 4.2', set('code_challenge', `${'c'.repeat(41)}+/`)],
    ['a challenge of 9,000 characters', 'RFC 7636 section 4.2', set('code_challenge', 'c'.repeat(9000))],
    ['response_mode fragment', 'FAPI 2.0 section 5.3.2.2', set('response_mode', 'fragment')],
    ['response_mode unknown', 'OAuth 2.0 Multiple Response Types section 2.1', set('response_mode', 'carrier-pigeon')],
    ['an unknown prompt', 'OpenID Connect Core section 3.1.2.1', set('prompt', 'everything')],
    ['prompt none with consent', 'OpenID Connect Core section 3.1.2.1', set('prompt', 'none consent')],
    ['max_age that is no number', 'OpenID Connect Core section 3.1.2.1', set('max_age', 'NaN')],
    ['max_age beyond the safe integers', 'OpenID Connect Core section 3.1.2.1', set('max_age', '1e999')],
    ['an id_token_hint that is no token', 'OpenID Connect Core section 3.1.2.2', set('id_token_hint', 'x.y.z')],
    ['an unsigned id_token_hint', 'RFC 8725 section 2.1', set('id_token_hint', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.')],
    [
      'a registration',
      'OpenID Connect Core section 7.2.1',
      set('registration', '{"redirect_uris":["https://evil.example"]}'),
    ],
    ['a scope with a line break', 'RFC 6749 section 3.3', set('scope', 'openid\r\nprofile')],
    ['a scope with a quote', 'RFC 6749 section 3.3', set('scope', 'openid "profile"')],
    ['a scope in letters that look alike', 'RFC 6749 section 3.3', set('scope', 'openid рrofile')],
    ['a resource with a fragment', 'RFC 8707 section 2', set('resource', 'nhn:kjernejournal#x')],
    ['a client_id of another beside the own assertion', 'RFC 7521 section 4.2', set('client_id', 'helsekort-web')],
    [
      'an assertion type of SAML',
      'RFC 7521 section 4.2',
      set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer'),
    ],
    ['no assertion type', 'RFC 7521 section 4.2', (form) => form.delete('client_assertion_type')],
    [
      'a request_uri of its own kind',
      'RFC 9126 section 2.1',
      set('request_uri', `urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`),
    ],
    [
      'a request_uri at a client’s address',
      'RFC 9101 section 10.4: SSRF',
      set('request_uri', 'http://169.254.169.254/latest/meta-data'),
    ],
    ['60 kilobytes', 'RFC 9126 section 2.3', set('state', 's'.repeat(60_000))],
  ]
  it.each(others)('with %s is refused (%s)', async (_name, _source, change) => {
    expectRefused(await push(change))
    expect((await push(() => undefined)).status).toBe(201)
  })

  it.each([
    'state',
    'nonce',
    'response_type',
    'code_challenge_method',
    'prompt',
    'acr_values',
    'response_mode',
    'dpop_jkt',
  ])('with %s twice is refused (RFC 6749 section 3.1)', async (name) => {
    const change = (form: URLSearchParams) => {
      form.append(name, 'one')
      form.append(name, 'two')
    }
    expectRefused(await push(change))
  })

  it.each(['?redirect_uri=https://evil.example', '?scope=openid%20profile', '?client_id=helsekort-web'])(
    'is read from its body alone: %s in the address changes nothing (RFC 9126 section 2.1)',
    async (query) => {
      const answer = await push(() => undefined, query)
      if (answer.status !== 201) return expectRefused(answer)
      const id = new URLSearchParams({ client_id: client.clientId, request_uri: String(answer.body.request_uri) })
      const page = await new TestBrowser().get(`${broker.issuer}/connect/authorize?${id}`, { stopAt: 'https://evil' })
      expect(new URL(page.url).origin).toBe(broker.issuer)
    },
  )

  it.each(['a\r\nSet-Cookie: x=y', 'a%0d%0ab', '<script>', 'å 日本 \u202e', '&error=none#x', '\u0000'])(
    'gets its state back as it was, in one header line (RFC 9110 section 5.5: response splitting): %j',
    async (state) => {
      const login = await loginAs(client, 'P01', { parameters: { state } })
      expect(login.returned.get('state')).toBe(state)
      expect([...login.returned.keys()].toSorted()).toEqual(['code', 'iss', 'state'])
    },
  )
})

describe('the authorization endpoint', () => {
  it.each([
    'client_id=helsekort-web',
    'request_uri=urn:ietf:params:oauth:request_uri:x',
    'state=a&state=b',
    'redirect_uri=https://evil.example',
  ])('refuses or ignores %s appended (RFC 6749 section 3.1)', async (extra) => {
    const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
    const browser = new TestBrowser()
    const page = await browser.get(`${pushed.authorizeUrl}&${extra}`, { stopAt: 'https://evil.example' })
    expect(new URL(page.url).origin).toBe(broker.issuer)
    expect([200, 400]).toContain(page.status)
    expectSilentLog(broker)
    expect((await loginAs(client, 'P01')).code).not.toBe('')
  })
})
