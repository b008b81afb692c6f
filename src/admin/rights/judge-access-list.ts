import { canonicalJson } from '#src/audit/canonical-json.ts'
import type { ClientWire } from '#src/registry/client-schema.ts'
import { clientSchema } from '#src/registry/client-schema.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'

type AccessWire = ClientWire['access'][number]

/**
 * What a client's owner may do with its access: ask, take back, give up, and have what its API gives to everybody who
 * asks. The word of an API's owner is that owner's to give (`decideAccess`).
 */
export function judgeAccessList(change: PlannedChange, registry: Registry): readonly ChangeProblem[] {
  const was = new Map(accessOf(change.before).map((access) => [access.scope, access]))
  return accessOf(change.after).flatMap((access, at) => {
    const before = was.get(access.scope)
    if (before !== undefined && canonicalJson(before) === canonicalJson(access)) return []
    if (isOwn(access, before, registry)) return []
    const { kind, id } = change
    return [{ kind, id, pointer: `/access/${at}`, found: found(access), allowed: 'the API’s owner decides this' }]
  })
}

function isOwn(access: AccessWire, before: AccessWire | undefined, registry: Registry): boolean {
  const { decided_by, decided_at, decision_reason, approved_by, valid_until } = access
  const says = [decided_by, decided_at, decision_reason, approved_by, valid_until]
  switch (access.status) {
    case 'requested':
      return says.every((word) => word === undefined || word === valid_until)
    case 'approved': {
      const isAutomatic = registry.apiOfScope(access.scope)?.scope.approval === 'automatic'
      // Once an owner has refused or revoked it, asking again is not enough.
      const isNew = before === undefined || before.status === 'requested'
      return isAutomatic && isNew && says.every((word) => word === undefined)
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
