import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lot } from '#src/authorization-server/logout-outbox.ts'
import { type OutboxNode, openOutboxNode } from '../support/outbox-node.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { repository } from '../support/repository.ts'

/** Logout notices when nodes die and when several of them work at once. */

let dataDir: string
let redis: TestRedis | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tillit-outbox-'))
})
afterEach(async () => {
  await redis?.stop()
  redis = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

const idsOf = (lots: readonly Lot[]) => lots.flatMap(({ notices }) => notices.map(({ id }) => id))
const settleAll = (node: OutboxNode, lots: readonly Lot[], attempt: 'told' | 'failed') =>
  Promise.all(lots.map((lot) => node.outbox.settle(lot, new Map(lot.notices.map(({ id }) => [id, attempt])))))

describe('a node that is killed after the session ended and before anybody was told', () => {
  it('leaves its notices to the next one, when its lease is over', async () => {
    const node = join(repository, 'node_modules', 'node', 'bin', 'node')
    const child = spawn(node, [join(repository, 'test/support/outbox-node.ts'), dataDir], { cwd: repository })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGKILL')
    await exited
    const next = await openOutboxNode({ dataDir })
    expect(await next.outbox.takeDue()).toEqual([])
    next.later(21)
    const lots = await next.outbox.takeDue()
    const clients = lots.flatMap(({ notices }) => notices.map(({ clientId }) => clientId))
    expect(clients.sort()).toEqual(['epj-nordfjell', 'helsekort-web'])
    await settleAll(next, lots, 'told')
    next.later(3600)
    expect(await next.outbox.takeDue()).toEqual([])
    expect((await next.outbox.list()).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    await next.store.close()
  })
})

describe('two nodes on one Redis', () => {
  it('never hold the same notice at the same time, lose none, and note each once', async () => {
    const started = await startRedis()
    redis = started
    const nodes = await Promise.all([1, 2].map(() => openOutboxNode({ dataDir, redisUrl: started.url })))
    const enqueued = await Promise.all(Array.from({ length: 60 }, (_, n) => enqueue(nodes[n % 2], n)))
    for (const node of nodes) node.later(21)
    const held = await takeUntilEmpty(nodes, 'failed')
    expect(held.sort()).toEqual(enqueued.flat().sort())
    // Each is due again after its pause, and once more goes to one node only.
    for (const node of nodes) node.later(6)
    expect((await takeUntilEmpty(nodes, 'told')).sort()).toEqual(enqueued.flat().sort())
    const entries = await nodes[0]?.outbox.list()
    expect(entries?.map(({ id, state, attempts }) => [id, state, attempts]).sort()).toEqual(
      enqueued
        .flat()
        .sort()
        .map((id) => [id, 'delivered', 2]),
    )
    await Promise.all(nodes.map(({ store }) => store.close()))
  })
})

/** As a logout does: again from the start when another one was faster. */
async function enqueue(node: OutboxNode | undefined, n: number): Promise<readonly string[]> {
  if (node === undefined) throw new Error('no node')
  for (;;) {
    const unit = node.newUnit()
    const lot = await node.outbox.enqueue(unit, 'subject-1', [{ clientId: 'epj-nordfjell', sid: `sid-${n}` }])
    if ((await unit.commit('success')).committed) return idsOf([lot])
  }
}

/** Both nodes take at the same time until nothing is due. @returns every id that was held, as often as it was. */
async function takeUntilEmpty(nodes: readonly OutboxNode[], attempt: 'told' | 'failed'): Promise<string[]> {
  const held: string[] = []
  for (let idle = 0; idle < 3; ) {
    const taken = await Promise.all(nodes.map(({ outbox }) => outbox.takeDue()))
    held.push(...taken.flatMap(idsOf))
    await Promise.all(nodes.map((node, i) => settleAll(node, taken[i] ?? [], attempt)))
    idle = taken.flat().length === 0 ? idle + 1 : 0
  }
  return held
}
