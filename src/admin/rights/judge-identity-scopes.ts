import { isIdentityScope } from '#src/registry/identity-scopes.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'

/** Tell no more of a person than that somebody logged in, and the name. */
const harmless: ReadonlySet<string> = new Set(['openid', 'profile', 'offline_access'])

/** Which services learn a national identity number, and what else is told about people, an operator decides. */
export function judgeIdentityScopes({ kind, id, before, after }: PlannedChange): readonly ChangeProblem[] {
  const had = new Set(scopesOf(before))
  return scopesOf(after)
    .filter((scope) => isIdentityScope(scope) && !harmless.has(scope) && !had.has(scope))
    .map((scope) => ({
      kind,
      id,
      pointer: '/scope',
      found: JSON.stringify(scope),
      allowed: 'an operator decides this',
    }))
}

function scopesOf(text: string | undefined): readonly string[] {
  const scope: unknown = text === undefined ? '' : Reflect.get(Object(JSON.parse(text)), 'scope')
  return typeof scope === 'string' ? scope.split(' ') : []
}
