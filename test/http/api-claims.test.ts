import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { exchange, exchangeGrant } from '../support/exchange.ts'
import type { TestClient } from '../support/test-client.ts'

/** Fixed claims that an API agreed with a client (HelseID: AudienceSpecificClientClaims). */

const herid = 'nhn:provesvar/client/claims/herid'
const journal = 'nhn:reseptformidleren/client/claims/sfm-id'
const agreed: Readonly<Record<string, string>> = {
  'nhn:kjernejournal': 'plain',
  'nhn:reseptformidleren': journal,
  'nhn:provesvar': herid,
}

const approved = (scope: string) => ({ scope, status: 'approved', approved_by: '310000094' })

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker({
    'epj-nordfjell': {
      token_exchange_actors: ['helsekort-web'],
      access: Object.keys(agreed).map((api) => approved(`${api}/api`)),
      api_claims: {
        'nhn:kjernejournal': { plain: '8094866' },
        'nhn:reseptformidleren': { [journal]: 'of the journal' },
        'nhn:provesvar': { [herid]: '8143060' },
      },
    },
    'helsekort-web': {
      grant_types: ['authorization_code', exchangeGrant],
      access: [approved('nhn:reseptformidleren/api')],
      api_claims: { 'nhn:reseptformidleren': { [journal]: 'of the actor' } },
    },
  })
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

/** The fixed claims among those of a token. */
function fixedIn(token: unknown): Readonly<Record<string, unknown>> {
  const names = Object.values(agreed)
  return Object.fromEntries(Object.entries(decodeJwt(String(token))).filter(([name]) => names.includes(name)))
}

describe('fixed claims of a client', () => {
  it('stand in a person’s access tokens for their API alone, and in no ID token or userinfo', async () => {
    const scope = `openid offline_access ${Object.keys(agreed)
      .map((api) => `${api}/api`)
      .join(' ')}`
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const first = await client.redeem(code, pushed, redirectUriOf(client), { resource: 'nhn:kjernejournal' })
    expect(fixedIn(first.body.access_token)).toEqual({ plain: '8094866' })
    expect(fixedIn(first.body.id_token)).toEqual({})
    const userinfo = await client.userinfo(String(first.body.access_token))
    expect(userinfo.status).toBe(200)
    for (const name of Object.values(agreed)) expect(userinfo.body).not.toHaveProperty([name])
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) }
    const prescriptions = await client.token({ ...refresh, resource: 'nhn:reseptformidleren' })
    expect(fixedIn(prescriptions.body.access_token)).toEqual({ [journal]: 'of the journal' })
    // The other profile (RFC 9068).
    const results = await client.token({ ...refresh, resource: 'nhn:provesvar' })
    expect(fixedIn(results.body.access_token)).toEqual({ [herid]: '8143060' })
  })

  it('stand in a machine’s tokens, and not in those for userinfo', async () => {
    const machine = await client.machineToken('nhn:kjernejournal/api')
    expect(fixedIn(machine.body.access_token)).toEqual({ plain: '8094866' })
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope: 'openid' } })
    const userinfo = await client.redeem(code, pushed, redirectUriOf(client))
    expect(fixedIn(userinfo.body.access_token)).toEqual({})
  })

  it('are the actor’s own after an exchange, and nothing of what the offered token held', async () => {
    const actor = await broker.client('helsekort-web')
    const { body } = await client.machineToken('nhn:kjernejournal/api')
    const answer = await exchange(actor, String(body.access_token))
    expect(answer.status).toBe(200)
    expect(fixedIn(answer.body.access_token)).toEqual({ [journal]: 'of the actor' })
  })

  it('are in the registry’s own example', async () => {
    const machine = await broker.client('integrasjon-nordfjell')
    const results = await machine.machineToken('nhn:provesvar/api')
    expect(fixedIn(results.body.access_token)).toEqual({ [herid]: '8143060' })
    const record = await machine.machineToken('nhn:kjernejournal/api')
    expect(fixedIn(record.body.access_token)).toEqual({})
  })
})
