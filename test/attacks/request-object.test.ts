import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker, type TestClientId } from '../support/broker.ts'
import { authorization, multiTenant, singleTenant, stranger } from '../support/details.ts'
import { authorizationParameters, pushSigned, type SignedRequest, signRequest } from '../support/request-object.ts'
import { post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({
    'helsekort-web': { request_object_policy: 'merged' },
    'kurspaamelding-web': { request_object_policy: 'required' },
  })
})
afterAll(() => broker.close())

const now = () => Math.floor(Date.now() / 1000)
const invalid: Expected = { status: 400, error: 'invalid_request_object' }
const invalidRequest: Expected = { status: 400, error: 'invalid_request' }
const [allowed, merged, required] = ['epj-nordfjell', 'helsekort-web', 'kurspaamelding-web'] as const

interface ObjectRow {
  readonly name: string
  readonly source: string
  readonly client: TestClientId
  readonly make: (client: TestClient, other: TestClient) => SignedRequest
  /** Beside the request object. */
  readonly form: (client: TestClient) => Record<string, string>
  readonly expected: Expected
}
type Rest = Partial<Omit<ObjectRow, 'name' | 'source' | 'make'>>
const row = (name: string, source: string, make: ObjectRow['make'], rest: Rest = {}): ObjectRow => ({
  name, source, make, client: allowed, form: () => ({}), expected: invalid, ...rest,
}) // biome-ignore format: one line says it
const claims = (name: string, source: string, make: (client: TestClient) => Record<string, unknown>, rest: Rest = {}) =>
  row(name, source, (client) => ({ claims: make(client) }), rest)
const outside = (name: string, value: string, rest: Rest = {}) =>
  row(`${name} outside`, 'RFC 9101 section 6.3', () => ({}), {
    form: () => ({ [name]: value }),
    expected: invalidRequest,
    ...rest,
  })

