import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import development from '#config/development.json' with { type: 'json' }
import { claimNames } from '#src/claims/claim-names.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { bolgen, multiTenant, nordfjell, supplier } from '../support/details.ts'
import type { TestClient } from '../support/test-client.ts'

const region = 'helseplattformen-oidc'
/** The region speaks for Nordfjell here, which has delegated to the supplier of Skyjournal, as Bølgen has. */
const providers = development.identity_providers.map((each) =>
  each.id === region ? { ...each, settings: { ...each.settings, employer: nordfjell } } : each,
)

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker({}, { identity_providers: providers })
  client = await broker.client('skyjournal')
})
afterAll(() => broker.close())

const assertionFor = async (tenant: string | undefined) => ({
  client_assertion: await client.assertion(tenant === undefined ? {} : { assertion_details: [multiTenant(tenant)] }),
})
const scope = 'openid nhn:kjernejournal/api'
const journeyFor = async (tenant: string | undefined, more: Record<string, string> = {}) => ({
  provider: region,
  choices: { method: 'smartcard' },
  parameters: { scope, ...(await assertionFor(tenant)), ...more },
})

describe("an employer's login at a supplier's service", () => {
  it('counts when the service acts for that employer, to the token and no further', async () => {
    const journey = await journeyFor(nordfjell, { scope: `${scope} offline_access` })
    const { accessToken, refreshToken } = await tokensOf(client, 'P16', journey)
    expect(decodeJwt(accessToken)).toMatchObject({
      idp: region,
      [claimNames.orgnrParent]: nordfjell,
      [claimNames.orgnrSupplier]: supplier,
    })
    const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken }
    expect((await client.token(refresh)).status).toBe(200)
    const switched = await client.token({ ...refresh, ...(await assertionFor(bolgen)) })
    expect([switched.status, switched.body['error']]).toEqual([400, 'access_denied'])
  })

  it.each([
    ['another tenant', bolgen],
    ['no tenant', undefined],
  ])('is not offered when the service acts for %s, and a form that names it is refused', async (_title, tenant) => {
    const { browser, end } = await loginAs(client, 'P16', { ...(await journeyFor(tenant)), provider: 'none' })
    expect(end.html).not.toContain(region)
    expect(end.html).toContain('value="bankid-oidc"')
    expect((await browser.submit(end, { idp: region })).status).toBe(403)
  })

  it('does not follow the person to another tenant of the same service', async () => {
    const { browser } = await tokensOf(client, 'P16', await journeyFor(nordfjell))
    const other = await loginAs(client, 'P16', { ...(await journeyFor(bolgen)), browser, provider: 'none' })
    expect(other.code).toBe('')
    expect(other.end.html).toContain('tilhører en annen virksomhet')
    const same = await loginAs(client, 'P16', { ...(await journeyFor(nordfjell)), browser, provider: 'none' })
    expect(same.code).not.toBe('')
  })

  it('gives no token for another tenant, whatever the redemption says', async () => {
    const { code, pushed } = await loginAs(client, 'P16', await journeyFor(nordfjell))
    const answer = await client.redeem(code, pushed, redirectUriOf(client), await assertionFor(bolgen))
    expect([answer.status, answer.body['error']]).toEqual([400, 'access_denied'])
  })
})
