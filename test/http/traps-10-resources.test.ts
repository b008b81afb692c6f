import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { bolgen, multiTenant, nordfjell } from '../support/details.ts'
import { type Answer, post, type TestClient } from '../support/test-client.ts'

/** Trap 10 of the field: which API a token is for, with `resource` and without, and `rejected_scope`. */
const apis = ['nhn:kjernejournal', 'nhn:reseptformidleren'] as const
const [journal, prescriptions] = apis
const scope = `openid offline_access ${apis.map((api) => `${api}/api`).join(' ')}`
const invalidTarget = { status: 400, error: 'invalid_target' }

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

/** Appends parameters that a plain object can't repeat. */
async function tokenWithResources(client: TestClient, form: Record<string, string>, resources: readonly string[]) {
  const body = new URLSearchParams({ ...(await client.authentication()), ...form })
  for (const resource of resources) body.append('resource', resource)
  const htu = `${client.issuer}/connect/token`
  const dpop = await client.dpop.proof({ htm: 'POST', htu, nonce: await client.nonce() })
  return post(htu, body.toString(), { dpop })
}
const audienceOf = (answer: Answer) => decodeJwt(String(answer.body.access_token)).aud

describe('one login for several APIs', () => {
  it('names them all at the pushed request, and one at each exchange and refresh', async () => {
    const client = await broker.client('epj-nordfjell')
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const redirect_uri = redirectUriOf(client)
    const form = { grant_type: 'authorization_code', code, code_verifier: pushed.verifier, redirect_uri }
    expectRefusal(await tokenWithResources(client, form, apis), invalidTarget)
    expectRefusal(await tokenWithResources(client, form, ['nhn:provesvar']), invalidTarget)
    const first = await tokenWithResources(client, form, [journal])
    expect([audienceOf(first), first.body.scope]).toEqual([journal, `openid ${journal}/api`])
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) }
    expectRefusal(await tokenWithResources(client, refresh, apis), invalidTarget)
    const second = await tokenWithResources(client, refresh, [prescriptions])
    expect([audienceOf(second), second.body.scope]).toEqual([prescriptions, `openid ${prescriptions}/api`])
  })

  it('is pushed with repeated resources, and refused with scopes of an API that is not among them', async () => {
    const client = await broker.client('epj-nordfjell')
    const push = async (...resources: readonly string[]) => {
      const form = new URLSearchParams({
        ...(await client.authentication()),
        response_type: 'code',
        redirect_uri: redirectUriOf(client),
        scope,
        code_challenge: 'c'.repeat(43),
        code_challenge_method: 'S256',
      })
      for (const resource of resources) form.append('resource', resource)
      return post(`${client.issuer}/connect/par`, form.toString())
    }
    expect((await push(...apis)).status).toBe(201)
    expectRefusal(await push(journal), invalidTarget)
    expectRefusal(await push(...apis, 'nhn:provesvar'), invalidTarget)
    expectRefusal(await push(...apis, 'nhn:nothing'), invalidTarget)
  })
})

describe('a machine that never sends resource', () => {
  it.each(apis)('gets a token for the API of its scope, and the answer says the scope: %s', async (api) => {
    const client = await broker.client('epj-nordfjell')
    const answer = await client.machineToken(`${api}/api`)
    // A single string, and `scope` is there: the .NET library takes neither away.
    expect([audienceOf(answer), answer.body.scope]).toEqual([api, `${api}/api`])
  })
})

describe('an organisation that has not accepted the terms of an API', () => {
  const both = apis.map((api) => `${api}/api`).join(' ')
  const details = async (client: TestClient, parent?: string) =>
    client.authentication(parent === undefined ? {} : { assertion_details: [multiTenant(parent)] })
  const machine = async (client: TestClient, asked: string, parent?: string) =>
    client.token({ ...(await details(client, parent)), grant_type: 'client_credentials', scope: asked })

  it.each([
    ['that organisation', nordfjell],
    ['no organisation', undefined],
  ])('gets a token without its scopes, which the answer names: for %s', async (_name, parent) => {
    const client = await broker.client('skyjournal')
    const answer = await machine(client, both, parent)
    expect([answer.status, audienceOf(answer)]).toEqual([200, journal])
    expect([answer.body.scope, answer.body.rejected_scope]).toEqual([`${journal}/api`, `${prescriptions}/api`])
  })

  it('gets nothing when nothing is left, also with the resource named', async () => {
    const client = await broker.client('skyjournal')
    const invalidScope = { status: 400, error: 'invalid_scope' }
    expectRefusal(await machine(client, `${prescriptions}/api`, nordfjell), invalidScope)
    const form = { ...(await details(client, nordfjell)), resource: prescriptions }
    expectRefusal(await client.machineToken(`${prescriptions}/api`, form), invalidScope)
  })

  it('is not asked of one that has, nor of a single-tenant client', async () => {
    const client = await broker.client('skyjournal')
    const accepted = await machine(client, `${prescriptions}/api`, bolgen)
    expect([audienceOf(accepted), accepted.body.rejected_scope]).toEqual([prescriptions, undefined])
    expectRefusal(await machine(client, both, bolgen), invalidTarget)
    const own = await broker.client('epj-nordfjell')
    expect((await own.machineToken(`${prescriptions}/api`)).status).toBe(200)
  })

  it('is told in a login as well: the token is for the API that is left', async () => {
    const client = await broker.client('skyjournal')
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const answer = await client.redeem(code, pushed, redirectUriOf(client), await details(client, nordfjell))
    expect([audienceOf(answer), answer.body.rejected_scope]).toEqual([journal, `${prescriptions}/api`])
    const refresh = { grant_type: 'refresh_token', refresh_token: String(answer.body.refresh_token) }
    const named = { ...(await details(client, nordfjell)), ...refresh, resource: prescriptions }
    expectRefusal(await client.token(named), { status: 400, error: 'invalid_scope' })
    const other = { ...(await details(client, bolgen)), ...refresh, resource: prescriptions }
    expect(audienceOf(await client.token(other))).toBe(prescriptions)
  })

  it('is told when no API at all is left, and the code can still be used for another', async () => {
    const strict = await startTestBroker({ 'apis/kjernejournal': { requires_tenant_terms: true } })
    try {
      const client = await strict.client('skyjournal')
      const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
      const redirectUri = redirectUriOf(client)
      const refused = await client.redeem(code, pushed, redirectUri, await details(client, nordfjell))
      expectRefusal(refused, { status: 400, error: 'invalid_scope' })
      const answer = await client.redeem(code, pushed, redirectUri, await details(client, bolgen))
      expect([audienceOf(answer), answer.body.rejected_scope]).toEqual([prescriptions, `${journal}/api`])
    } finally {
      await strict.close()
    }
  })
})
