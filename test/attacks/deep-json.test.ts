import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJson } from '#config/json-text.ts'
import { operatorClient } from '../support/admin-client.ts'
import { expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

/** Brackets within brackets, some thousand times: a few kilobytes that whatever walks through them falls over. */

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const arrays = '['.repeat(9000) + ']'.repeat(9000)
const objects = `${'{"a":'.repeat(3500)}1${'}'.repeat(3500)}`
const source = 'RFC 8725 section 2, OWASP: deeply nested JSON'

/** Signed as it should be, with these members beside the usual ones. Written as text: nothing here could write it either. */
async function assertionWith(members: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const { clientId, issuer, key } = client
  const usual = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat: now, nbf: now, exp: now + 30 }
  const claims = `${JSON.stringify(usual).slice(0, -1)},${members}}`
  const header = { alg: key.alg ?? 'ES256', ...(key.kid === undefined ? {} : { kid: key.kid }) }
  return new CompactSign(Buffer.from(claims)).setProtectedHeader(header).sign(await importJWK(key, header.alg))
}

const bombs: readonly (readonly [string, string])[] = [
  ['a claim of arrays', `"x":${arrays}`],
  ['a claim of objects', `"x":${objects}`],
  ['assertion_details of arrays', `"assertion_details":${arrays}`],
  [
    'an organisation of objects',
    `"assertion_details":[{"type":"helseid_authorization","practitioner_role":${objects}}]`,
  ],
]
const pushForm = () => ({
  response_type: 'code',
  scope: 'openid',
  redirect_uri: redirectUriOf(client),
  code_challenge: createHash('sha256').update('x').digest('base64url'),
  code_challenge_method: 'S256',
})
const endpoints: readonly (readonly [string, (sent: Record<string, string>) => Promise<Answer>])[] = [
  ['token', (sent) => client.token({ ...sent, grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' })],
  ['par', (sent) => post(`${broker.issuer}/connect/par`, { ...sent, ...pushForm() })],
]

describe.each(endpoints)(`an assertion at /connect/%s (${source})`, (_endpoint, send) => {
  it.each(bombs)('with %s is refused like every bad one, and is no bug of ours', async (_name, members) => {
    const sent = { ...(await client.authentication()), client_assertion: await assertionWith(members) }
    expectRefusal(await send(sent), { status: 401, error: 'invalid_client' })
    expect(broker.logText()).not.toContain('server_error')
    expectSilentLog(broker)
    const plain = { ...sent, client_assertion: await assertionWith('"x":[[[{"a":["]]["]}]]]') }
    expect((await send(plain)).status).toBeLessThan(300)
  })
})

describe(`a document at the admin API (${source})`, () => {
  it.each([
    ['arrays', arrays],
    ['objects', objects],
  ])('of %s is refused, and is no bug of ours', async (_name, bomb) => {
    const operator = await operatorClient(broker)
    const { body, headers } = await operator.get('/clients/helsekort-web')
    const document = JSON.stringify({ ...body, redirect_uris: '?' }).replace('"?"', bomb)
    const answer = await operator.call('PUT', '/clients/helsekort-web', {
      body: document,
      headers: { 'if-match': headers.get('etag') ?? '', 'tillit-reason': 'test' },
    })
    expect([answer.status, answer.body['number']]).toEqual([400, 'TLT-301'])
    expect((await operator.get('/clients/helsekort-web')).headers.get('etag')).toBe(headers.get('etag'))
  })
})

describe('how deep a text nests (ours)', () => {
  it('is seen whatever stands in its strings', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat({ max: 64 }), (value, levels) => {
        expect(readJson(JSON.stringify(value)).ok).toBe(true)
        const nested = '['.repeat(levels) + JSON.stringify('[{\\"') + ']'.repeat(levels)
        expect(readJson(nested).ok).toBe(levels <= 32)
      }),
    )
  })
})
