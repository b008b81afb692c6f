import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminFixture, ownApi, ownScope, startAdminFixture } from '../support/admin-fixture.ts'

/** A client of another than the API's owner, to which the owner has said no. */
const asked = { client_id: 'skyjournal', scope: ownScope }
const headers = { 'tillit-reason': 'test' }

let fixture: AdminFixture
beforeAll(async () => {
  fixture = await startAdminFixture()
  const { operator } = fixture
  const { body, headers: seen } = await operator.get(`/apis/${ownApi}`)
  const scopes = Array.isArray(body['scopes']) ? body['scopes'] : []
  const open = { ...body, scopes: scopes.map((scope) => ({ ...scope, approval: 'automatic' })) }
  const made = await operator.put(`/apis/${ownApi}`, open, { etag: seen.get('etag') ?? '' })
  if (made.status !== 200) throw new Error(made.text)
  const given = await ask()
  if (given.status !== 200) throw new Error(given.text)
  const decision = { ...asked, decision: 'revoke', on_behalf_of: '999977774' }
  const revoked = await operator.post('/access/decisions-on-behalf', decision)
  if (revoked.status !== 200) throw new Error(revoked.text)
})
afterAll(() => fixture?.broker.close())

const ask = () =>
  fixture.call('stranger machine', '', { method: 'POST', path: '/access/requests', body: asked, headers })

/** The client's document as it is, and a PUT of what becomes of its access. */
async function change(to: (access: readonly Record<string, unknown>[]) => readonly unknown[]) {
  const { body, headers: seen } = await fixture.operator.get('/clients/skyjournal')
  const document = { ...body, access: to(Array.isArray(body['access']) ? body['access'] : []) }
  const sent = { ...headers, 'if-match': seen.get('etag') ?? '' }
  return fixture.call('stranger machine', '', {
    method: 'PUT',
    path: '/clients/skyjournal',
    body: document,
    headers: sent,
  })
}

describe('what an API gives to everybody who asks, after its owner has said no (design 9)', () => {
  it('waits for the owner however often it is asked for', async () => {
    for (const _ of [1, 2, 3]) {
      const answer = await ask()
      expect(answer.body['access']).toMatchObject({ status: 'requested' })
    }
    expect((await (await fixture.broker.client('skyjournal')).machineToken(ownScope)).status).toBe(400)
  })

  it('is not approved by the client’s owner once it is asked for again', async () => {
    const answer = await change((access) =>
      access.map((entry) => (entry['scope'] === ownScope ? { scope: ownScope, status: 'approved' } : entry)),
    )
    expect([answer.status, answer.body['errors']]).toMatchObject([403, [{ found: 'access that is approved' }]])
  })

  it('is not forgotten so that it can be asked for anew', async () => {
    const answer = await change((access) => access.filter((entry) => entry['scope'] !== ownScope))
    expect([answer.status, answer.body['errors']]).toMatchObject([403, [{ pointer: '/access' }]])
  })

  it('is the API’s owner’s to give again', async () => {
    const decision = { ...asked, decision: 'approve', on_behalf_of: '999977774' }
    expect((await fixture.operator.post('/access/decisions-on-behalf', decision)).status).toBe(200)
    expect((await (await fixture.broker.client('skyjournal')).machineToken(ownScope)).status).toBe(200)
  })
})
