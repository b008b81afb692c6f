import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Store, StoreUnavailable } from '#src/store/store.ts'
import { committed, newKey, refused, remove, set, textOf, unchanged } from './store-bytes.ts'
import type { StoreBench } from './store-conformance.ts'

/** What a read gives and what a commit does, when nothing goes wrong. */
export function describeChanges(at: () => StoreBench): void {
  describe('a change', () => {
    let store: Store
    let other: Store
    beforeAll(async () => {
      store = await at().open()
      other = await at().open()
    })
    afterAll(() => Promise.all([store.close(), other.close()]))

    it('is there for every node as soon as it is acknowledged, in the order that was asked for', async () => {
      const [a, b, c] = [newKey(), newKey(), newKey()]
      expect(await store.commit({ writes: [set(a, 'first'), set(b, 'second')] })).toEqual(committed)
      const values = await other.read([b, c, a])
      expect(values.map((value) => value && Buffer.from(value).toString())).toEqual(['second', undefined, 'first'])
      expect(await other.read([])).toEqual([])
    })

    it('replaces and deletes', async () => {
      const key = newKey()
      await store.commit({ writes: [set(key, 'old')] })
      await store.commit({ writes: [set(key, 'new')] })
      expect(await textOf(other, key)).toBe('new')
      expect(await store.commit({ writes: [remove(key), remove(newKey())] })).toEqual(committed)
      expect(await textOf(other, key)).toBeUndefined()
    })

    it('takes a key that is absent, and not one that is there', async () => {
      const key = newKey()
      expect(await store.commit({ absent: [key], writes: [set(key, 'mine')] })).toEqual(committed)
      expect(await other.commit({ absent: [key], writes: [set(key, 'theirs')] })).toEqual(refused(key))
      expect(await textOf(store, key)).toBe('mine')
      await store.commit({ writes: [remove(key)] })
      expect(await other.commit({ absent: [key], writes: [set(key, 'theirs')] })).toEqual(committed)
    })

    it('rests on what was read only as long as it is the same, byte for byte', async () => {
      const key = newKey()
      await store.commit({ writes: [set(key, 'read')] })
      const swap = (from: string, to: string) =>
        store.commit({ unchanged: [unchanged(key, from)], writes: [set(key, to)] })
      for (const wrong of ['', 'rea', 'read ', 'Read']) expect(await swap(wrong, 'x')).toEqual(refused(key))
      expect(await swap('read', 'used')).toEqual(committed)
      expect(await swap('read', 'used twice')).toEqual(refused(key))
      await store.commit({ writes: [remove(key)] })
      expect(await swap('used', 'x')).toEqual(refused(key))
    })

    it('is made as a whole or not at all, and every condition that failed is named', async () => {
      const [taken, free, read, gone, bystander] = [newKey(), newKey(), newKey(), newKey(), newKey()]
      await store.commit({ writes: [set(taken, 'there'), set(read, 'other'), set(bystander, 'stays')] })
      const change = {
        absent: [taken, free],
        unchanged: [unchanged(read, 'same'), unchanged(gone, 'x'), unchanged(bystander, 'stays')],
        writes: [set(free, 'x'), set(taken, 'x'), set(read, 'x'), remove(bystander)],
      }
      expect(await store.commit(change)).toEqual(refused(taken, read, gone))
      const keys = [taken, free, read, gone, bystander]
      const values = await Promise.all(keys.map((key) => textOf(store, key)))
      expect(values).toEqual(['there', undefined, 'other', undefined, 'stays'])
    })

    it('may be conditions alone, or nothing', async () => {
      const [there, missing] = [newKey(), newKey()]
      await store.commit({ writes: [set(there, 'x')] })
      expect(await store.commit({ writes: [] })).toEqual(committed)
      expect(await store.commit({ absent: [missing], writes: [] })).toEqual(committed)
      expect(await store.commit({ absent: [there], writes: [] })).toEqual(refused(there))
    })

    it('keeps any bytes, also none, and a megabyte of them', async () => {
      const values = [Buffer.from([0, 255, 13, 10, 0, 128, 36]), Buffer.alloc(0), randomBytes(1024 * 1024)]
      for (const value of values) {
        const key = newKey()
        await store.commit({ writes: [{ key, value, ttlSeconds: undefined }] })
        const [read] = await other.read([key])
        expect(Buffer.from(read ?? []).equals(value)).toBe(true)
        const next = { unchanged: [{ key, value }], writes: [set(key, 'next')] }
        expect(await other.commit(next)).toEqual(committed)
      }
    })

    it('sees those before it when several are asked for at once, each with its own outcome', async () => {
      const key = newKey()
      const outcomes = await Promise.all([
        store.commit({ absent: [key], writes: [set(key, 'first')] }),
        store.commit({ absent: [key], writes: [set(key, 'second')] }),
        store.commit({ unchanged: [unchanged(key, 'first')], writes: [set(key, 'third')] }),
      ])
      expect(outcomes).toEqual([committed, refused(key), committed])
      expect(await textOf(store, key)).toBe('third')
    })

    it('is refused by a store that is closed, and so is everything else', async () => {
      const closed = await at().open()
      const key = newKey()
      await closed.close()
      await closed.close()
      await expect(closed.commit({ writes: [set(key, 'x')] })).rejects.toThrow(StoreUnavailable)
      await expect(closed.read([key])).rejects.toThrow(StoreUnavailable)
      await expect(closed.check()).rejects.toThrow(StoreUnavailable)
      expect(await textOf(store, key)).toBeUndefined()
    })

    it('waited for is made before the store closes', async () => {
      const closing = await at().open()
      const key = newKey()
      const outcome = closing.commit({ writes: [set(key, 'the last one')] })
      const [result] = await Promise.allSettled([outcome.then(() => true), closing.close()])
      // Redis may be left before it has answered; then the caller is told that it does not know.
      if (result.status === 'fulfilled') expect(await textOf(store, key)).toBe('the last one')
      else expect(result.reason).toBeInstanceOf(StoreUnavailable)
    })
  })
}
