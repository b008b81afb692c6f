import type { UnitOfWork } from '#src/store/unit-of-work.ts'

/** Pushed requests that gave their code: the engine's row dies before the last way back from a login does. */
const spentRequest = 'spent-request'

/** Longer than a request, a login begun at its end, and the way back from it live one after the other. */
const spentSeconds = 3 * 3600

/** Names the pushed request of a login. */
export function requestIdOf(interaction: object | undefined): string | undefined {
  // `parJti` is missing in the published types of Interaction; the engine sets it when a request was pushed.
  return (interaction as { readonly parJti?: string } | undefined)?.parJti
}

/** In the unit that gives the code. */
export function noteSpentRequest(unit: UnitOfWork, id: string): void {
  unit.put(spentRequest, id, true, spentSeconds)
}

/** Whether this request gave its code: each window in which it was loaded has a login of its own, and one alone may finish. */
export async function isRequestSpent(unit: UnitOfWork, id: string | undefined): Promise<boolean> {
  return id !== undefined && (await unit.get(spentRequest, id)) !== undefined
}
