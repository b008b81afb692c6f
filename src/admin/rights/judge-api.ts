import { canonicalJson } from '#src/audit/canonical-json.ts'
import { type ApiWire, apiSchema } from '#src/registry/api-schema.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'

/**
 * Of an API its owner does not decide how weak a login may be, what is told about people, or that a stolen token would be of
 * use to the thief.
 */
export function judgeApi({ kind, id, before, after }: PlannedChange): readonly ChangeProblem[] {
  if (before === undefined || after === undefined) return []
  const was = apiSchema.parse(JSON.parse(before))
  const is = apiSchema.parse(JSON.parse(after))
  const decided: readonly (readonly [pointer: string, of: (api: ApiWire) => unknown])[] = [
    ['/scopes', floorsBelow4],
    ['/access_token/claims', (api) => api.access_token.claims.toSorted()],
    ['/access_token/sender_constraint', (api) => api.access_token.sender_constraint],
  ]
  return decided
    .filter(([, of]) => canonicalJson(of(was)) !== canonicalJson(of(is)))
    .map(([pointer]) => ({ kind, id, pointer, found: 'a change', allowed: 'an operator decides this' }))
}

function floorsBelow4({ scopes }: ApiWire): unknown {
  return scopes
    .filter((scope) => scope.minimum_security_level < 4)
    .map((scope) => [
      scope.name,
      scope.minimum_security_level,
      scope.minimum_security_level_reason,
      scope.minimum_security_level_decided_by,
      scope.minimum_security_level_decided_at,
    ])
}
