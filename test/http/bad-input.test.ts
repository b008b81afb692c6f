import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog, rawRequest } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import type { Answer, TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const form = 'application/x-www-form-urlencoded'
const uid = 'u'.repeat(43)
const gets = [
  '/',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration/jwks',
  '/connect/authorize',
  `/connect/authorize/${uid}`,
  '/connect/userinfo',
  '/connect/endsession',
  '/connect/availableidps',
  '/connect/expiredjwks',
  `/login/${uid}`,
  '/login/callback/bankid-oidc',
  '/login/logout/callback',
  '/health/live',
  '/health/ready',
] as const
const posts = [
  '/connect/token',
  '/connect/par',
  '/connect/revocation',
  '/connect/userinfo',
  '/connect/endsession',
  '/connect/endsession/confirm',
  '/login/callback/helse-midt-oidc',
  `/login/${uid}`,
] as const

/** Codes that a caller may get from here: RFC 6749, 6750, 8707, 9126, 9449, OpenID Connect, and our own for a lost way. */
const knownErrors = new Set([
  'access_denied', 'invalid_client', 'invalid_dpop_proof', 'invalid_grant', 'invalid_request', 'invalid_request_uri', 'invalid_scope',
  'invalid_target', 'invalid_token', 'not_found', 'request_not_supported', 'request_uri_not_supported', 'unauthorized_client',
  'unsupported_grant_type', 'unsupported_response_type', 'use_dpop_nonce', 'unsupported_response_mode',
]) // biome-ignore format: a table

function expectCalm(answer: Answer): void {
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|\.js:\d|Error: /)
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  if (answer.status >= 400 && isJson) {
    expect(knownErrors).toContain(answer.body.error)
    expect(String(answer.body.error_description)).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
  }
}

/** Nothing was lost: the next honest request is served. */
async function expectStillServing(): Promise<void> {
  expect((await client.machineToken('nhn:kjernejournal/api')).status).toBe(200)
  expectSilentLog(broker)
}

/** A body with everything that the three engine endpoints ask for, so that they look at the rest. */
async function authenticated(extra: Record<string, string>): Promise<string> {
  return new URLSearchParams({ ...(await client.authentication()), ...extra }).toString()
}
const proof = async (nonce: string) =>
  client.dpop.proof({ htm: 'POST', htu: `${broker.issuer}/connect/token`, nonce, jti: randomUUID() })

interface BodyRow {
  readonly name: string
  readonly type?: string
  readonly body: () => string | Uint8Array | Promise<string | Uint8Array>
}
const bodies: readonly BodyRow[] = [
  { name: 'nothing', body: () => '' },
  { name: 'a body of 1 MB', body: () => `scope=${'a'.repeat(1024 * 1024)}` },
  {
    name: 'a hundred thousand parameters',
    body: () =>
      Array.from({ length: 10_000 }, (_, i) => `p${i}=1`)
        .join('&')
        .slice(0, 50_000),
  },
  {
    name: 'a parameter twice',
    body: () => authenticated({ grant_type: 'client_credentials' }).then((text) => `${text}&grant_type=refresh_token`),
  },
  { name: 'client_id twice', body: () => authenticated({}).then((text) => `${text}&client_id=helsekort-web`) },
  { name: 'JSON with the right type', type: 'application/json', body: () => '{"grant_type":"client_credentials"}' },
  { name: 'JSON that calls itself a form', body: () => '{"grant_type":"client_credentials"}' },
  {
    name: 'a multipart form',
    type: 'multipart/form-data; boundary=x',
    body: () => '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
  },
  { name: 'plain text', type: 'text/plain', body: () => 'grant_type=client_credentials' },
  { name: 'no content type', type: '', body: () => 'grant_type=client_credentials' },
  {
    name: 'a charset that nobody knows',
    type: `${form}; charset=klingon`,
    body: () => authenticated({ grant_type: 'client_credentials' }),
  },
  { name: 'null bytes', body: () => authenticated({ grant_type: 'client_credentials\0', scope: '\0', code: '\0\0' }) },
  { name: 'percent signs that encode nothing', body: () => 'grant_type=%&scope=%zz&client_id=%e0%a4%a' },
  { name: 'invalid UTF-8, percent-encoded', body: () => 'grant_type=%ff%fe&client_id=%c3%28&state=%ed%a0%80' },
  { name: 'invalid UTF-8, raw', body: () => Uint8Array.from([0x61, 0x3d, 0xff, 0xfe, 0x26, 0x62, 0x3d, 0xc3, 0x28]) },
  {
    name: 'names of the prototype',
    body: () => authenticated({ __proto__: 'x', constructor: 'x', toString: 'x', hasOwnProperty: 'x' }),
  },
  { name: 'brackets in names', body: () => 'grant_type[]=client_credentials&scope[a]=b&client_id[__proto__]=x' },
  { name: 'an assertion that is no JWT', body: () => authenticated({ client_assertion: 'a.b' }) },
  { name: 'an assertion of dots', body: () => authenticated({ client_assertion: '....' }) },
  { name: 'an assertion that is JSON null', body: () => authenticated({ client_assertion: 'bnVsbA.bnVsbA.bnVsbA' }) },
  {
    name: 'an assertion with an array for claims',
    body: () => authenticated({ client_assertion: 'eyJhbGciOiJFUzI1NiJ9.W10.AAAA' }),
  },
  { name: 'an assertion with broken base64', body: () => authenticated({ client_assertion: '$$$.%%%.&&&' }) },
  { name: 'an assertion of 40 kB', body: () => authenticated({ client_assertion: `${'a'.repeat(40_000)}.b.c` }) },
  { name: 'an unknown grant', body: () => authenticated({ grant_type: 'magic' }) },
  {
    name: 'two thousand scopes',
    body: () =>
      authenticated({
        grant_type: 'client_credentials',
        response_type: 'code',
        scope: Array.from({ length: 2000 }, (_, i) => `s${i}`).join(' '),
      }),
  },
  {
    name: 'a scope of odd characters',
    body: () =>
      authenticated({ grant_type: 'client_credentials', response_type: 'code', scope: 'å\n"\\ \u{1f600} \u202e' }),
  },
  {
    name: 'numbers where text is wanted',
    body: () => authenticated({ grant_type: 'client_credentials', max_age: 'NaN', scope: '1e999', resource: '0' }),
  },
]

