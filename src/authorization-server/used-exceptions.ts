import type { AuditEntry } from '#src/audit/entry.ts'
import type { Registry } from '#src/registry/registry.ts'

/** By request. */
const used = new WeakMap<object, readonly string[]>()

/** Notes which named exceptions the assertion of a request was accepted by, until the trail is told. */
export function noteExceptions(ctx: object, exceptions: readonly string[]): void {
  if (exceptions.length > 0) used.set(ctx, exceptions)
}

/** Empty when it needed none. */
export function exceptionsOf(ctx: object): readonly string[] {
  return used.get(ctx) ?? []
}

/** A client was let off a rule by name (docs/decisions/0060, 0061): each use is in the trail. Empty without any. */
export function exceptionUsed(
  registry: Registry,
  {
    clientId,
    route,
    exceptions,
  }: {
    readonly clientId: string
    readonly route: string
    readonly exceptions: readonly string[]
  },
): readonly AuditEntry[] {
  if (exceptions.length === 0) return []
  const organisation = registry.client(clientId)?.organisation
  const actor = { kind: 'client', id: clientId } as const
  const details = { exceptions: [...exceptions], route }
  return [{ event: 'exception.used', outcome: 'done', actor, clientId, organisation, details }]
}
