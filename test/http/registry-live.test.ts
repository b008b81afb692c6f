import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Change } from '#src/registry/store/change.ts'
import { loadStoreKey } from '#src/store/store-key.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'
import { makeDpopKey, TestClient } from '../support/test-client.ts'

/** A change that another node makes while the broker runs. */

let broker: TestBroker
let other: RegistryNode
let client: TestClient

beforeAll(async () => {
  broker = await startTestBroker()
  const storeKey = loadStoreKey({ file: join(broker.dataDir, 'store.key'), createIfMissing: false })
  other = await openRegistryNode(broker.dataDir, storeKey)
  client = await broker.client('integrasjon-nordfjell')
})
afterAll(async () => {
  await other?.close()
  await broker?.close()
})

/** Long enough for a busy machine; the requirement is a second, and the broker looks four times in one. */
const patience = { timeout: 10_000, interval: 50 }
const scope = 'nhn:provesvar/api'

async function change(kind: Change['kind'], id: string, members: Readonly<Record<string, unknown>>): Promise<number> {
  const document = JSON.parse(other.live.current.documents.get({ kind, id })?.text ?? '{}')
  const changes = [{ kind, id, document: { ...document, ...members } }]
  const { revision } = await other.store.apply({ changes, author: { kind: 'operator', id: 'kari' }, reason: 'a test' })
  return revision
}

/** Asks until the answer is another one than a token, or one again. */
async function untilToken(expected: 'issued' | 'refused'): Promise<unknown> {
  await vi.waitFor(async () => {
    const { status } = await client.machineToken(scope)
    if ((status === 200 ? 'issued' : 'refused') !== expected) throw new Error(`still ${status}`)
  }, patience)
  // The change may have come in the middle of that request; the next one is all of the new revision.
  return (await client.machineToken(scope)).body['error']
}

describe('a change by another node', () => {
  it('is in force without a restart: a disabled client gets no tokens, an enabled one does', async () => {
    await untilToken('issued')
    await change('client', 'integrasjon-nordfjell', { status: 'disabled' })
    expect(await untilToken('refused')).toBe('invalid_client')
    await change('client', 'integrasjon-nordfjell', { status: 'active' })
    await untilToken('issued')
  })

  it('is in force for access: one that has run out gives nothing, and one that has not gives a token', async () => {
    const access = (valid_until: string) => ({
      status: 'active',
      access: [{ scope, status: 'approved', approved_by: '310000094', valid_until }],
    })
    await change('client', 'integrasjon-nordfjell', access('2020-01-01T00:00:00Z'))
    expect(await untilToken('refused')).toBe('invalid_scope')
    await change('client', 'integrasjon-nordfjell', access('2099-01-01T00:00:00Z'))
    await untilToken('issued')
  })

  it('is told: health and metrics name the revision that the broker serves', async () => {
    const revision = await change('api', 'nhn:provesvar', { name: 'Nytt navn' })
    const health = await vi.waitFor(async () => {
      const body = await (await fetch(`${broker.issuer}/health/ready`)).text()
      if (!body.includes(`"revision":${revision},`)) throw new Error(`still ${body}`)
      return JSON.parse(body)
    }, patience)
    expect(health).toEqual({ status: 'ready', registry: { revision, status: 'current' } })
    const operations = new URL('/metrics', broker.issuer)
    operations.port = String(Number(operations.port) + 9)
    const metrics = await (await fetch(operations)).text()
    expect(metrics).toContain(`tillit_registry_revision ${revision}\n`)
    expect(metrics).toContain('tillit_registry_stale 0\n')
  })
})

describe('the operator’s key in development', () => {
  it('is made at the first start, for its owner alone, and gets a token for the admin API', async () => {
    const file = join(broker.dataDir, 'operator.jwk.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const key = JSON.parse(readFileSync(file, 'utf8'))
    const operator = new TestClient({
      clientId: 'tillit-operator',
      issuer: broker.issuer,
      key,
      dpop: await makeDpopKey(),
    })
    const { status } = await operator.machineToken('tillit:admin/registry.read tillit:admin/registry.write')
    expect(status).toBe(200)
    const { body } = await operator.machineToken('tillit:admin/registry.approve')
    expect(body['error']).toBe('invalid_scope')
    expect(broker.logText()).not.toContain(key.d)
  })
})

describe('a node whose database is away', () => {
  it('keeps the last registry and says that it may be an old one', async () => {
    const node = await openRegistryNode(join(broker.dataDir, 'alone'))
    await node.seed()
    await node.close()
    await node.live.follow()
    expect(node.live.isStale).toBe(true)
    expect(node.live.registry.client('epj-nordfjell')?.status).toBe('active')
    await expect(node.live.refresh()).rejects.toThrow()
  })
})
