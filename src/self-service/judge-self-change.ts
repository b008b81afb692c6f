import { judgeAccessList } from '#src/admin/rights/judge-access-list.ts'
import { judgePlan } from '#src/admin/rights/judge-plan.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { Plan } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'
import type { Self } from './self.ts'

/** What a client may say of itself, as in HelseID's own API. The rest is for people, or for its owner's own programs. */
const ownMembers: readonly string[] = [
  'jwks',
  'key_expirations',
  'redirect_uris',
  'post_logout_redirect_uris',
  'child_organisations',
  'access',
  'requested_api_claims',
]

/** What of a plan a client may not do to itself, beyond what its owner may not. Pure. */
export function judgeSelfChange({ actor, client }: Self, plan: Plan, registry: Registry): readonly ChangeProblem[] {
  const beyond = plan.changes.flatMap((change) => {
    const { kind, id, action, members } = change
    const problem = (pointer: string) => [{ kind, id, pointer, found: 'a change', allowed: 'what the API is for' }]
    if (kind !== 'client' || id !== client.clientId || action !== 'change') return problem('')
    const others = members.filter((member) => !ownMembers.includes(member) || !isOfTenancy(member, client))
    // Judged here as well: whoever acts for the broker's own organisation is not asked there.
    return [...others.flatMap((member) => problem(`/${member}`)), ...judgeAccessList(actor, change, registry)]
  })
  return beyond.length > 0 ? beyond : judgePlan(actor, plan, registry)
}

/** Whoever acts for many has sub-units by what they delegate, not by its own word. */
function isOfTenancy(member: string, { tenancy }: Self['client']): boolean {
  return member !== 'child_organisations' || tenancy === 'single-tenant'
}
