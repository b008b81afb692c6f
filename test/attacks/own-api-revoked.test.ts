import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { machineOf, withAdminAccess } from '../support/admin-people.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'

let broker: TestBroker
let operator: AdminClient
beforeAll(async () => {
  broker = await startTestBroker(withAdminAccess('integrasjon-nordfjell'))
  operator = await operatorClient(broker)
})
afterAll(() => broker.close())

describe('access to the admin API that is revoked', () => {
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
