import type { KoaContextWithOIDC } from 'oidc-provider'
import { scopesWithoutTerms } from '#src/registry/tenant-terms.ts'
import { type ActingRules, actingOfTokenRequest } from './acting.ts'
import { engineError } from './engine-errors.ts'

const dropped = new WeakMap<object, readonly string[]>()

/** What the answer names in `rejected_scope`, HelseID's way of telling a client that its tenant must accept terms. */
export function rejectedScopesOf(ctx: KoaContextWithOIDC): readonly string[] {
  return dropped.get(ctx) ?? []
}

/**
 * Takes the scopes away for which the organisation has not accepted the API's terms: those of a machine's request, before
 * its API is chosen. The other scopes are given, as HelseID does.
 *
 * @throws tenant_terms_missing when nothing is left.
 */
export function dropRejectedScopes(rules: ActingRules, ctx: KoaContextWithOIDC): void {
  const { params } = ctx.oidc
  if (ctx.oidc.route !== 'token' || params?.grant_type !== 'client_credentials') return
  const asked = wordsOf(params.scope)
  const rejected = rejectedOf(rules, ctx, asked)
  if (rejected.length === 0) return
  const left = asked.filter((scope) => !rejected.includes(scope))
  if (left.length === 0) throw termsMissing(rejected)
  params.scope = left.join(' ')
  dropped.set(ctx, rejected)
}

/** Of several granted APIs those that the organisation may use. @throws tenant_terms_missing when none is left. */
export function resourcesWithTerms(
  rules: ActingRules,
  ctx: KoaContextWithOIDC,
  resources: readonly string[],
): readonly string[] {
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities
  const granted = wordsOf((AuthorizationCode ?? RefreshToken)?.scope)
  const rejected = rejectedOf(rules, ctx, granted)
  if (rejected.length === 0) return resources
  const apis = rejected.map((scope) => rules.registry().apiOfScope(scope)?.api.resource)
  const left = resources.filter((resource) => !apis.includes(resource))
  if (left.length === 0) throw termsMissing(rejected)
  dropped.set(ctx, rejected)
  return left
}

/** The last gate: no token holds a scope whose terms are not accepted. @throws tenant_terms_missing */
export function checkTerms(rules: ActingRules, ctx: KoaContextWithOIDC, scopes: readonly string[]): void {
  const rejected = rejectedOf(rules, ctx, scopes)
  if (rejected.length > 0) throw termsMissing(rejected)
}

function rejectedOf(rules: ActingRules, ctx: KoaContextWithOIDC, scopes: readonly string[]): readonly string[] {
  return scopesWithoutTerms(rules.registry(), actingOfTokenRequest(rules, ctx).acting, scopes)
}

function termsMissing(scopes: readonly string[]) {
  // Names out of the registry, for each belongs to an API of it.
  return engineError('tenant_terms_missing', `the organisation has not accepted the terms of ${scopes.join(', ')}`)
}

function wordsOf(scope: unknown): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : []
}
