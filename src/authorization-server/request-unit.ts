import { AsyncLocalStorage } from 'node:async_hooks'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'

const units = new AsyncLocalStorage<UnitOfWork>()

/** Everything that the engine reads and writes during `work` belongs to this unit, which the caller commits. */
export function runInUnit<T>(unit: UnitOfWork, work: () => T): T {
  return units.run(unit, work)
}

/** @throws {Error} outside {@link runInUnit}: a write that nobody would commit is a bug. */
export function currentUnit(): UnitOfWork {
  const unit = units.getStore()
  if (unit === undefined) throw new Error('the engine touched its store outside a unit of work')
  return unit
}
