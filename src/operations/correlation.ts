import { AsyncLocalStorage } from 'node:async_hooks'

/** The id of the request under way. Ours, never taken from the request: header `x-correlation-id` and every log line. */
const current = new AsyncLocalStorage<string>()

export function runWithCorrelationId<T>(id: string, work: () => T): T {
  return current.run(id, work)
}

export function currentCorrelationId(): string | undefined {
  return current.getStore()
}

/** The code that a page of the request under way shows; for the log, so that it is found as it was read aloud. */
export function currentReferenceCode(): string | undefined {
  const id = current.getStore()
  return id === undefined ? undefined : referenceCodeOf(id)
}

/** What a page shows a person: the first ten characters, in two groups for reading aloud. */
export function referenceCodeOf(correlationId: string): string {
  return `${correlationId.slice(0, 5)}-${correlationId.slice(5, 10)}`
}