describe.each(posts)('POST %s', (target) => {
  it.each(bodies)('answers $name calmly', async ({ type = form, body }) => {
    const headers = { ...(type === '' ? {} : { 'content-type': type }), dpop: await proof(await client.nonce()) }
    expectCalm(await rawRequest(broker, { method: 'POST', target, headers, body: await body() }))
    await expectStillServing()
  })
})

const queries: readonly (readonly [name: string, query: string])[] = [
  ['nothing', ''],
  ['a question mark', '?'],
  [
    'a parameter twice',
    '?client_id=a&client_id=b&state=1&state=2&request_uri=a&request_uri=b&lang=nb&lang=en&handle=a&handle=b',
  ],
  ['percent signs that encode nothing', '?client_id=%&state=%zz&lang=%e0%a4%a'],
  ['invalid UTF-8', '?client_id=%ff%fe&state=%c3%28&id_token_hint=%ed%a0%80'],
  ['null bytes', '?client_id=%00&state=%00&request_uri=%00&code=%00&lang=%00'],
  ['20 kB', `?state=${'a'.repeat(20_000)}`],
  [
    'tokens that are none',
    '?id_token_hint=a.b.c&request=a.b.c&client_id=epj-nordfjell&request_uri=urn:ietf:params:oauth:request_uri:',
  ],
  ['a request_uri of another kind', '?client_id=epj-nordfjell&request_uri=file:///etc/passwd'],
  ['names of the prototype', '?__proto__=x&constructor=x&toString=x&client_id=__proto__&lang=constructor'],
  ['brackets', '?client_id[]=a&state[a]=b&lang[]=nb'],
  ['a script', '?lang=<script>alert(1)</script>&state="><script>alert(1)</script>&ui_locales="><script>'],
]

describe.each(gets)('GET %s', (path) => {
  it.each(queries)('answers %s in the query calmly', async (_name, query) => {
    const answer = await rawRequest(broker, { target: path + query, headers: { accept: 'text/html' } })
    expectCalm(answer)
    expect(answer.text).not.toContain('<script>alert')
    expectSilentLog(broker)
  })

  it.each([
    ['a language that is none', { 'accept-language': `x${',*;q=0.1'.repeat(200)}` }],
    ['a header of 20 kB', { 'x-long': 'a'.repeat(20_000) }],
    [
      'cookies that are none',
      {
        cookie: `tillit_session=%;tillit_browser=${'a'.repeat(500)};tillit_interaction=..;__proto__=1;tillit_language=<script>`,
      },
    ],
    ['an authorization of nonsense', { authorization: 'Basic %%%' }],
    ['a DPoP header of nonsense', { dpop: '..', authorization: 'DPoP ..' }],
    ['a length that is none', { 'content-type': form, 'if-none-match': '"', range: 'bytes=-1' }],
    ['a foreign origin', { origin: 'https://evil.example', 'access-control-request-method': 'POST' }],
  ])('answers %s calmly', async (_name, headers) => {
    const answer = await rawRequest(broker, { target: path, headers })
    expectCalm(answer)
    expect(answer.text).not.toContain('<script>alert')
  })
})

describe('methods', () => {
  const served = new Set([
    ...gets.map((path) => `GET ${path}`),
    ...gets.map((path) => `HEAD ${path}`),
    // One route for all providers; whether an answer may be posted is judged with its state.
    'GET /login/callback/helse-midt-oidc',
    'HEAD /login/callback/helse-midt-oidc',
    'POST /login/callback/bankid-oidc',
    ...posts.map((path) => `POST ${path}`),
  ])
  it.each([...new Set([...gets, ...posts])])('that %s does not take are refused', async (target) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      if (served.has(`${method} ${target}`)) continue
      const answer = await rawRequest(broker, { method, target, headers: { 'content-type': form } })
      if (method !== 'HEAD') expectCalm(answer)
      // The engine knows a POST at its authorization endpoint, which gives nothing without a pushed request.
      const allowed = target.startsWith('/connect/authorize') ? [400, 405] : [405]
      expect(allowed, method).toContain(answer.status)
      expect(answer.headers.get('access-control-allow-origin'), method).toBeNull()
    }
  })

  it.each([...new Set([...gets, ...posts])])(
    'no script of another origin is let in by a preflight: %s',
    async (target) => {
      const headers = {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'dpop',
      }
      const answer = await rawRequest(broker, { method: 'OPTIONS', target, headers })
      expect(answer.status).toBe(405)
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    },
  )
})
