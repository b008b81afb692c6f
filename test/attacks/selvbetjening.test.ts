import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operatorClient } from '../support/admin-client.ts'
import { expectSilentLog, secretsIn } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { makeClientKey, SelfServiceTool, selfServiceAccess } from '../support/self-service.ts'
import { type Answer, makeDpopKey, read, TestClient } from '../support/test-client.ts'
import { keyRows } from './selvbetjening-rows.ts'

const lab = { scope: 'nhn:provesvar/api', status: 'approved', approved_by: '310000094' }

let broker: TestBroker
let tool: SelfServiceTool
let accessToken: string
beforeAll(async () => {
  broker = await startTestBroker({
    'integrasjon-nordfjell': { access: [lab, selfServiceAccess] },
    'epj-nordfjell': { access: [lab, selfServiceAccess] },
    skyjournal: { access: [selfServiceAccess] },
  })
  tool = new SelfServiceTool(await broker.client('integrasjon-nordfjell'))
  accessToken = String((await tool.token()).body['access_token'])
})
afterAll(() => broker.close())

const number = (answer: Answer) => ({ status: answer.status, number: answer.body['number'] })
const changes = (after: number) => readAudit(broker.dataDir, after).filter(({ event }) => event === 'registry.changed')

/** A tool of its own, so that a table is not stopped by the limit of one client. */
async function freshTool(): Promise<SelfServiceTool> {
  const operator = await operatorClient(broker)
  const { publicJwk, privateJwk } = await makeClientKey({ kid: 'development-only-integrasjon-nordfjell-1' })
  const { key_expirations: _, ...body } = (await operator.get('/clients/integrasjon-nordfjell')).body
  const client_id = `fresh-${Math.round(performance.now() * 1000)}`
  const document = { ...body, client_id, jwks: { keys: [publicJwk] } }
  const { status, text } = await operator.put(`/clients/${client_id}`, document)
  if (status !== 201) throw new Error(text)
  const { issuer } = broker
  return new SelfServiceTool(
    new TestClient({ clientId: client_id, issuer, key: privateJwk, dpop: await makeDpopKey() }),
  )
}

describe('a new key', () => {
  it.each(keyRows)('is not registered: $name ($source)', async ({ body, expected }) => {
    const pair = await makeClientKey()
    const fresh = await freshTool()
    const seq = lastAuditSeq(broker.dataDir)
    const sent = await body(pair)
    const answer = await fresh.postKey(sent)
    expect(number(answer)).toEqual(expected)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(changes(seq)).toEqual([])
    const refusal = readAudit(broker.dataDir, seq).filter(({ event }) => event === 'request.refused')
    expect(refusal).toMatchObject([{ client_id: fresh.client.clientId, details: { operation: 'POST client-secret' } }])
    const { d: secret = 'no secret' } = pair.privateJwk
    expect(answer.text).not.toContain(secret)
    expect(broker.logText()).not.toContain(secret)
    expectSilentLog(broker)
  })

  it('of one client has no way to another: only the token says whose it is (OWASP API1)', async () => {
    const { publicJwk } = await makeClientKey()
    const seq = lastAuditSeq(broker.dataDir)
    for (const path of ['/v1/client-secret?client_id=epj-nordfjell', '/v1/client-secret?clientId=epj-nordfjell']) {
      const url = `${broker.issuer}/selvbetjening${path}`
      const ath = createHash('sha256').update(accessToken).digest('base64url')
      const proof = await tool.client.dpop.proof({ htm: 'POST', htu: url.split('?')[0], ath })
      const headers = { authorization: `DPoP ${accessToken}`, dpop: proof, 'content-type': 'application/json' }
      expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify(publicJwk) })).status).toBe(200)
    }
    expect(new Set(changes(seq).map(({ client_id }) => client_id))).toEqual(new Set(['integrasjon-nordfjell']))
    const other = new SelfServiceTool(await broker.client('epj-nordfjell'))
    expect((await other.call('GET', '/v1/client-secret')).text).not.toContain(publicJwk.kid)
  })
})

interface Caller {
  readonly name: string
  readonly source: string
  readonly headers: () => Promise<Record<string, string>>
  readonly expected: { readonly status: number; readonly number: string }
}
const invalidToken = { status: 401, number: 'TLT-507' }
const invalidProof = { status: 401, number: 'TLT-412' }
const url = () => `${broker.issuer}/selvbetjening/v1/client-secret`
const ath = (token: string) => createHash('sha256').update(token).digest('base64url')
const proofed = async (token: string, claims: Record<string, unknown> = {}, dpop = tool.client.dpop) => ({
  authorization: `DPoP ${token}`,
  dpop: await dpop.proof({ htm: 'POST', htu: url(), ath: ath(token), ...claims }),
})
const tokenFor = async (scope: string) => String((await tool.token(scope)).body['access_token'])

