import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KeyEnds } from '#src/admin/keys/key-ends.ts'
import { WarnOfKeys } from '#src/admin/keys/warn-of-keys.ts'
import { createLog } from '#src/operations/log.ts'
import { Metrics } from '#src/operations/metrics.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type AdminClient, adminClientOf, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'

const day = 86_400
const kidOf = (id: string) => `development-only-${id}-1`
const author = { kind: 'operator', id: 'test' } as const

describe('warnings before keys end', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tillit-warnings-'))
  let registry: RegistryNode
  let store: Store
  let now = Math.floor(Date.now() / 1000)
  beforeAll(async () => {
    registry = await openRegistryNode(dir)
    await registry.seed()
    store = await openStore({ dataDir: dir, now: () => now * 1000 })
    const ends = { 'epj-nordfjell': 59, 'helsekort-web': 6, 'kurspaamelding-web': 61, skyjournal: 200 }
    for (const [id, days] of Object.entries(ends)) await endKey(registry, id, now + days * day)
  })
  afterAll(async () => {
    await registry.close()
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  })

  /** One node of several: its own index and log, the store that all share. */
  function node() {
    let written = ''
    const destination = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk)
        done()
      },
    })
    const warnings = new WarnOfKeys({
      ends: new KeyEnds(registry.live),
      newUnit: () => new UnitOfWork({ store, seal: new Seal(Buffer.alloc(32, 7)) }),
      clock: { nowSeconds: () => now, nowMilliseconds: () => now * 1000 },
      log: createLog({ level: 'warn', destination }),
    })
    const told = () =>
      written
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
        .map(({ client_id, threshold }) => `${client_id} ${threshold}`)
    return { warnings, told, logText: () => written }
  }

  it('stand in the log once a day for each key, whichever node tells it', async () => {
    const [a, b] = [node(), node()]
    await Promise.all([a.warnings.turn(), b.warnings.turn()])
    await a.warnings.turn()
    expect([...a.told(), ...b.told()].sort()).toEqual(['epj-nordfjell 60', 'helsekort-web 7'])
    expect(a.logText() + b.logText()).toContain(`"kid":"${kidOf('helsekort-web').slice(0, 24)}`)
    now += day
    await b.warnings.turn()
    await a.warnings.turn()
    expect(a.told().length + b.told().length).toBe(5)
    expect([...a.told(), ...b.told()]).toContain('kurspaamelding-web 60')
    now += 5 * day - 60
    const c = node()
    await c.warnings.turn()
    expect(c.told()).toContain('helsekort-web 1')
  })

  it('are counted for the metric by days, without a name', async () => {
    const { warnings } = node()
    await warnings.turn()
    expect(Object.fromEntries(warnings.counts)).toEqual({ '60d': 3, '30d': 1, '7d': 1, '1d': 1 })
    const metrics = new Metrics()
    metrics.watchClientKeys(() => warnings.counts)
    const server = metrics.server()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const { port } = Object(server.address())
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    server.close()
    expect(text).toContain('tillit_client_keys_expiring{within="60d"} 3')
    expect(text).not.toContain('helsekort')
  })

  it('end with the key, and when another key goes on after it', async () => {
    now += day
    await addLongerKey(registry, 'epj-nordfjell')
    const { warnings } = node()
    await warnings.turn()
    expect(Object.fromEntries(warnings.counts)).toEqual({ '60d': 1, '30d': 0, '7d': 0, '1d': 0 })
    const listed = await new KeyEnds(registry.live).within(60, now)
    expect(listed.map(({ client, key }) => [client.client_id, key.isReplaced])).toEqual([
      ['epj-nordfjell', true],
      ['kurspaamelding-web', false],
    ])
  })
})

describe('warnings at the admin API', () => {
  const admin = { scope: 'tillit:admin/registry.read', status: 'approved', approved_by: '000000000' }
  const end = new Date(Date.now() + 20 * day * 1000).toISOString()
  const ending = (id: string) => ({ key_expirations: { [kidOf(id)]: end } })
  let broker: TestBroker
  let owner: AdminClient
  beforeAll(async () => {
    broker = await startTestBroker({
      'integrasjon-nordfjell': { ...ending('integrasjon-nordfjell'), access: [admin] },
      'epj-nordfjell': ending('epj-nordfjell'),
      skyjournal: ending('skyjournal'),
    })
    owner = await adminClientOf(await broker.client('integrasjon-nordfjell'), [admin.scope])
  })
  afterAll(() => broker.close())

  const ids = (items: unknown) => Object.values(Object(items)).map((item) => Object(item)['client_id'])

  it('are everybody’s own, and the operators’ all of them, in pages', async () => {
    const own = await owner.get('/key-warnings')
    expect(ids(own.body['items'])).toEqual(['epj-nordfjell', 'integrasjon-nordfjell'])
    expect(Object(own.body['items'])[0]).toEqual({
      client_id: 'epj-nordfjell',
      client_name: expect.any(String),
      organisation: '999977774',
      kid: kidOf('epj-nordfjell'),
      expires_at: end.replace(/\.\d+/, '.000'),
      days_left: 20,
      threshold: 30,
      replaced: false,
    })
    const operator = await operatorClient(broker)
    const first = await operator.get('/key-warnings?limit=2')
    const second = await operator.get(`/key-warnings?limit=2&after=${encodeURIComponent(String(first.body['next']))}`)
    expect([...ids(first.body['items']), ...ids(second.body['items'])]).toEqual([
      'epj-nordfjell',
      'integrasjon-nordfjell',
      'skyjournal',
    ])
    expect(second.body).not.toHaveProperty('next')
    expect((await operator.get('/key-warnings?within=10')).body['items']).toEqual([])
  })
})

async function endKey({ live, store }: RegistryNode, id: string, end: number): Promise<void> {
  const document = JSON.parse(live.current.documents.get({ kind: 'client', id })?.text ?? '{}')
  const key_expirations = { [kidOf(id)]: new Date(end * 1000).toISOString() }
  await store.apply({
    changes: [{ kind: 'client', id, document: { ...document, key_expirations } }],
    author,
    reason: 'x',
  })
}

async function addLongerKey({ live, store }: RegistryNode, id: string): Promise<void> {
  const document = JSON.parse(live.current.documents.get({ kind: 'client', id })?.text ?? '{}')
  const other = JSON.parse(live.current.documents.get({ kind: 'client', id: 'skyjournal' })?.text ?? '{}')
  const keys = [...document.jwks.keys, { ...other.jwks.keys[0], kid: 'longer' }]
  await store.apply({
    changes: [{ kind: 'client', id, document: { ...document, jwks: { keys } } }],
    author,
    reason: 'x',
  })
}
