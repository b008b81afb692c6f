import { createHash } from 'node:crypto'
import { openStore } from '#src/store/open-store.ts'
import type { Store } from '#src/store/store.ts'
import { loadStoreKey } from '#src/store/store-key.ts'
import type { WorkerReport, WorkerTask } from './store-workers.ts'

/** A node of its own, as far as the store can tell: does what the test process sends, and reports. */

/** Uses at the same moment in this process. */
const parallel = 8
let store: Store | undefined

async function work(task: WorkerTask): Promise<WorkerReport> {
  if (task.do === 'open') {
    store = await openStore({ ...task.place, now: Date.now })
    return { done: 'open' }
  }
  if (task.do === 'load-key') {
    const key = loadStoreKey({ file: task.file, createIfMissing: true })
    return { done: 'load-key', digest: createHash('sha256').update(key).digest('hex') }
  }
  if (store === undefined) throw new Error('no store is open')
  if (task.do === 'claim') return { done: 'claim', winners: await claim(store, task.key) }
  if (task.do === 'consume') return { done: 'consume', winners: await consume(store, task.key) }
  await store.commit({ writes: [{ key: task.key, value: Buffer.from(task.key), ttlSeconds: undefined }] })
  return { done: 'write' }
}

/** How many of the eight took the key that only one may take. */
async function claim(on: Store, key: string): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: parallel }, (_, i) =>
      on.commit({ absent: [key], writes: [{ key, value: Buffer.from(`${process.pid}-${i}`), ttlSeconds: 60 }] }),
    ),
  )
  return outcomes.filter(({ committed }) => committed).length
}

/** Like the redemption of a code: everybody reads it, one marks it as used. */
async function consume(on: Store, key: string): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: parallel }, async (_, i) => {
      const [value] = await on.read([key])
      if (value === undefined || value[0] === usedMark) return false
      const used = Buffer.from([usedMark, i])
      const change = { unchanged: [{ key, value }], writes: [{ key, value: used, ttlSeconds: 60 }] }
      return (await on.commit(change)).committed
    }),
  )
  return outcomes.filter(Boolean).length
}

const usedMark = 0xff

process.on('message', (task: WorkerTask) => {
  work(task).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ done: 'failed', why: String(error) }),
  )
})
