import { randomUUID } from 'node:crypto'
import type { Store, Write } from '#src/store/store.ts'

/** Shorthand for the suite: every test has keys of its own, so that they may share a store. */
export const newKey = (): string => `test:${randomUUID()}`

export const set = (key: string, text: string, ttlSeconds?: number): Write => ({
  key,
  value: Buffer.from(text),
  ttlSeconds,
})

export const remove = (key: string): Write => ({ key, value: undefined })

export const unchanged = (key: string, text: string) => ({ key, value: Buffer.from(text) })

export async function textOf(store: Store, key: string): Promise<string | undefined> {
  const [value] = await store.read([key])
  return value === undefined ? undefined : Buffer.from(value).toString()
}

export const committed = { committed: true }
export const refused = (...conflicts: readonly string[]) => ({ committed: false, conflicts })
