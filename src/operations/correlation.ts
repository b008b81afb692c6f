import { AsyncLocalStorage } from 'node:async_hooks'

/** The id of the request under way. Ours, never taken from the request: header `x-correlation-id` and every log line. */
const current = new AsyncLocalStorage<string>()

export function runWithCorrelationId<T>(id: string, work: () => T): T {
  return current.run(id, work)
}

export function currentCorrelationId(): string | undefined {
  return current.getStore()
}

/** What a page shows a person: the first ten characters, in two groups for reading aloud. */
export function referenceCodeOf(correlationId: string): string {
  return `${correlationId.slice(0, 5)}-${correlationId.slice(5, 10)}`
}
