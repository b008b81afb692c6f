import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { machineOf, withAdminAccess } from '../support/admin-people.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'

let broker: TestBroker
let operator: AdminClient
let owner: AdminClient
beforeAll(async () => {
  broker = await startTestBroker(withAdminAccess('integrasjon-nordfjell'))
  operator = await operatorClient(broker)
  owner = await machineOf(broker, 'integrasjon-nordfjell')
})
afterAll(() => broker.close())

const document = async (id: string): Promise<Readonly<Record<string, unknown>>> =>
  (await operator.get(`/clients/${id}`)).body
const renamed = async (id: string, client_name: string) => ({
  kind: 'client',
  id,
  document: { ...(await document(id)), client_name },
})

describe('revisions', () => {
  it('plans, tells what is touched, and then makes all of it one revision', async () => {
    await (await broker.client('epj-nordfjell')).machineToken('nhn:kjernejournal/api')
    await tokensOf(await broker.client('epj-nordfjell'), 'P01')
    const changes = [await renamed('epj-nordfjell', 'EPJ to'), await renamed('skyjournal', 'Skyjournal to')]
    const plan = await operator.post('/revisions?dry_run=true', { changes })
    expect(plan.status).toBe(200)
    expect(plan.body).toMatchObject({
      touches: { clients: 2, live_sessions: 1, tokens_30_days: 2 },
      changes: [
        { id: 'epj-nordfjell', action: 'change', members: ['client_name'] },
        { id: 'skyjournal', action: 'change' },
      ],
    })
    expect(plan.body).not.toHaveProperty('revision')
    expect(plan.text).toContain('{"kind":"client","id":"helsekort-web"}')
    const base_revision = plan.body['base_revision']
    const made = await operator.post('/revisions', { changes, base_revision })
    expect(made.body['revision']).toBe(Number(base_revision) + 1)
    const late = await operator.post('/revisions', { changes: [await renamed('skyjournal', 'x')], base_revision })
    expect([late.status, late.body['number']]).toEqual([412, 'TLT-604'])
    const one = await operator.get(`/revisions/${made.body['revision']}`)
    expect(one.body).toMatchObject({
      revision: { author: { kind: 'operator', id: 'tillit-operator' }, reason: 'test' },
      differences: [{ id: 'epj-nordfjell', after: { client_name: 'EPJ to' } }, { id: 'skyjournal' }],
    })
  })

  it('says what an API’s change touches', async () => {
    const api = (await operator.get('/apis/nhn:kjernejournal')).body
    const changes = [{ kind: 'api', id: 'nhn:kjernejournal', document: { ...api, status: 'disabled' } }]
    const { body } = await operator.post('/revisions?dry_run=true', { changes })
    expect(body['touches']).toMatchObject({ clients: 5 })
  })

  it('refuses all when one document is wrong, with its place', async () => {
    const wrong = { ...(await document('skyjournal')), kind: 'robot' }
    const before = await operator.get('/revisions?limit=1')
    const changes = [await renamed('epj-fjord', 'Fjord'), { kind: 'client', id: 'skyjournal', document: wrong }]
    const answer = await operator.post('/revisions', { changes })
    expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ id: 'skyjournal', pointer: '/kind' }]])
    expect((await operator.get('/revisions?limit=1')).text).toBe(before.text)
  })

  it('shows what differs, and goes back', async () => {
    const first = (await operator.get('/revisions?limit=1')).body['items']
    const { number } = Object(first)[0]
    await operator.post('/revisions', { changes: [await renamed('vaktplan-fjord', 'Vakt')] })
    await operator.post('/revisions', { changes: [{ kind: 'client', id: 'kurspaamelding-web', document: null }] })
    const differences = await operator.get(`/revision-differences?from=${number}&to=${number + 2}`)
    expect(differences.body['items']).toMatchObject([{ id: 'kurspaamelding-web' }, { id: 'vaktplan-fjord' }])
    const plan = await operator.post(`/revisions/${number}/rollback?dry_run=true`, {})
    expect(plan.body['changes']).toMatchObject([{ action: 'create' }, { action: 'change' }])
    expect((await operator.post(`/revisions/${number}/rollback`, {})).status).toBe(200)
    const back = await operator.get(`/revision-differences?from=${number}&to=${number + 3}`)
    expect(back.body['items']).toEqual([])
    expect((await operator.post('/revisions/999/rollback', {})).status).toBe(404)
  })

  it('disables what is missing only when told to', async () => {
    const lines = (await operator.get('/export')).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ id }) => id)).not.toContain('tillit-operator')
    const changes = lines
      .filter(({ id }) => id !== 'vaktplan-fjord')
      .map(({ kind, id, document: text }) => ({ kind, id, document: text }))
    const kept = await operator.post('/revisions', { changes })
    expect(kept.body).toMatchObject({ changes: [], missing: [{ kind: 'client', id: 'vaktplan-fjord' }] })
    const pruned = await operator.post('/revisions', { changes, prune: true })
    expect(pruned.body['changes']).toMatchObject([{ id: 'vaktplan-fjord', action: 'disable' }])
    expect((await document('vaktplan-fjord'))['status']).toBe('disabled')
  })
})

describe('an owner’s revisions', () => {
  it('are those that touched what is theirs, and show no more', async () => {
    const changes = [await renamed('epj-nordfjell', 'EPJ tre'), await renamed('skyjournal', 'Sky tre')]
    const made = await operator.post('/revisions', { changes })
    const alone = await operator.post('/revisions', { changes: [await renamed('skyjournal', 'Sky fire')] })
    const numbers = (await owner.get('/revisions')).text
    expect(numbers).toContain(`"number":${made.body['revision']},`)
    expect(numbers).not.toContain(`"number":${alone.body['revision']},`)
    const one = await owner.get(`/revisions/${made.body['revision']}`)
    expect(one.text).toContain('epj-nordfjell')
    expect(one.text).not.toContain('skyjournal')
    expect((await owner.get(`/revisions/${alone.body['revision']}`)).status).toBe(404)
    const everything = await owner.get(`/revision-differences?from=0&to=${alone.body['revision']}`)
    expect(everything.text).toContain('epj-nordfjell')
    expect(everything.text).not.toContain('skyjournal')
    expect((await owner.get('/export')).text).not.toContain('skyjournal')
  })

  it('change what is theirs and nothing else', async () => {
    expect((await owner.post('/revisions', { changes: [await renamed('epj-nordfjell', 'Egen')] })).status).toBe(200)
    const foreign = { changes: [await renamed('epj-nordfjell', 'Ny'), await renamed('skyjournal', 'Tatt')] }
    const answer = await owner.post('/revisions', foreign)
    expect([answer.status, answer.body['errors']]).toMatchObject([403, [{ id: 'skyjournal' }]])
    expect((await document('epj-nordfjell'))['client_name']).toBe('Egen')
    expect((await owner.post('/revisions/1/rollback', {})).status).toBe(403)
  })
})

describe('a client’s usage', () => {
  it('tells tokens, logins and refusals', async () => {
    const epj = await broker.client('epj-nordfjell')
    await epj.machineToken('nhn:provesvar/api')
    const { body } = await operator.get('/clients/epj-nordfjell/usage')
    expect(body).toMatchObject({
      tokens_30_days: 2,
      live_logins: 1,
      by_api: [{ resource: 'nhn:kjernejournal', tokens_30_days: 1 }],
      recent_refusals: [{ reason: 'scope_refused', number: 'TLT-304' }],
    })
    expect((await owner.get('/clients/skyjournal/usage')).status).toBe(404)
  })
})
