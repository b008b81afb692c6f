import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import { checkStoreKey } from '#src/store/store-key.ts'
import { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { StoreBench } from './store-conformance.ts'

/** What somebody who takes the store away, or writes in it, can do: nothing. */
export function describeSeal(at: () => StoreBench): void {
  describe('the sealed store', () => {
    const seal = new Seal(randomBytes(32))
    let store: Store
    beforeAll(async () => {
      store = await at().open()
    })
    afterAll(() => store.close())

    it('holds digests and ciphertext: neither an id nor a value can be found in its bytes', async () => {
      const id = `code-${randomBytes(16).toString('hex')}`
      const secret = `pid-${randomBytes(16).toString('hex')}`
      const unit = new UnitOfWork({ store, seal })
      unit.put('code', id, { secret }, undefined)
      expect(await unit.commit('success')).toEqual({ committed: true })
      const bytes = at().bytes()
      expect(bytes).toContain(seal.key('code', id))
      expect(bytes).not.toContain(id)
      expect(bytes).not.toContain(secret)
      expect(await new UnitOfWork({ store, seal }).get('code', id)).toEqual({ secret })
    })

    it('opens no value that was moved to another key, changed, or sealed by somebody else', async () => {
      const ids = ['mine', 'theirs', 'twisted', 'foreign'].map((name) => name + randomBytes(8).toString('hex'))
      const unit = new UnitOfWork({ store, seal })
      for (const id of ids) unit.put('session', id, { id }, undefined)
      await unit.commit('success')
      const keys = ids.map((id) => seal.key('session', id))
      const [, theirs = Buffer.alloc(0), twisted = Buffer.alloc(0)] = await store.read(keys)
      const [mineKey = '', , twistedKey = '', foreignKey = ''] = keys
      await at().replace(mineKey, theirs)
      await at().replace(twistedKey, Buffer.from(twisted).fill(twisted[20] === 0 ? 1 : 0, 20, 21))
      await at().replace(foreignKey, new Seal(randomBytes(32)).seal(foreignKey, { id: 'foreign' }))
      const unreadable: string[] = []
      const later = new UnitOfWork({ store, seal, onUnreadable: (kind) => unreadable.push(kind) })
      const values = await later.getMany(ids.map((id) => ({ kind: 'session', id })))
      expect(values).toEqual([undefined, { id: ids[1] }, undefined, undefined])
      expect(unreadable).toEqual(['session', 'session', 'session'])
    })

    it('keeps kinds apart, also when kind and id run together', () => {
      const keys = [
        seal.key('ab', 'c'),
        seal.key('a', 'bc'),
        seal.key('abc', ''),
        new Seal(randomBytes(32)).key('ab', 'c'),
      ]
      expect(new Set(keys.map((key) => key.split(':')[1])).size).toBe(keys.length)
    })

    it('refuses a node with another store key, whoever comes first', async () => {
      await checkStoreKey(store, seal)
      await checkStoreKey(store, seal)
      await expect(checkStoreKey(store, new Seal(randomBytes(32)))).rejects.toThrow('another store key')
      await checkStoreKey(store, seal)
    })
  })
}
