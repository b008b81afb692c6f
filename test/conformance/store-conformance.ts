import { afterAll, beforeAll, describe } from 'vitest'
import type { Store } from '#src/store/store.ts'
import type { StorePlace } from '../support/store-workers.ts'
import { describeChanges } from './store-conformance-changes.ts'
import { describeExpiry } from './store-conformance-expiry.ts'
import { describeFaults } from './store-conformance-faults.ts'
import { describeOnce } from './store-conformance-once.ts'
import { describeSeal } from './store-conformance-seal.ts'

/** One kind of store, with what a test needs to be unkind to it. */
export interface StoreBench {
  readonly place: StorePlace
  /** Another handle on the same data, as another node has it. */
  open(): Promise<Store>
  /** The next commit of this handle, and no other, meets a store that does not answer. */
  openFailing(): Promise<{ readonly store: Store; failNext(): Promise<void> }>
  /** What holds the data is killed (`kill -9`) and started again. */
  crash(): Promise<void>
  /** Every byte that lies in the store's files, as text. */
  bytes(): string
  /** Changes a stored value behind the store's back. */
  replace(key: string, value: Uint8Array): Promise<void>
  stop(): Promise<void>
}

/** What every store promises, word for word the same for each. */
export function describeStore(name: string, start: () => Promise<StoreBench>): void {
  describe(name, () => {
    let bench: StoreBench
    beforeAll(async () => {
      bench = await start()
    })
    afterAll(() => bench?.stop())
    const at = () => bench
    describeChanges(at)
    describeExpiry(at)
    describeFaults(at)
    describeSeal(at)
    describeOnce(at)
  })
}