// biome-ignore format: a table is read by its rows
const rows: readonly ObjectRow[] = [
  row("another client's key", 'RFC 9101 section 6.2', (_client, other) => ({ signer: other, header: { kid: undefined } })),
  row("another client's key under its own kid", 'RFC 9101 section 6.2', (_client, other) => ({ signer: other })),
  row("another client's key under this client's kid", 'RFC 9101 section 6.2', (client, other) => ({ signer: other, header: { kid: client.key.kid } })),
  row('the type of an ID token', 'RFC 8725 section 3.11', () => ({ header: { typ: 'id_token+jwt' } })),
  row('the type of an access token', 'RFC 8725 section 3.11', () => ({ header: { typ: 'at+jwt' } })),
  row('the type of a client assertion', 'RFC 9101 section 10.8', () => ({ header: { typ: 'client-authentication+jwt' } })),
  claims('no issuer', 'RFC 9101 section 4', () => ({ iss: undefined })),
  claims('another issuer', 'RFC 9101 section 4', () => ({ iss: 'helsekort-web' })),
  claims('no audience', 'FAPI 2.0 Message Signing 5.3.1', () => ({ aud: undefined })),
  claims('the pushed request endpoint as audience', 'FAPI 2.0 Message Signing 5.3.1', ({ issuer }) => ({ aud: `${issuer}/connect/par` })),
  claims('two audiences', 'FAPI 2.0 Message Signing 5.3.1', ({ issuer }) => ({ aud: [issuer, 'https://evil.example'] })),
  claims('no client_id', 'RFC 9101 section 5', () => ({ client_id: undefined })),
  claims('another client_id', 'RFC 9101 section 5', () => ({ client_id: 'helsekort-web' })),
  claims('a subject, like a client assertion', 'RFC 9101 section 10.8', ({ clientId }) => ({ sub: clientId })),
  claims('no end', 'FAPI 2.0 Message Signing 5.3.1', () => ({ exp: undefined })),
  claims('no begin', 'FAPI 2.0 Message Signing 5.3.1', () => ({ nbf: undefined })),
  claims('an end in the past', 'RFC 7519 section 4.1.4', () => ({ nbf: now() - 60, iat: now() - 60, exp: now() - 11 })),
  claims('a begin in the future', 'RFC 7519 section 4.1.5', () => ({ nbf: now() + 30, exp: now() + 60 })),
  claims('made in the future', 'design section 7', () => ({ iat: now() + 30 })),
  claims('a life of two minutes', 'HelseID: 60 s', () => ({ exp: now() + 120 })),
  claims('an end that is no number', 'RFC 7519 section 2', () => ({ exp: String(now() + 30) })),
  claims('iat as a string', 'RFC 7519 section 2', () => ({ iat: String(now()) })),
  claims('a jti that is no string', 'RFC 7519 section 4.1.7', () => ({ jti: 7 })),
  claims('a request inside', 'RFC 9101 section 4', () => ({ request: 'e30.e30.' })),
  claims('a request_uri inside', 'RFC 9101 section 4', () => ({ request_uri: 'https://evil.example/r' })),
  claims('a scope that is a list', 'RFC 9101 section 4', () => ({ scope: ['openid'] })),
  claims('a redirect address that is an object', 'RFC 9101 section 4', () => ({ redirect_uri: {} })),
  claims('no redirect address inside', 'RFC 9101 section 6.3', () => ({ redirect_uri: undefined }), { expected: invalidRequest }),
  claims('an unregistered redirect address inside', 'RFC 9700 section 2.1', () => ({ redirect_uri: 'https://evil.example/cb' }), { expected: invalidRequest }),
  claims('no PKCE inside', 'FAPI 2.0 section 5.3.2.2', () => ({ code_challenge: undefined }), { expected: invalidRequest }),
  claims('an unknown scope inside', 'design section 7', () => ({ scope: 'openid nhn:nothing/api' }), { expected: { status: 400, error: 'invalid_scope' } }),
  claims('an unknown resource inside', 'RFC 8707', () => ({ resource: ['nhn:nothing'] }), { expected: { status: 400, error: 'invalid_target' } }),
  outside('scope', 'openid profile'),
  outside('state', 's'.repeat(10)),
  outside('nonce', 'n'.repeat(10)),
  outside('login_hint', 'someone'),
  outside('dpop_jkt', 'j'.repeat(10)),
  outside('request_uri', 'https://evil.example/r'),
  outside('unheard_of', 'x'),
  outside('redirect_uri', 'https://evil.example/cb', { client: merged }),
  outside('scope', 'openid profile', { client: merged }),
  outside('nonce', 'another', { client: merged }),
  row("another client's key, merged", 'RFC 9101 section 6.2', (_client, other) => ({ signer: other, header: { kid: undefined } }), { client: merged }),
  claims('another client_id, merged', 'RFC 9101 section 5', () => ({ client_id: allowed }), { client: merged }),
  claims("another client's subject, merged", 'RFC 9101 section 10.8', () => ({ sub: allowed }), { client: merged }),
  claims('a life of two minutes, merged', 'HelseID: 60 s', () => ({ exp: now() + 120 }), { client: merged }),
  claims('no begin, merged', 'HelseID, request objects', () => ({ nbf: undefined }), { client: merged }),
  claims('an organisation of others', 'HelseID, HID-1001', () => ({ authorization_details: [multiTenant(stranger)] }), { client: 'skyjournal', expected: { status: 400, error: 'access_denied' } }),
  claims('a child that is not its own', 'HelseID, HID-1002', () => ({ authorization_details: singleTenant('310000140') }), { expected: { status: 400, error: 'access_denied' } }),
  claims('a malformed structure', 'HelseID, HID-1007', () => ({ authorization_details: [authorization({})] }), { expected: invalidRequest }),
]