const callers: readonly Caller[] = [
  { name: 'without a token', source: 'RFC 6750 section 3.1', headers: async () => ({}), expected: invalidToken },
  { name: 'with a token of another API', source: 'RFC 9068 section 4', headers: async () => proofed(await tokenFor('nhn:provesvar/api')), expected: invalidToken },
  { name: 'with a token as Bearer', source: 'RFC 9449 section 7.2', headers: async () => ({ authorization: `Bearer ${accessToken}` }), expected: invalidToken },
  { name: 'without a proof', source: 'RFC 9449 section 7.1', headers: async () => ({ authorization: `DPoP ${accessToken}` }), expected: invalidProof },
  { name: 'with the proof of another key', source: 'RFC 9449 section 6', headers: async () => proofed(accessToken, {}, await makeDpopKey()), expected: invalidToken },
  { name: 'with a proof for another method', source: 'RFC 9449 section 4.3', headers: () => proofed(accessToken, { htm: 'GET' }), expected: invalidProof },
  { name: 'with a proof for the token endpoint', source: 'RFC 9449 section 4.3', headers: () => proofed(accessToken, { htu: `${broker.issuer}/connect/token` }), expected: invalidProof },
  { name: 'with a proof for another token', source: 'RFC 9449 section 4.3', headers: () => proofed(accessToken, { ath: ath('other') }), expected: invalidProof },
  { name: 'with a person’s token for userinfo', source: 'RFC 9068 section 4', headers: async () => proofed((await tokensOf(await broker.client('epj-nordfjell'))).accessToken), expected: invalidToken },
] // biome-ignore format: a table reads better in few lines

describe('a caller', () => {
  it.each(callers)('changes nothing $name ($source)', async ({ headers, expected }) => {
    const { publicJwk } = await makeClientKey()
    const sent = { 'content-type': 'application/json', ...(await headers()) }
    const seq = lastAuditSeq(broker.dataDir)
    const answer = await read(await fetch(url(), { method: 'POST', headers: sent, body: JSON.stringify(publicJwk) }))
    expect(number(answer)).toEqual(expected)
    expect(changes(seq)).toEqual([])
    expectSilentLog(broker)
  })

  it('changes nothing with a proof that was used (RFC 9449 section 11.1)', async () => {
    const { publicJwk } = await makeClientKey()
    const headers = { 'content-type': 'application/json', ...(await proofed(accessToken)) }
    const body = JSON.stringify(publicJwk)
    expect((await fetch(url(), { method: 'POST', headers, body })).status).toBe(200)
    const seq = lastAuditSeq(broker.dataDir)
    const again = await read(await fetch(url(), { method: 'POST', headers, body }))
    expect(number(again)).toEqual({ status: 401, number: 'TLT-413' })
    expect(changes(seq)).toEqual([])
  })

  it('gets no token for it without access, nor together with another API (RFC 8707 section 2)', async () => {
    const web = new SelfServiceTool(await broker.client('helsekort-web'))
    expect((await web.token()).status).toBe(400)
    const both = await tool.token('nhn:selvbetjening/client nhn:provesvar/api')
    expect(both.body['error']).toBe('invalid_target')
  })

  it('is stopped when it changes itself again and again (OWASP API4)', async () => {
    const fresh = await freshTool()
    const token = String((await fresh.token()).body['access_token'])
    const answers: number[] = []
    for (let n = 0; n < 40; n += 1) answers.push((await fresh.callWith(token, 'PUT', '/v1/client', '{}')).status)
    expect(answers[0]).toBe(400)
    expect(answers.at(-1)).toBe(429)
  })
})

