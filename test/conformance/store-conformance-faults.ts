import { describe, expect, it, vi } from 'vitest'
import { StoreUnavailable } from '#src/store/store.ts'
import { StoreWorker } from '../support/store-workers.ts'
import { committed, newKey, set, textOf } from './store-bytes.ts'
import type { StoreBench } from './store-conformance.ts'

/** Enough that the kill comes in the middle of the work. */
const acknowledgedBeforeKill = 50

/** What holds when the store does not answer, or the power goes. */
export function describeFaults(at: () => StoreBench): void {
  describe('when things go wrong', () => {
    it.each([1, 2, 3])('call %i of three fails: it says so, is whole or not there, and the others count', async (n) => {
      const { store, failNext } = await at().openFailing()
      const reader = await at().open()
      for (const call of [1, 2, 3]) {
        const [a, b] = [newKey(), newKey()]
        const change = { absent: [a, b], writes: [set(a, 'x'), set(b, 'x')] }
        if (call === n) {
          await failNext()
          await expect(store.commit(change)).rejects.toThrow(StoreUnavailable)
          expect(await textOf(reader, a)).toBe(await textOf(reader, b))
          await vi.waitFor(() => store.check(), { timeout: 20_000 })
        } else {
          expect(await store.commit(change)).toEqual(committed)
          expect([await textOf(reader, a), await textOf(reader, b)]).toEqual(['x', 'x'])
        }
      }
      await Promise.all([store.close(), reader.close()])
    })

    it('loses nothing that it acknowledged when everything is killed in the middle', async () => {
      const prefix = newKey()
      const acknowledged: string[] = []
      const worker = new StoreWorker()
      await worker.do({ do: 'open', place: at().place })
      const writing = (async () => {
        for (let i = 0; ; i += 1) {
          await worker.do({ do: 'write', key: `${prefix}-${i}` })
          acknowledged.push(`${prefix}-${i}`)
        }
      })().catch(() => undefined)
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(acknowledgedBeforeKill)
      await Promise.all([worker.kill(), at().crash()])
      await writing
      const store = await at().open()
      const values = await store.read(acknowledged)
      await store.close()
      expect(values.map((value) => Buffer.from(value ?? []).toString())).toEqual(acknowledged)
    })
  })
}
