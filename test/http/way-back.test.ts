import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeWayBack, findWayBack, takeWayBack } from '#src/authorization-server/way-back.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import { UnitOfWork } from '#src/store/unit-of-work.ts'

/** A login that ends in two requests at the same moment: one leaves an answer for the engine, one takes the person back. */

const now = 1_800_000_000
const dir = mkdtempSync(join(tmpdir(), 'tillit-way-back-'))
let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: dir, now: () => now * 1000 })
})
afterAll(async () => {
  await store.close()
  rmSync(dir, { recursive: true, force: true })
})
const newUnit = () => new UnitOfWork({ store, seal: new Seal(Buffer.alloc(32, 7)) })

async function keep(uid: string): Promise<void> {
  const unit = newUnit()
  const answer = { redirectUri: 'https://service.example/signin' }
  const times = { loginExpiresAt: now + 600, expiresAt: now + 7800 }
  unit.put('login-way-back', uid, { clientId: 'c', browser: 'b', ...times, answer }, 7800)
  await unit.commit('success')
}

async function finishing(uid: string): Promise<UnitOfWork> {
  const unit = newUnit()
  await closeWayBack(unit, uid, 'completed', now)
  return unit
}

async function leaving(uid: string): Promise<UnitOfWork> {
  const unit = newUnit()
  await findWayBack(unit, uid)
  takeWayBack(unit, uid, 600)
  return unit
}

describe('of a login that is finished and left at once', () => {
  it.each([
    ['finishes first', finishing, leaving],
    ['leaves first', leaving, finishing],
  ])('one alone is committed, if it %s', async (name, first, second) => {
    await keep(name)
    const units = [await first(name), await second(name)]
    const outcomes = []
    for (const unit of units) outcomes.push(await unit.commit('success'))
    expect(outcomes.map(({ committed }) => committed)).toEqual([true, false])
    expect(outcomes[1]).toMatchObject({ conflicts: [{ reason: 'page_expired' }] })
  })

  it('a second way back is the first one again, and no finished login', async () => {
    await keep('twice')
    const units = [await leaving('twice'), await leaving('twice')]
    expect(await units[0]?.commit('success')).toEqual({ committed: true })
    expect(await units[1]?.commit('success')).toMatchObject({ conflicts: [{ reason: 'login_expired' }] })
  })
})
