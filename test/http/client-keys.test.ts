import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { pushSigned, signRequest } from '../support/request-object.ts'
import { makeClientKey } from '../support/self-service.ts'
import { post, TestClient } from '../support/test-client.ts'

let broker: TestBroker
let operator: AdminClient
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('integrasjon-nordfjell')
})
beforeEach(async () => {
  operator = await operatorClient(broker)
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const keys = '/clients/integrasjon-nordfjell/keys'
const scope = 'nhn:kjernejournal/api'
const reason = { 'tillit-reason': 'test' }
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
const withKey = (key: TestClient['key']) =>
  new TestClient({ clientId: client.clientId, issuer: client.issuer, key, dpop: client.dpop })
const itemsOf = async () => (await operator.get(keys)).body['items']
const day = 86_400

describe('the keys of a client', () => {
  it('are shown without an end for one that was given none', async () => {
    const items = await itemsOf()
    expect(items).toMatchObject([{ kid: 'development-only-integrasjon-nordfjell-1', kty: 'EC', alg: 'ES256' }])
    expect(JSON.stringify(items)).not.toContain('days_left')
  })

  it('are added beside the others, which still count, and end by themselves', async () => {
    const { publicJwk, privateJwk } = await makeClientKey({ kid: 'added-1' })
    const answer = await operator.call('POST', keys, {
      body: { jwk: publicJwk, expires_at: inSeconds(3600) },
      headers: reason,
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ kid: 'added-1', days_left: 1, replaced: true })
    expect((await withKey(privateJwk).machineToken(scope)).status).toBe(200)
    expect((await client.machineToken(scope)).status).toBe(200)
    const before = lastAuditSeq(broker.dataDir)
    later(3601)
    const expired = await withKey(privateJwk).machineToken(scope)
    const { privateJwk: unknown } = await makeClientKey({ kid: 'added-1' })
    const wrong = await withKey({ ...unknown, kid: 'never-seen' }).machineToken(scope)
    // Not a word more than for a key that was never registered.
    const sayings = ({ status, body }: typeof wrong) => ({ status, ...body })
    expect(sayings(expired)).toEqual(sayings(wrong))
    expect(expired.body['error']).toBe('invalid_client')
    expect((await client.machineToken(scope)).status).toBe(200)
    // The owner finds it in the log, and by the reference of the answer.
    expect(broker.logText()).toContain('the assertion names the key added-1, which expired')
    // Recorded beside the answer.
    await vi.waitFor(() => {
      const refused = readAudit(broker.dataDir, before).filter(({ event }) => event === 'token.refused')
      const told = refused.find(({ details }) => JSON.stringify(details).includes('added-1, which expired'))
      expect(told).toMatchObject({ client_id: 'integrasjon-nordfjell' })
    })
    expectSilentLog(broker)
  })

  it('count nowhere after their end: not at our own endpoints, and not for a request object', async () => {
    const { publicJwk, privateJwk } = await makeClientKey({ kid: 'added-2' })
    const body = { jwk: publicJwk, expires_at: inSeconds(600) }
    await operator.call('POST', keys, { body, headers: reason })
    await operator.call('POST', '/clients/epj-nordfjell/keys', { body, headers: reason })
    const revoke = async () => {
      const form = { ...(await withKey(privateJwk).authentication()), token: 'x' }
      return (await post(`${broker.issuer}/connect/revocation`, form)).status
    }
    const epj = await broker.client('epj-nordfjell')
    const signer = new TestClient({ clientId: epj.clientId, issuer: epj.issuer, key: privateJwk, dpop: epj.dpop })
    const push = async () => (await pushSigned(epj, await signRequest(epj, { signer }))).status
    expect([await revoke(), await push()]).toEqual([200, 201])
    later(601)
    expect([await revoke(), await push()]).toEqual([401, 400])
  })

  it('live for the configured time when nobody says how long, at most twenty of them', async () => {
    const { publicJwk } = await makeClientKey({ kid: 'two-years' })
    const answer = await operator.call('POST', keys, { body: { jwk: JSON.stringify(publicJwk) }, headers: reason })
    expect(answer.body['days_left']).toBe(730)
    const statuses: number[] = []
    for (let n = 0; n < 20; n += 1) {
      const { publicJwk: jwk } = await makeClientKey()
      statuses.push((await operator.call('POST', keys, { body: { jwk }, headers: reason })).status)
    }
    expect(statuses).toContain(201)
    expect(statuses.at(-1)).toBe(422)
    expect(await itemsOf()).toHaveLength(20)
    // One that has ended makes room.
    later(3601)
    const { publicJwk: jwk } = await makeClientKey({ kid: 'in-its-place' })
    operator = await operatorClient(broker)
    expect((await operator.call('POST', keys, { body: { jwk }, headers: reason })).status).toBe(201)
    const now = JSON.stringify(await itemsOf())
    expect(now).not.toContain('"added-2"')
    expect(now).toContain('"added-1"')
  })

  it('end at once when they are retired, but for the last of an active client', async () => {
    const own = '/clients/skyjournal/keys'
    const sky = await broker.client('skyjournal')
    const retire = (kid: string) => operator.call('DELETE', `${own}/${kid}`, { headers: reason })
    const last = await retire('development-only-skyjournal-1')
    expect([last.status, last.body['number']]).toEqual([409, 'TLT-617'])
    expect(last.body['detail']).toContain('add a new one first')
    const { publicJwk, privateJwk } = await makeClientKey({ kid: 'new one/with ?' })
    const odd = await operator.call('POST', own, { body: { jwk: publicJwk }, headers: reason })
    expect(odd.status).toBe(422)
    const fit = { ...publicJwk, kid: 'new/one?' }
    expect((await operator.call('POST', own, { body: { jwk: fit }, headers: reason })).status).toBe(201)
    expect((await retire('development-only-skyjournal-1')).status).toBe(204)
    expect((await sky.machineToken('nhn:kjernejournal/api')).status).toBe(401)
    const next = new TestClient({
      clientId: 'skyjournal',
      issuer: broker.issuer,
      key: { ...privateJwk, kid: 'new/one?' },
      dpop: sky.dpop,
    })
    expect((await next.machineToken(scope)).body['error']).not.toBe('invalid_client')
    expect((await retire(encodeURIComponent('new/one?'))).status).toBe(409)
    expect((await retire('nobody')).status).toBe(404)
  })

  it.each([
    ['a kid that another key has', { kid: 'development-only-epj-nordfjell-1' }, 422, 'TLT-603'],
    ['the name that is no name', { kid: '__proto__' }, 422, 'TLT-603'],
    ['an end that has passed', { expires_at: '2020-01-01T00:00:00Z' }, 422, 'TLT-603'],
  ] as const)('take no key with %s', async (_what, twist, status, number) => {
    const { publicJwk } = await makeClientKey()
    const { kid = publicJwk.kid, expires_at } = { kid: undefined, expires_at: undefined, ...twist }
    const body = { jwk: { ...publicJwk, kid }, ...(expires_at === undefined ? {} : { expires_at }) }
    const answer = await operator.call('POST', '/clients/epj-nordfjell/keys', { body, headers: reason })
    expect([answer.status, answer.body['number']]).toEqual([status, number])
  })

  it('have ends only where they are: a file or a change that names another is refused', async () => {
    const answer = await operator.get('/clients/epj-nordfjell')
    const document = { ...answer.body, key_expirations: { nobody: inSeconds(day) } }
    const refused = await operator.put('/clients/epj-nordfjell', document, {
      etag: answer.headers.get('etag') ?? '',
    })
    expect(refused.status).toBe(422)
    expect(refused.body['errors']).toMatchObject([{ pointer: '/key_expirations', found: '"nobody"' }])
  })
})
