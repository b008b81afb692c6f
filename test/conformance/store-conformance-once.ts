import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTwoWorkers, type StoreWorker } from '../support/store-workers.ts'
import { newKey, set } from './store-bytes.ts'
import type { StoreBench } from './store-conformance.ts'

const rounds = 200

/** What may happen once: sixteen uses at the same moment, eight in each of two real processes. */
export function describeOnce(at: () => StoreBench): void {
  describe('of sixteen uses at the same moment from two processes', () => {
    let workers: readonly [StoreWorker, StoreWorker]
    beforeAll(async () => {
      workers = await openTwoWorkers(at().place)
    })
    afterAll(() => Promise.all((workers ?? []).map((worker) => worker.kill())))

    async function winnersOf(what: 'claim' | 'consume', key: string): Promise<number> {
      const reports = await Promise.all(workers.map((worker) => worker.do({ do: what, key })))
      return reports.reduce((sum, report) => sum + ('winners' in report ? report.winners : Number.NaN), 0)
    }

    it('exactly one takes what is taken once, two hundred times', async () => {
      const winners: number[] = []
      for (let round = 0; round < rounds; round += 1) winners.push(await winnersOf('claim', newKey()))
      expect(winners).toEqual(Array.from({ length: rounds }, () => 1))
    })

    it('exactly one uses up what all of them have read, two hundred times', async () => {
      const store = await at().open()
      const winners: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const key = newKey()
        await store.commit({ writes: [set(key, 'a code', 60)] })
        winners.push(await winnersOf('consume', key))
      }
      await store.close()
      expect(winners).toEqual(Array.from({ length: rounds }, () => 1))
    })

    it('all get the same store key, whoever makes it, fifty times', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'tillit-key-'))
      const digests: number[] = []
      for (let round = 0; round < 50; round += 1) {
        const file = join(dir, String(round), 'store.key')
        const reports = await Promise.all(workers.map((worker) => worker.do({ do: 'load-key', file })))
        digests.push(new Set(reports.map((report) => ('digest' in report ? report.digest : 'none'))).size)
      }
      rmSync(dir, { recursive: true })
      expect(digests).toEqual(Array.from({ length: 50 }, () => 1))
    })
  })
}
