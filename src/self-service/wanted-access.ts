import { isKept } from '#src/admin/rights/judge-access-list.ts'
import { selfServiceScope } from '#src/registry/built-in/names.ts'
import type { ClientWire } from '#src/registry/client-schema.ts'
import type { Registry } from '#src/registry/registry.ts'

type AccessWire = ClientWire['access'][number]

/**
 * The access of a client that wants exactly these scopes: what is new is asked for, or there at once where the API gives
 * it to everybody who asks; what is not wanted any more is given up. A word that was spoken against the client stays, as
 * asking again does not undo it; so does the access to self-service, which the client could not get back by itself.
 */
export function wantedAccess(
  scopes: readonly string[],
  access: readonly AccessWire[],
  asking: { readonly registry: Registry; readonly nowSeconds: number; readonly requestedBy: string },
): readonly AccessWire[] {
  const wanted = new Set(scopes)
  const stays = (entry: AccessWire) =>
    wanted.has(entry.scope) || entry.scope === selfServiceScope || isKept(entry, asking.registry)
  const known = new Set(access.map(({ scope }) => scope))
  const added = [...wanted]
    .filter((scope) => !known.has(scope))
    .map((scope): AccessWire => {
      if (asking.registry.apiOfScope(scope)?.scope.approval === 'automatic') return { scope, status: 'approved' }
      const requested_at = new Date(asking.nowSeconds * 1000).toISOString()
      return { scope, status: 'requested', requested_by: asking.requestedBy, requested_at }
    })
  return [...access.filter(stays), ...added]
}
