import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { machineOf, withAdminAccess } from '../support/admin-people.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { makeClientKey, SelfServiceTool, selfServiceAccess } from '../support/self-service.ts'

let broker: TestBroker
let operator: AdminClient
beforeAll(async () => {
  broker = await startTestBroker({
    ...withAdminAccess('integrasjon-nordfjell'),
    skyjournal: { access: [selfServiceAccess] },
  })
  operator = await operatorClient(broker)
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

describe('access to the admin API that is revoked (decision 101)', () => {
  it('ends for the tokens that are out as well, at the next request', async () => {
    const machine = await machineOf(broker, 'integrasjon-nordfjell')
    const write = () => machine.call('POST', '/revisions?dry_run=true', { body: { changes: [] } })
    expect((await write()).status).toBe(200)
    const decision = { client_id: 'integrasjon-nordfjell', decision: 'revoke', on_behalf_of: '000000000' }
    const scope = 'tillit:admin/registry.write'
    const revoked = await operator.post('/access/decisions-on-behalf', { ...decision, scope })
    expect(revoked.status).toBe(200)

    const refused = await write()
    expect([refused.status, refused.body['number']]).toEqual([403, 'TLT-601'])
    // What was not revoked goes on.
    expect((await machine.get('/clients/integrasjon-nordfjell')).status).toBe(200)
  })
})

describe('a key that its owner has retired (decision 101)', () => {
  it('registers no other by a token that is out, and ends nobody’s key', async () => {
    const thief = new SelfServiceTool(await broker.client('skyjournal'))
    const token = String((await thief.token()).body['access_token'])
    const stolen = 'development-only-skyjournal-1'
    const path = '/clients/skyjournal/keys'
    const owners = await makeClientKey()
    expect((await operator.post(path, { jwk: owners.publicJwk })).status).toBe(201)
    // Adding one takes nothing from the token.
    expect((await thief.callWith(token, 'GET', '/v1/client-secret')).status).toBe(200)
    const headers = { 'tillit-reason': 'stolen' }
    expect((await operator.call('DELETE', `${path}/${stolen}`, { headers })).status).toBe(204)
    const before = (await operator.get(path)).text

    const { publicJwk } = await makeClientKey()
    const refused = await thief.callWith(token, 'POST', '/v1/client-secret', publicJwk)
    expect(refused.status).toBe(401)
    expect((await operator.get(path)).text).toBe(before)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 })
    expect((await thief.with(owners.privateJwk).postKey(publicJwk)).status).toBe(200)
  })
})
