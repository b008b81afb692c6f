import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { type TestBroker, type TestClientId, tokensOf } from '../support/broker.ts'
import { bolgen, multiTenant, nordfjell } from '../support/details.ts'
import { exchange, exchangeForm, machineToken, personToken, startExchangeBroker } from '../support/exchange.ts'
import { type Answer, makeDpopKey, post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let actor: TestClient
beforeAll(async () => {
  const provesvar = {
    minimum_security_level: 3,
    minimum_security_level_reason: 'A test of levels.',
    minimum_security_level_decided_by: 'The tests',
    minimum_security_level_decided_at: '2026-09-01',
  }
  const scope = {
    name: 'nhn:provesvar/api',
    description: { nb: 'Prøvesvar', nn: 'Prøvesvar', en: 'Test results' },
    used_by: ['user', 'machine'],
    approval: 'owner',
  }
  broker = await startExchangeBroker({ 'apis/provesvar': { scopes: [{ ...scope, ...provesvar }] } })
  actor = await broker.client('helsekort-web')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const invalidRequest: Expected = { status: 400, error: 'invalid_request' }
const invalidTarget: Expected = { status: 400, error: 'invalid_target' }
const invalidScope: Expected = { status: 400, error: 'invalid_scope' }
const badProof: Expected = { status: 400, error: 'invalid_dpop_proof' }
const rfc = (section: string) => `RFC 8693 section ${section}`
const types = 'urn:ietf:params:oauth:token-type'

interface Row {
  readonly name: string
  readonly source: string
  readonly extra: Readonly<Record<string, string>>
  readonly expected: Expected
}
const rows: readonly Row[] = [
  { name: 'no subject token', source: rfc('2.1'), extra: { subject_token: '' }, expected: invalidRequest },
  { name: 'a subject token that is no JWT', source: rfc('2.2.2'), extra: { subject_token: 'x'.repeat(43) }, expected: invalidRequest },
  { name: 'the type of an ID token', source: rfc('3'), extra: { subject_token_type: `${types}:id_token` }, expected: invalidRequest },
  { name: 'the type of any JWT', source: rfc('3'), extra: { subject_token_type: `${types}:jwt` }, expected: invalidRequest },
  { name: 'no type', source: rfc('2.1'), extra: { subject_token_type: '' }, expected: invalidRequest },
  { name: 'a refresh token wanted', source: rfc('2.1'), extra: { requested_token_type: `${types}:refresh_token` }, expected: invalidRequest },
  { name: 'an actor token', source: 'HelseID 1.8', extra: { actor_token: 'x', actor_token_type: `${types}:access_token` }, expected: invalidRequest },
  { name: 'no scope', source: 'HelseID 1.8', extra: { scope: '' }, expected: invalidScope },
  { name: 'a scope without access', source: 'RFC 6749 section 3.3', extra: { scope: 'nhn:kjernejournal/api' }, expected: invalidScope },
  { name: 'an unknown scope', source: 'RFC 6749 section 3.3', extra: { scope: 'nhn:nothing/api' }, expected: invalidScope },
  { name: 'openid beside it', source: 'design, claims by API', extra: { scope: 'openid nhn:provesvar/api' }, expected: invalidScope },
  { name: 'offline_access beside it', source: rfc('2.2.1'), extra: { scope: 'nhn:provesvar/api offline_access' }, expected: invalidScope },
  { name: 'scopes of two APIs', source: 'HelseID 1.8', extra: { scope: 'nhn:reseptformidleren/api nhn:provesvar/api' }, expected: invalidTarget },
  { name: 'another resource', source: 'RFC 8707 section 2', extra: { resource: 'nhn:provesvar' }, expected: invalidTarget },
  { name: 'another audience', source: rfc('2.1'), extra: { audience: 'nhn:kjernejournal' }, expected: invalidTarget },
  { name: 'an unknown resource', source: 'RFC 8707 section 2', extra: { resource: 'nhn:nothing' }, expected: invalidTarget },
] // biome-ignore format: a table reads better in few lines

describe('an exchange', () => {
  it.each(rows)('gives nothing for $name ($source), and spends nothing', async ({ extra, expected }) => {
    const { accessToken } = await personToken(broker)
    expectRefusal(await exchange(actor, accessToken, extra), expected)
    expectSilentLog(broker)
    expect((await exchange(actor, accessToken)).status).toBe(200)
  })

  const callers: readonly (readonly [string, TestClientId, Expected])[] = [
    ['a client that the first one has not named', 'kurspaamelding-web', invalidRequest],
    ['a client of another organisation than the API', 'integrasjon-nordfjell', invalidRequest],
    ['a client without the grant', 'epj-nordfjell', { status: 400, error: 'unauthorized_client' }],
  ]
  it.each(callers)('gives nothing to %s (HelseID 1.8)', async (_who, clientId, expected) => {
    const { accessToken } = await personToken(broker)
    const scope = 'nhn:provesvar/api'
    expectRefusal(await exchange(await broker.client(clientId), accessToken, { scope }), expected)
    expectSilentLog(broker)
  })

  it('gives nothing for a token that names no API of the actor: one for userinfo (HelseID 1.8)', async () => {
    const client = await broker.client('epj-nordfjell')
    const { accessToken } = await tokensOf(client, 'P01', { parameters: { scope: 'openid' } })
    expectRefusal(await exchange(actor, accessToken), invalidRequest)
  })

  it('gives nothing for other tokens of this issuer, changed ones and expired ones (RFC 8693 section 2.1)', async () => {
    const { accessToken, idToken, refreshToken } = await personToken(broker)
    const [head = '', payload = '', signature = ''] = accessToken.split('.')
    const other = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const forged = Buffer.from(JSON.stringify({ ...other, client_id: 'kurspaamelding-web' })).toString('base64url')
    for (const token of [idToken, refreshToken, `${head}.${forged}.${signature}`, `${head}.${payload}.`]) {
      expectRefusal(await exchange(actor, token), invalidRequest)
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    expectRefusal(await exchange(actor, accessToken), invalidRequest)
    expectSilentLog(broker)
  })

  it('ends at the depth that is allowed: a third one in a row is refused (HelseID 1.8)', async () => {
    const course = await broker.client('kurspaamelding-web')
    const { accessToken } = await personToken(broker)
    const scope = 'nhn:provesvar/api'
    const first = await exchange(actor, accessToken, { scope })
    const second = await exchange(course, String(first.body.access_token), { scope })
    expect([first.status, second.status]).toEqual([200, 200])
    expectRefusal(await exchange(actor, String(second.body.access_token), { scope }), invalidRequest)
  })

  it('gives nothing to an actor whose own floor is above the login behind the token (design section 6)', async () => {
    const course = await broker.client('kurspaamelding-web')
    const low = await tokensOf(course, 'P06', {
      provider: 'idporten-oidc',
      choices: { method: 'minid' },
      parameters: { scope: 'openid nhn:provesvar/api' },
    })
    const refused = await exchange(actor, low.accessToken, { scope: 'nhn:provesvar/api' })
    expectRefusal(refused, { status: 400, error: 'access_denied' })
  })
})

describe('an exchange of a multi-tenant client’s token', () => {
  it.each([
    ['has accepted', bolgen, 200],
    ['has not accepted', nordfjell, 400],
  ])('for an organisation that %s the terms of the new API (HelseID 1.4)', async (_what, parent, status) => {
    const cloud = await broker.client('skyjournal')
    const details = { assertion_details: [multiTenant(parent)] }
    const form = { ...(await cloud.authentication(details)), grant_type: 'client_credentials' }
    const { body } = await cloud.token({ ...form, scope: 'nhn:kjernejournal/api' })
    const answer = await exchange(actor, String(body.access_token))
    expect(answer.status).toBe(status)
    if (status === 400) return expectRefusal(answer, invalidScope)
    const token = decodeJwt(String(answer.body.access_token))
    expect(token['helseid://claims/client/claims/orgnr_parent']).toBe(parent)
    expect(token['helseid://claims/client/client_tenancy']).toBe('multi-tenant')
  })
})

describe('what ends the offered token ends the exchange', () => {
  const revoke = async (client: TestClient, token: string) =>
    post(`${client.issuer}/connect/revocation`, { ...(await client.authentication()), token })
  type Made = Awaited<ReturnType<typeof personToken>>
  const ends: readonly (readonly [string, (made: Made) => Promise<unknown>])[] = [
    ['the person logs out', ({ browser, idToken }) => browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${idToken}`)],
    ['its client revokes the refresh token', ({ client, refreshToken }) => revoke(client, refreshToken)],
    ['its client revokes the token', ({ client, accessToken }) => revoke(client, accessToken)],
  ] // biome-ignore format: a table reads better in few lines

  it.each(ends)('when %s (design section 7)', async (_how, end) => {
    const made = await personToken(broker)
    const before = await exchange(actor, made.accessToken, { scope: 'nhn:provesvar/api' })
    expect(before.status).toBe(200)
    await end(made)
    expectRefusal(await exchange(actor, made.accessToken), invalidRequest)
    const course = await broker.client('kurspaamelding-web')
    const chained = await exchange(course, String(before.body.access_token), { scope: 'nhn:provesvar/api' })
    expectRefusal(chained, invalidRequest)
    expectSilentLog(broker)
  })
})

describe('the proof of an exchange, which the engine does not check', () => {
  const htu = () => `${broker.issuer}/connect/token`
  const send = async (proof: string): Promise<Answer> => {
    const form = { ...(await actor.authentication()), ...exchangeForm(await machineToken(broker)) }
    return actor.tokenOnce(form, { proof })
  }
  const proofRows: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['another method', { htm: 'GET' }],
    ['another address', { htu: 'https://evil.example/connect/token' }],
    ['no jti', { jti: undefined }],
    ['a date long past', { iat: Math.floor(Date.now() / 1000) - 120 }],
  ]
  it.each(proofRows)('is refused with %s (RFC 9449 section 4.3)', async (_name, claims) => {
    const proof = await actor.dpop.proof({ htm: 'POST', htu: htu(), nonce: await actor.nonce(), ...claims })
    expectRefusal(await send(proof), badProof)
  })

  it('is refused when another key has signed it, or nobody (RFC 9449 section 4.3)', async () => {
    const nonce = await actor.nonce()
    const [head = '', payload = '', signature = ''] = (
      await actor.dpop.proof({ htm: 'POST', htu: htu(), nonce })
    ).split('.')
    const foreign = (await (await makeDpopKey()).proof({ htm: 'POST', htu: htu(), nonce })).split('.')
    for (const proof of [
      `${head}.${payload}.`,
      `${head}.${payload}.${foreign[2]}`,
      `${foreign[0]}.${payload}.${signature}`,
    ]) {
      expectRefusal(await send(proof), badProof)
    }
  })

  it('is asked for a nonce first, and spent by one request of eight at the same moment (RFC 9449 section 8, gap 6)', async () => {
    expectRefusal(await send(await actor.dpop.proof({ htm: 'POST', htu: htu() })), {
      status: 400,
      error: 'use_dpop_nonce',
    })
    const proof = await actor.dpop.proof({ htm: 'POST', htu: htu(), nonce: await actor.nonce() })
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(proof)))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefusal(answer, badProof)
  })
})
