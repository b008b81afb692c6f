import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Store } from '#src/store/store.ts'
import { committed, newKey, refused, set, textOf, unchanged } from './store-bytes.ts'
import type { StoreBench } from './store-conformance.ts'

/** Seconds: short enough to be seen to end. */
const moment = 0.05

/** Milliseconds that a loaded machine may take to notice that a moment is over. */
const patience = { timeout: 20_000, interval: 10 }

/** What becomes of a value when its time is over. */
export function describeExpiry(at: () => StoreBench): void {
  describe('the life of a value', () => {
    let store: Store
    beforeAll(async () => {
      store = await at().open()
    })
    afterAll(() => store.close())

    const untilGone = (key: string) =>
      vi.waitFor(async () => expect(await textOf(store, key)).toBeUndefined(), patience)

    it('ends by itself; from then on the key is absent and its value has changed', async () => {
      const [taken, read] = [newKey(), newKey()]
      await store.commit({ writes: [set(taken, 'short', moment), set(read, 'short', moment)] })
      await untilGone(taken)
      await untilGone(read)
      expect(await store.commit({ unchanged: [unchanged(read, 'short')], writes: [] })).toEqual(refused(read))
      expect(await store.commit({ absent: [taken], writes: [set(taken, 'again')] })).toEqual(committed)
      expect(await textOf(store, taken)).toBe('again')
    })

    it('is as long as it was said last: a longer one, or for good', async () => {
      const [longer, forGood, witness] = [newKey(), newKey(), newKey()]
      await store.commit({ writes: [set(longer, 'a', moment), set(forGood, 'b', moment)] })
      await store.commit({ writes: [set(longer, 'a', 3600), set(forGood, 'b')] })
      await store.commit({ writes: [set(witness, 'c', moment)] })
      await untilGone(witness)
      expect(await textOf(store, longer)).toBe('a')
      expect(await textOf(store, forGood)).toBe('b')
      expect(await store.commit({ absent: [longer, forGood], writes: [] })).toEqual(refused(longer, forGood))
    })

    it('can be shortened', async () => {
      const key = newKey()
      await store.commit({ writes: [set(key, 'a')] })
      await store.commit({ writes: [set(key, 'a', moment)] })
      await untilGone(key)
    })

    it('that is over before it begins is none', async () => {
      for (const ttlSeconds of [0, -1, -0.001]) {
        const key = newKey()
        await store.commit({ writes: [set(key, 'old')] })
        expect(await store.commit({ writes: [set(key, 'x', ttlSeconds)] })).toEqual(committed)
        expect(await textOf(store, key)).toBeUndefined()
        expect(await store.commit({ absent: [key], writes: [] })).toEqual(committed)
      }
    })
  })
}