describe('a request object', () => {
  it.each(rows)('is refused with $name ($source; $client)', async ({ client: id, make, form, expected }) => {
    const client = await broker.client(id)
    const other = await broker.client(id === allowed ? merged : allowed)
    const request = await signRequest(client, make(client, other))
    const answer = await pushSigned(client, request, form(client))
    expectRefusal(answer, expected)
    expect(answer.headers.get('location')).toBeNull()
    expectSilentLog(broker)
    expect((await pushSigned(client, await signRequest(client))).status).toBe(201)
  })

  it.each([
    [
      'unsigned',
      async (client: TestClient) =>
        new UnsecuredJWT(authorizationParameters(client))
          .setIssuer(client.clientId)
          .setAudience(client.issuer)
          .setExpirationTime('30s')
          .encode(),
    ],
    ['not a JWT', async () => 'request'],
    ['encrypted', async () => 'a.b.c.d.e'],
    [
      'with a changed claim',
      async (client: TestClient) => {
        const [head, body = '', signature] = (await signRequest(client)).split('.')
        const text = Buffer.from(body, 'base64url').toString().replace('"openid"', '"openid profile"')
        return [head, Buffer.from(text).toString('base64url'), signature].join('.')
      },
    ],
  ] as const)('is refused %s (RFC 9101 section 10.1)', async (_name, make) => {
    for (const id of [allowed, merged, required]) {
      const client = await broker.client(id)
      expectRefusal(await pushSigned(client, await make(client)), invalid)
    }
    expectSilentLog(broker)
  })

  it.each([allowed, merged])('can be pushed once: its jti is spent (%s; HelseID 1.6)', async (id) => {
    const client = await broker.client(id)
    const request = await signRequest(client)
    const answers = await Promise.all([1, 2, 3, 4].map(() => pushSigned(client, request)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400])
    for (const answer of answers.filter(({ status }) => status === 400)) expectRefusal(answer, invalid)
    expectRefusal(await pushSigned(client, request), invalid)
  })

  it('that looks like a client assertion can not be used as one (RFC 9101 section 10.8)', async () => {
    const client = await broker.client(merged)
    const options = { claims: { sub: merged }, header: { typ: 'client-authentication+jwt' } }
    const request = await signRequest(client, options)
    expect((await pushSigned(client, request)).status).toBe(201)
    const form = { ...(await client.authentication()), client_assertion: request, ...authorizationParameters(client) }
    expectRefusal(await post(`${client.issuer}/connect/par`, JSON.parse(JSON.stringify(form))), {
      status: 401,
      error: 'invalid_client',
    })
    const twice = await client.authentication()
    expectRefusal(await post(`${client.issuer}/connect/par`, { ...twice, request: String(twice.client_assertion) }), {
      status: 401,
      error: 'invalid_client',
    })
  })

  it('is not looked at before the client has authenticated, and its refusal spends the assertion (RFC 9126 section 2)', async () => {
    const client = await broker.client(allowed)
    const request = await signRequest(client)
    const other = await broker.client(merged)
    const forged = Object.assign(await broker.client(allowed), { key: other.key })
    expectRefusal(await pushSigned(forged, request), { status: 401, error: 'invalid_client' })
    const authentication = await client.authentication()
    const push = (what: string) => post(`${client.issuer}/connect/par`, { ...authentication, request: what })
    expectRefusal(await push('rubbish'), invalid)
    expectRefusal(await push(request), { status: 401, error: 'invalid_client' })
    // Refused for its assertion, so nothing of it was spent.
    expect((await pushSigned(client, request)).status).toBe(201)
  })

  it('is taken at the pushed request endpoint only (FAPI 2.0 Message Signing 5.3)', async () => {
    const client = await broker.client(allowed)
    const request = await signRequest(client)
    const page = await fetch(`${client.issuer}/connect/authorize?client_id=${allowed}&request=${request}`, {
      redirect: 'manual',
    })
    expect(page.headers.get('location') ?? '').not.toContain('code=')
    expect(page.status).toBe(400)
    expectSilentLog(broker)
  })

  it('must be sent by a client that is registered so (RFC 9101 section 10.5)', async () => {
    const client = await broker.client(required)
    expectRefusal((await client.push({ redirect_uri: redirectUriOf(client) })).answer, invalidRequest)
    expectRefusal((await client.push({ redirect_uri: redirectUriOf(client), request: '' })).answer, invalidRequest)
    expect((await pushSigned(client, await signRequest(client))).status).toBe(201)
  })

  it('twice in one form is refused (RFC 6749 section 3.1)', async () => {
    const client = await broker.client(allowed)
    const form = new URLSearchParams({ ...(await client.authentication()), request: await signRequest(client) })
    form.append('request', await signRequest(client))
    expectRefusal(await post(`${client.issuer}/connect/par`, form.toString()), invalid)
  })
})
