import { LogoutOutbox } from '#src/authorization-server/logout-outbox.ts'
import { systemClock } from '#src/operations/clock.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import { UnitOfWork } from '#src/store/unit-of-work.ts'

/** The outbox of one node, on a store that others share. `nowSeconds` can be moved. */
export interface OutboxNode {
  readonly outbox: LogoutOutbox
  readonly store: Store
  newUnit(): UnitOfWork
  later(seconds: number): void
}

/** @param place folder of the embedded store, or address of a Redis */
export async function openOutboxNode(place: { dataDir: string; redisUrl?: string }): Promise<OutboxNode> {
  let ahead = 0
  const store = await openStore({ ...place, now: () => systemClock.nowMilliseconds() + ahead * 1000 })
  const seal = new Seal(Buffer.alloc(32, 7))
  const newUnit = () => new UnitOfWork({ store, seal })
  const nowSeconds = () => systemClock.nowSeconds() + ahead
  const base = loadRegistryFiles('clients', {
    environment: 'development',
    placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
  })
  const told = { backchannelLogoutUri: 'http://localhost:3002/told' }
  const registry = new Registry({
    organisations: base.organisations(),
    apis: base.apis(),
    clients: base.clients().map((client) => ({ ...client, ...told })),
  })
  const outbox = new LogoutOutbox({ newUnit, registry: () => registry, nowSeconds })
  return {
    outbox,
    store,
    newUnit,
    later: (seconds) => {
      ahead += seconds
    },
  }
}

/** Run as a process: ends a session in the embedded store, says so, and stays until it is killed. */
async function endSessionAndStay(dataDir: string): Promise<void> {
  const { outbox, newUnit } = await openOutboxNode({ dataDir })
  const unit = newUnit()
  const clients = ['epj-nordfjell', 'helsekort-web'].map((clientId) => ({ clientId, sid: `sid-${clientId}` }))
  await outbox.enqueue(unit, 'subject-1', clients)
  await unit.commit('success')
  process.stdout.write('committed\n')
  setInterval(() => {}, 1000)
}

const [, , dataDir] = process.argv
if (import.meta.main && dataDir !== undefined) await endSessionAndStay(dataDir)
