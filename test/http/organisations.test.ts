import { decodeJwt, type JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import {
  attest,
  bolgen,
  bolgenChild,
  journal,
  multiTenant,
  nordfjell,
  nordfjellChild,
  singleTenant,
  supplier,
} from '../support/details.ts'
import type { Answer, TestClient } from '../support/test-client.ts'

const api = 'nhn:kjernejournal/api'
const untilHour = () => new Date(Date.now() + 3600 * 1000).toISOString()
let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({ 'delegations/310000124-310000116': { valid_until: untilHour() } })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const uuid = '8f4c2f3e-6c1a-4f5e-9a3f-0f5d8f6f2b11'
/** Parent, child, supplier and tenancy of a token. */
function actingOf(answer: Answer): readonly unknown[] {
  expect(answer.text).toContain('access_token')
  const claims: JWTPayload = decodeJwt(String(answer.body.access_token))
  const client = 'helseid://claims/client'
  return [
    claims[`${client}/claims/orgnr_parent`],
    claims[`${client}/claims/orgnr_child`],
    claims[`${client}/claims/orgnr_supplier`],
    claims[`${client}/client_tenancy`],
  ]
}
const claim = (answer: Answer, name: string) => decodeJwt(String(answer.body.access_token))[name]

const withDetails = async (client: TestClient, details: unknown, form: Record<string, string> = {}) =>
  client.token({
    ...(await client.authentication(details === undefined ? {} : { assertion_details: details })),
    grant_type: 'client_credentials',
    scope: api,
    ...form,
  })

describe('the organisations in a token', () => {
  const multi = [multiTenant(nordfjell)]
  const withChild = [multiTenant(nordfjell, nordfjellChild)]
  const java = JSON.parse(JSON.stringify(multi).replace(`${nordfjell}:`, nordfjell))
  it.each([
    ['none for a multi-tenant client that names none', 'skyjournal', undefined, undefined, undefined],
    ['none for an empty array', 'skyjournal', [], undefined, undefined],
    ['the parent, as the .NET library writes it', 'skyjournal', multi, nordfjell, undefined],
    ['the parent, as the Java library writes it', 'skyjournal', java, nordfjell, undefined],
    ['parent and child', 'skyjournal', withChild, nordfjell, nordfjellChild],
    ['a single object', 'skyjournal', withChild[0], nordfjell, nordfjellChild],
    ['an array as a string of JSON', 'skyjournal', JSON.stringify(withChild), nordfjell, nordfjellChild],
    ['an object as a string of JSON', 'skyjournal', JSON.stringify(withChild[0]), nordfjell, nordfjellChild],
  ])('are, for a multi-tenant client: %s', async (_name, clientId, details, parent, child) => {
    const client = await broker.client(clientId === 'skyjournal' ? clientId : 'epj-nordfjell')
    expect(actingOf(await withDetails(client, details))).toEqual([parent, child, supplier, 'multi-tenant'])
  })

  it.each([
    ['nothing sent', undefined, undefined],
    ['the newer system', [singleTenant(nordfjellChild)], nordfjellChild],
    ['the older system', [singleTenant(nordfjellChild, 'urn:oid:2.16.578.1.12.4.1.2.101')], nordfjellChild],
  ])('are, for a single-tenant client, its own: %s', async (_name, details, child) => {
    const client = await broker.client('epj-nordfjell')
    expect(actingOf(await withDetails(client, details))).toEqual([nordfjell, child, undefined, 'single-tenant'])
  })

  it('are told by the older name authorization_details as well', async () => {
    const client = await broker.client('skyjournal')
    const form = await client.authentication({ authorization_details: multi })
    const answer = await client.token({ ...form, grant_type: 'client_credentials', scope: api })
    expect(actingOf(answer)[0]).toBe(nordfjell)
  })

  it('stand in both token profiles, beside journal id and attestation', async () => {
    const changes = { access: [{ scope: 'nhn:provesvar/api', status: 'approved', approved_by: '310000094' }] }
    const changed = await startTestBroker({ skyjournal: changes })
    try {
      const client = await changed.client('skyjournal')
      const details = [multiTenant(nordfjell, nordfjellChild), journal(uuid), attest(nordfjell, nordfjellChild)]
      const answer = await withDetails(client, details, { scope: 'nhn:provesvar/api' })
      expect(actingOf(answer)).toEqual([nordfjell, nordfjellChild, supplier, 'multi-tenant'])
      expect(claim(answer, 'nhn:sfm:journal-id')).toBe(uuid)
      const { type: _, ...sent } = attest(nordfjell, nordfjellChild)
      expect(claim(answer, 'nhn:tillitsrammeverk:parameters')).toMatchObject(sent)
    } finally {
      await changed.close()
    }
  })

  it("come with the registry's names in an attestation, and with nothing about the person", async () => {
    const client = await broker.client('epj-nordfjell')
    const answer = await withDetails(client, [attest(nordfjell, nordfjellChild)])
    expect(claim(answer, 'nhn:tillitsrammeverk:parameters')).toMatchObject({
      practitioner: {
        legal_entity: { id: nordfjell, name: 'Nordfjell legekontor' },
        point_of_care: { id: nordfjellChild, name: 'Nordfjell legekontor, avdeling Vågen' },
      },
    })
  })
})

describe('the organisation of a login', () => {
  const scope = `openid offline_access ${api}`
  const login = async (client: TestClient, details?: unknown) => {
    const claims = details === undefined ? {} : { assertion_details: details }
    return tokensOf(client, 'P01', { parameters: { ...(await client.authentication(claims)), scope } })
  }
  const refresh = (client: TestClient, refresh_token: string, details?: unknown) =>
    withDetails(client, details, { grant_type: 'refresh_token', refresh_token, scope: '' })

  it('that was pushed is kept for the code and every refresh', async () => {
    const client = await broker.client('skyjournal')
    const made = await login(client, [multiTenant(nordfjell, nordfjellChild), journal(uuid)])
    for (const answer of [made.answer, await refresh(client, made.refreshToken)]) {
      expect(actingOf(answer)).toEqual([nordfjell, nordfjellChild, supplier, 'multi-tenant'])
      expect(claim(answer, 'nhn:sfm:journal-id')).toBe(uuid)
    }
  })

  it('is switched by a refresh that names another, for that token, and nothing of the first one is left', async () => {
    const client = await broker.client('skyjournal')
    const { refreshToken } = await login(client, [multiTenant(nordfjell, nordfjellChild), journal(uuid)])
    const switched = await refresh(client, refreshToken, [multiTenant(bolgen, bolgenChild)])
    expect(actingOf(switched)).toEqual([bolgen, bolgenChild, supplier, 'multi-tenant'])
    expect(claim(switched, 'nhn:sfm:journal-id')).toBeUndefined()
    expect(switched.body.id_token).toBeDefined()
    expect(actingOf(await refresh(client, refreshToken))[0]).toBe(nordfjell)
  })

  it('may be left out at login and named at each refresh, as multi-tenant clients do', async () => {
    const client = await broker.client('skyjournal')
    const { answer, refreshToken } = await login(client)
    expect(actingOf(answer)).toEqual([undefined, undefined, supplier, 'multi-tenant'])
    for (const parent of [nordfjell, bolgen]) {
      expect(actingOf(await refresh(client, refreshToken, [multiTenant(parent)]))[0]).toBe(parent)
    }
    expect(actingOf(await refresh(client, refreshToken))[0]).toBeUndefined()
  })

  it('may be named at the code exchange', async () => {
    const client = await broker.client('skyjournal')
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const authentication = await client.authentication({ assertion_details: [multiTenant(bolgen)] })
    expect(actingOf(await client.redeem(code, pushed, redirectUriOf(client), authentication))[0]).toBe(bolgen)
  })

  it('is refused at the exchange without spending the code, and at a refresh without ending it', async () => {
    const client = await broker.client('skyjournal')
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const foreign = async () => client.authentication({ assertion_details: [multiTenant('310000094')] })
    const denied = { status: 400, error: 'access_denied' }
    expectRefusal(await client.redeem(code, pushed, redirectUriOf(client), await foreign()), denied)
    const { status, body } = await client.redeem(code, pushed, redirectUriOf(client))
    expect(status).toBe(200)
    const refreshToken = String(body.refresh_token)
    expectRefusal(await refresh(client, refreshToken, [multiTenant('310000094')]), denied)
    expect((await refresh(client, refreshToken)).status).toBe(200)
  })

  it('gets no more tokens when its delegation has run out since the login', async () => {
    const client = await broker.client('skyjournal')
    const { refreshToken } = await login(client, [multiTenant(bolgen)])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3601 * 1000 })
    const answer = await refresh(client, refreshToken)
    expectRefusal(answer, { status: 400, error: 'access_denied' })
    expect(answer.body.error_description).toContain('HID-1001')
    expect(actingOf(await refresh(client, refreshToken, [multiTenant(nordfjell)]))[0]).toBe(nordfjell)
  })
})
