import { canonicalJson } from '#src/audit/canonical-json.ts'
import type { ClientWire } from '#src/registry/client-schema.ts'
import { clientSchema } from '#src/registry/client-schema.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'
import type { Actor } from '../actor.ts'

type AccessWire = ClientWire['access'][number]

/**
 * What a client's owner may do with its access: ask, take back, give up, and have what its API gives to everybody who
 * asks. The word of an API's owner is that owner's to give (`decideAccess`).
 */
export function judgeAccessList(actor: Actor, change: PlannedChange, registry: Registry): readonly ChangeProblem[] {
  const { kind, id } = change
  const was = new Map(accessOf(change.before).map((access) => [access.scope, access]))
  const is = accessOf(change.after)
  const changed = is.flatMap((access, at) => {
    const before = was.get(access.scope)
    if (before !== undefined && canonicalJson(before) === canonicalJson(access)) return []
    if (isOwn(access, before, { actor, registry })) return []
    return [{ kind, id, pointer: `/access/${at}`, found: found(access), allowed: 'the API’s owner decides this' }]
  })
  return [
    ...changed,
    // Forgotten, it could be asked for as if nobody had ever said no.
    ...[...was.values()]
      .filter((access) => isKept(access, registry) && !is.some(({ scope }) => scope === access.scope))
      .map(() => ({ kind, id, pointer: '/access', found: 'a no that is taken out', allowed: 'ask again' })),
  ]
}

/**
 * Whether an entry stays until the API's owner decides anew: a no, and a request for what others get for the asking,
 * which waits only because there was a no before it.
 */
export function isKept({ scope, status }: Pick<AccessWire, 'scope' | 'status'>, registry: Registry): boolean {
  if (status === 'requested') return isGivenForTheAsking(scope, registry)
  return status === 'refused' || status === 'revoked'
}

function isGivenForTheAsking(scope: string, registry: Registry): boolean {
  return registry.apiOfScope(scope)?.scope.approval === 'automatic'
}

function isOwn(
  access: AccessWire,
  before: AccessWire | undefined,
  { actor, registry }: { readonly actor: Actor; readonly registry: Registry },
): boolean {
  const { decided_by, decided_at, decision_reason, approved_by, requested_by } = access
  const isSilent = [decided_by, decided_at, decision_reason, approved_by].every((word) => word === undefined)
  // Nobody asks in another's name: who decides looks at it.
  const isAsking = isSilent && (requested_by === undefined || requested_by === actor.author.id)
  switch (access.status) {
    case 'requested':
      return isAsking
    case 'approved': {
      const isAutomatic = isGivenForTheAsking(access.scope, registry)
      // Once an owner has refused or revoked it, asking again is not enough, and nor is asking twice.
      return isAutomatic && before === undefined && isAsking
    }
    case 'revoked':
      return before?.status === 'approved' && canonicalJson({ ...before, status: 'revoked' }) === canonicalJson(access)
    case 'refused':
      return false
  }
}

function found({ status }: AccessWire): string {
  return status === 'approved' ? 'access that is approved' : `access that is ${status} in this way`
}

function accessOf(text: string | undefined): readonly AccessWire[] {
  return text === undefined ? [] : clientSchema.shape.access.parse(Reflect.get(Object(JSON.parse(text)), 'access'))
}