interface WishRow {
  readonly name: string
  readonly source: string
  readonly wish: unknown
  readonly expected: { readonly status: number; readonly number: string }
}
const notFit = { status: 422, number: 'TLT-603' }
const notRead = { status: 400, number: 'TLT-301' }
const redirect = (uri: string) => ({ apiScopes: [], redirectUris: [uri] })
const wishes: readonly WishRow[] = [
  { name: 'somebody else’s sub-unit', source: 'HelseID 1.13', wish: { apiScopes: [], childOrganizationNumbers: ['310000108'] }, expected: notFit },
  { name: 'another main organisation as a sub-unit', source: 'HelseID 1.13', wish: { apiScopes: [], childOrganizationNumbers: ['310000094'] }, expected: notFit },
  { name: 'an organisation that is not there', source: 'HelseID 1.13', wish: { apiScopes: [], childOrganizationNumbers: ['999999999'] }, expected: notFit },
  { name: 'a redirect over http', source: 'FAPI 2.0 section 5.3.2.2', wish: redirect('http://example.com/cb'), expected: notFit },
  { name: 'a redirect with a wildcard', source: 'RFC 9700 section 2.1', wish: redirect('https://*.example.com/cb'), expected: notFit },
  { name: 'a redirect with a user name', source: 'RFC 9700 section 4.1', wish: redirect('https://good.example@evil.example/cb'), expected: notFit },
  { name: 'a redirect with a fragment', source: 'RFC 6749 section 3.1.2', wish: redirect('https://example.com/cb#x'), expected: notFit },
  { name: 'a redirect as a script', source: 'RFC 9700 section 4.1', wish: redirect('javascript:alert(1)'), expected: notFit },
  { name: 'a redirect as a custom scheme', source: 'FAPI 2.0 section 5.3.2.2', wish: redirect('epj://cb'), expected: notFit },
  { name: 'a redirect with a backslash', source: 'RFC 9700 section 4.1', wish: redirect('https://example.com\\@evil.example/'), expected: notFit },
  { name: 'no redirect at all', source: 'RFC 6749 section 3.1.2.2', wish: { apiScopes: [], redirectUris: [] }, expected: notFit },
  { name: 'the admin API', source: 'design, access', wish: { apiScopes: ['tillit:admin/registry.write'] }, expected: { status: 200, number: 'waits' } },
  { name: 'a scope that is not there', source: 'RFC 6749 section 3.3', wish: { apiScopes: ['nhn:finnes/ikke'] }, expected: notFit },
  { name: 'another status', source: 'OWASP API3', wish: { apiScopes: [], status: 'active' }, expected: notRead },
  { name: 'an approved access', source: 'OWASP API3', wish: { apiScopes: [{ scope: 'nhn:kjernejournal/api', status: 'Ok' }] }, expected: notRead },
  { name: 'access in wire form', source: 'OWASP API3', wish: { apiScopes: [], access: [{ scope: 'nhn:kjernejournal/api', status: 'approved', approved_by: '310000094' }] }, expected: notRead },
  { name: 'a private key on the way', source: 'RFC 7517 section 9.2', wish: { apiScopes: [], jwks: { keys: [{ kty: 'EC', d: 'c2VjcmV0' }] } }, expected: { status: 422, number: 'TLT-606' } },
  { name: 'a claim in the broker’s name', source: 'ours', wish: { apiScopes: [], audienceSpecificClientClaims: [{ key: 'helseid://claims/identity/pid', value: 'x' }] }, expected: notFit },
  { name: 'a claim of a standard', source: 'RFC 7519 section 4.1', wish: { apiScopes: [], audienceSpecificClientClaims: [{ key: 'sub', value: 'x' }] }, expected: notFit },
  { name: 'a claim of an API that is not there', source: 'decision 76', wish: { apiScopes: [], audienceSpecificClientClaims: [{ key: 'nhn:nothing/client/claims/x', value: 'x' }] }, expected: notFit },
] // biome-ignore format: a table reads better in few lines

describe('what a client wants to be', () => {
  it.each(wishes)('is not $name ($source)', async ({ wish, expected }) => {
    const epj = new SelfServiceTool(await broker.client('epj-nordfjell'))
    const before = (await epj.call('GET', '/v1/client')).text
    const answer = await epj.call('PUT', '/v1/client', wish)
    if (expected.number === 'waits') {
      expect(answer.body['apiScopes']).toContainEqual(expect.objectContaining({ status: 'Pending' }))
      expect((await epj.token('tillit:admin/registry.write')).body['error']).toBe('invalid_scope')
      return
    }
    expect(number(answer)).toEqual(expected)
    expect((await epj.call('GET', '/v1/client')).text).toBe(before)
    expect(secretsIn(answer.text)).toEqual([])
    expectSilentLog(broker)
  })

  it('is no client with sub-units of others, for one that acts for many (HelseID 1.5)', async () => {
    const sky = new SelfServiceTool(await broker.client('skyjournal'))
    const answer = await sky.call('PUT', '/v1/client', { apiScopes: [], childOrganizationNumbers: ['310000108'] })
    expect(number(answer)).toEqual({ status: 403, number: 'TLT-602' })
  })
})
