import type { Client as EngineClient, KoaContextWithOIDC, ResourceServer } from 'oidc-provider'
import { decideClient, decideScopes, decideToken } from '#src/registry/access.ts'
import type { ActingRules } from './acting.ts'
import { engineError } from './engine-errors.ts'
import { dropRejectedScopes, resourcesWithTerms } from './rejected-scopes.ts'

/**
 * Which API a token is for, and what it may do there (RFC 8707). The engine asks at the pushed request, at
 * authorization and at each token; every answer comes from `registry/access.ts`, where deny is the default.
 */
export interface ResourceRules extends ActingRules {
  readonly issuer: string
  readonly accessTokenSeconds: number
}

/** The resource of a token that no API asked for: our own userinfo endpoint, so that no token is without audience. */
export function userinfoResource(issuer: string): string {
  return `${issuer}/connect/userinfo`
}

/** A client that names no `resource` gets the one that its scopes belong to. @throws invalid_scope, invalid_target */
export function defaultResource(rules: ResourceRules) {
  return function chooseResource(
    ctx: KoaContextWithOIDC,
    client: EngineClient,
    oneOf?: readonly string[],
  ): string | string[] {
    if (oneOf !== undefined) {
      const [first, ...others] = resourcesWithTerms(rules, ctx, oneOf)
      if (first !== undefined && others.length === 0) return first
      throw engineError('resource_refused', `name one resource: the scopes belong to ${oneOf.join(' and ')}`)
    }
    dropRejectedScopes(rules, ctx)
    const resources = [...checkedScopes(rules, ctx, client.clientId, []).keys()]
    const [only] = resources
    if (resources.length > 1) return resources
    return only ?? (requestKind(ctx.oidc.params?.grant_type) === 'user' ? userinfoResource(rules.issuer) : [])
  }
}

/** @throws invalid_scope, invalid_target, access_denied: whatever `registry/access.ts` refuses. */
export function resourceServerInfo(rules: ResourceRules) {
  return function describeRequested(ctx: KoaContextWithOIDC, resource: string, client: EngineClient): ResourceServer {
    const registry = rules.registry()
    const allowed = decideClient(registry, client.clientId)
    if (allowed.kind === 'refused') throw engineError(allowed.reason, allowed.publicDescription, allowed.detail)
    dropRejectedScopes(rules, ctx)
    const own = registry.client(client.clientId)?.scope ?? []
    if (resource === userinfoResource(rules.issuer)) {
      if (!isRedemption(ctx)) checkUserinfoAlone(rules, ctx, client.clientId)
      return describeResource({ scopes: own, resource, lifetimeSeconds: rules.accessTokenSeconds, signingAlg: 'ES256' })
    }
    const api = registry.api(resource)
    if (api === undefined) throw engineError('resource_refused', `there is no API ${printable(resource)}`)
    if (!isRedemption(ctx)) checkedScopes(rules, ctx, client.clientId, requestedApis(rules, ctx))
    const { lifetimeSeconds, signingAlg } = api.accessToken
    const scopes = [...own, ...api.scopes.map((scope) => scope.name)]
    return describeResource({ scopes, resource, lifetimeSeconds, signingAlg })
  }
}

/** The last gate before a token (called for every access token): the registry as it is now, not as it was at login. */
export function checkTokenTarget(
  rules: ResourceRules,
  token: {
    readonly clientId: string
    readonly resource: string
    readonly scopes: readonly string[]
    readonly kind: 'user' | 'machine'
  },
): void {
  const registry = rules.registry()
  if (token.resource === userinfoResource(rules.issuer) && token.kind === 'machine') {
    throw engineError('resource_refused', 'userinfo is about a person, and there is none in this grant')
  }
  const decision =
    token.resource === userinfoResource(rules.issuer)
      ? decideClient(registry, token.clientId)
      : decideToken(registry, token, rules.nowSeconds())
  if (decision.kind === 'refused') throw engineError(decision.reason, decision.publicDescription, decision.detail)
}

function checkedScopes(
  rules: ResourceRules,
  ctx: KoaContextWithOIDC,
  clientId: string,
  resources: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const kind = requestKind(ctx.oidc.params?.grant_type)
  const request = { clientId, scopes: requestedScopes(ctx), resources, kind }
  const decision = decideScopes(rules.registry(), request, rules.nowSeconds())
  if (decision.kind === 'refused') throw engineError(decision.reason, decision.publicDescription, decision.detail)
  return decision.byResource
}

function requestedScopes(ctx: KoaContextWithOIDC): readonly string[] {
  const scope = ctx.oidc.params?.scope
  return typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : []
}

/** Resources of the request that are APIs; our own userinfo endpoint isn't in the registry. */
function requestedApis(rules: ResourceRules, ctx: KoaContextWithOIDC): readonly string[] {
  const named = ctx.oidc.params?.resource
  const list = Array.isArray(named) ? named : [named]
  return list.filter((name): name is string => typeof name === 'string' && name !== userinfoResource(rules.issuer))
}

/** Userinfo tells about a person: not for a machine, and no way to have scopes of an API dropped without a word. */
function checkUserinfoAlone(rules: ResourceRules, ctx: KoaContextWithOIDC, clientId: string): void {
  if (requestKind(ctx.oidc.params?.grant_type) === 'machine') {
    throw engineError('resource_refused', 'userinfo is about a person, and there is none in this grant')
  }
  const apis = requestedApis(rules, ctx)
  const [stray] = checkedScopes(rules, ctx, clientId, apis).keys()
  if (apis.length === 0 && stray !== undefined) {
    throw engineError('resource_refused', `the request has scopes of '${stray}', which is not among its resources`)
  }
}

/** A code or a refresh token is being turned into tokens: its scopes were checked when it was granted. */
function isRedemption(ctx: KoaContextWithOIDC): boolean {
  const grantType = ctx.oidc.params?.grant_type
  return grantType === 'authorization_code' || grantType === 'refresh_token'
}

function requestKind(grantType: unknown): 'user' | 'machine' {
  return grantType === 'client_credentials' ? 'machine' : 'user'
}

/** An API as the engine wants it described when it makes a token for it. */
export function describeResource(parts: {
  readonly scopes: readonly string[]
  readonly resource: string
  readonly lifetimeSeconds: number
  readonly signingAlg: 'ES256' | 'PS256'
}): ResourceServer {
  return {
    scope: parts.scopes.join(' '),
    audience: parts.resource,
    accessTokenFormat: 'jwt',
    accessTokenTTL: parts.lifetimeSeconds,
    jwt: { sign: { alg: parts.signingAlg } },
  }
}

/** What somebody sent, made safe to say back. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100)
}
