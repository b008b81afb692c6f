import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker, type TestClientId } from '../support/broker.ts'
import { post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

interface PushRow {
  readonly name: string
  readonly source: string
  readonly client?: TestClientId
  readonly tamper: (client: TestClient, redirectUri: string) => Record<string, string | undefined>
  readonly expected: Expected
}

const invalidRequest: Expected = { status: 400, error: 'invalid_request' }
const invalidScope: Expected = { status: 400, error: 'invalid_scope' }
const invalidTarget: Expected = { status: 400, error: 'invalid_target' }

const redirects = (name: string, near: (uri: string) => string): PushRow => ({
  name: `redirect address: ${name}`,
  source: 'OAuth 2.0 Security BCP (RFC 9700) section 2.1: exact match',
  tamper: (_client, uri) => ({ redirect_uri: near(uri) }),
  expected: invalidRequest,
})
const scopes = (name: string, scope: string, expected = invalidScope, client?: TestClientId): PushRow => ({
  name: `scope: ${name}`,
  source: 'design section 7: never dropped in silence',
  tamper: () => ({ scope }),
  expected,
  ...(client === undefined ? {} : { client }),
})

const rows: readonly PushRow[] = [
  redirects('unregistered', () => 'https://evil.example/signin-oidc'),
  redirects('http to another host', () => 'http://evil.example/signin-oidc'),
  redirects('with a slash more', (uri) => `${uri}/`),
  redirects('with a query more', (uri) => `${uri}?next=evil`),
  redirects('with a fragment', (uri) => `${uri}#part`),
  redirects('in capital letters', (uri) => uri.replace('/signin-oidc', '/SIGNIN-OIDC')),
  redirects('with a name before the host', (uri) => uri.replace('http://', 'http://evil.example@')),
  redirects('with the host as a prefix', (uri) => uri.replace('localhost', 'localhost.evil.example')),
  redirects('127.0.0.1 for localhost', (uri) => uri.replace('localhost', '127.0.0.1')),
  redirects('another port', (uri) => uri.replace(/:(\d+)/, ':1')),
  redirects('with dot segments', (uri) => uri.replace('/signin-oidc', '/x/../signin-oidc')),
  redirects('with an encoded letter', (uri) => uri.replace('signin', 'sig%6ein')),
  redirects('with a space', (uri) => `${uri} `),
  redirects('with a null byte', (uri) => `${uri}\0`),
  redirects('javascript:', () => 'javascript:alert(1)'),
  redirects('of another client', (uri) => uri.replace('/signin-oidc', '/helsekort/signin-oidc')),
  redirects('none', () => ''),
  {
    name: 'no redirect address',
    source: 'FAPI 2.0 section 5.3.2.2',
    tamper: () => ({ redirect_uri: undefined }),
    expected: invalidRequest,
  },
  {
    name: 'no PKCE',
    source: 'FAPI 2.0 section 5.3.2.2',
    tamper: () => ({ code_challenge: undefined, code_challenge_method: undefined }),
    expected: invalidRequest,
  },
  {
    name: 'plain PKCE',
    source: 'FAPI 2.0 section 5.3.2.2',
    tamper: () => ({ code_challenge_method: 'plain' }),
    expected: invalidRequest,
  },
  {
    name: 'PKCE without method',
    source: 'RFC 7636 section 4.3: plain by default',
    tamper: () => ({ code_challenge_method: undefined }),
    expected: invalidRequest,
  },
  {
    name: 'a short challenge',
    source: 'RFC 7636 section 4.2',
    tamper: () => ({ code_challenge: 'abc' }),
    expected: invalidRequest,
  },
  ...['token', 'id_token', 'code token', 'code id_token', 'none'].map(
    (type): PushRow => ({
      name: `response_type ${type}`,
      source: 'FAPI 2.0 section 5.3.2.2',
      tamper: () => ({ response_type: type }),
      expected: { status: 400, error: 'unsupported_response_type' },
    }),
  ),
  {
    name: 'no response_type',
    source: 'RFC 6749 section 4.1.1',
    tamper: () => ({ response_type: undefined }),
    expected: invalidRequest,
  },
  {
    name: 'a request_uri',
    source: 'RFC 9126 section 2.1',
    tamper: () => ({ request_uri: 'https://evil.example/request' }),
    expected: { status: 400, error: 'request_uri_not_supported' },
  },
  {
    name: 'an unsigned request object',
    source: 'RFC 9101 section 10.1',
    tamper: () => ({ request: 'e30.e30.' }),
    expected: { status: 400, error: 'invalid_request_object' },
  },
  {
    name: 'prompt none together with login',
    source: 'OpenID Connect Core section 3.1.2.1',
    tamper: () => ({ prompt: 'none login' }),
    expected: invalidRequest,
  },
  {
    name: 'a negative max_age',
    source: 'OpenID Connect Core section 3.1.2.1',
    tamper: () => ({ max_age: '-1' }),
    expected: invalidRequest,
  },
  scopes('unknown', 'openid nhn:nothing/api'),
  scopes('of a standard that is not offered', 'openid email'),
  scopes('in capital letters', 'openid PROFILE'),
  scopes(
    'identity scope that the client may not have',
    'openid helseid://scopes/identity/pid',
    invalidScope,
    'kurspaamelding-web',
  ),
  scopes('access only requested, not approved', 'openid nhn:provesvar/api'),
  scopes('approved and not approved together', 'openid nhn:kjernejournal/api nhn:provesvar/api'),
  scopes(
    'of an API that the client has no access to at all',
    'openid nhn:kjernejournal/api',
    invalidScope,
    'helsekort-web',
  ),
  { name: 'no scope', source: 'RFC 6749 section 3.3', tamper: () => ({ scope: undefined }), expected: invalidRequest },
  { name: 'an empty scope', source: 'RFC 6749 section 3.3', tamper: () => ({ scope: '' }), expected: invalidRequest },
  {
    name: 'an unknown resource',
    source: 'RFC 8707 section 2',
    tamper: () => ({ resource: 'nhn:nothing' }),
    expected: invalidTarget,
  },
  {
    name: 'a resource without a scope of it',
    source: 'RFC 8707 section 2',
    tamper: () => ({ resource: 'nhn:kjernejournal' }),
    expected: invalidTarget,
  },
  {
    name: 'a scope of another API than the resource',
    source: 'design section 7',
    tamper: () => ({ resource: 'nhn:kjernejournal', scope: 'openid nhn:kjernejournal/api nhn:reseptformidleren/api' }),
    expected: invalidTarget,
  },
  {
    name: 'our own userinfo as the only resource beside a scope of an API',
    source: 'design section 7: never dropped in silence',
    tamper: ({ issuer }) => ({ resource: `${issuer}/connect/userinfo`, scope: 'openid nhn:kjernejournal/api' }),
    expected: invalidTarget,
  },
  {
    name: 'a client whose organisation has not signed its agreements',
    source: 'design section 6, rule 7',
    client: 'timebok-utsikten',
    tamper: () => ({}),
    expected: { status: 403, error: 'access_denied' },
  },
  {
    name: 'a machine, which has no logins',
    source: 'RFC 6749 section 4.1.2.1',
    client: 'integrasjon-nordfjell',
    tamper: () => ({}),
    expected: invalidRequest,
  },
]

describe('pushed authorization requests', () => {
  it.each(rows)('are refused: $name ($source)', async ({ client: clientId = 'epj-nordfjell', tamper, expected }) => {
    const client = await broker.client(clientId)
    const redirectUri = redirectUriOf(client)
    const { answer } = await client.push({ redirect_uri: redirectUri, ...tamper(client, redirectUri) })
    expectRefusal(answer, expected)
    expect(answer.headers.get('location')).toBeNull()
    expectSilentLog(broker)
    const good = await broker.client('epj-nordfjell')
    expect((await good.push({ redirect_uri: redirectUriOf(good) })).answer.status).toBe(201)
  })

  it.each([
    ['redirect_uri', 'https://evil.example'],
    ['scope', 'openid'],
    ['client_id', 'helsekort-web'],
    ['code_challenge', 'c'.repeat(43)],
  ])('are refused with %s twice (RFC 6749 section 3.1)', async (name, value) => {
    const client = await broker.client('epj-nordfjell')
    const form = new URLSearchParams({
      ...(await client.authentication()),
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirectUriOf(client),
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    })
    form.append(name, value)
    expectRefusal(await post(`${client.issuer}/connect/par`, form.toString()), invalidRequest)
    expectSilentLog(broker)
  })

  it('treat an empty request parameter as absent, as real clients send it (HelseID 5.3)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { answer } = await client.push({ redirect_uri: redirectUriOf(client), request: '' })
    expect(answer.status).toBe(201)
    expect(answer.body.expires_in).toBe(90)
  })

  it('for scopes of two APIs are accepted, for the exchange names one of them (HelseID 1.7)', async () => {
    const client = await broker.client('epj-nordfjell')
    const scope = 'openid nhn:kjernejournal/api nhn:reseptformidleren/api'
    expect((await client.push({ redirect_uri: redirectUriOf(client), scope })).answer.status).toBe(201)
  })
})
