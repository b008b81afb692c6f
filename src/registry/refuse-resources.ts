import type { TokenKind } from './api.ts'
import { type Refused, refuse, sayBack } from './refused.ts'
import type { Registry } from './registry.ts'

type ByResource = ReadonlyMap<string, readonly string[]>

/** Whether the resources exist, and the scopes are theirs and no other's (RFC 8707). @returns undefined when all is well. */
export function refuseResources(
  registry: Registry,
  resources: readonly string[],
  byResource: ByResource,
  kind: TokenKind,
): Refused | undefined {
  for (const resource of resources) {
    const said = sayBack(resource, 'a resource of the request')
    const api = registry.api(resource)
    if (api === undefined) return refuse('resource_refused', `${said} is not an API of this server`)
    if (api.status !== 'active') return refuse('resource_refused', `the API ${said} is not active`)
  }
  const stray = [...byResource.keys()].find((resource) => resources.length > 0 && !resources.includes(resource))
  if (stray !== undefined) {
    return refuse('resource_refused', `the request has scopes of '${stray}', which is not among its resources`)
  }
  if (kind === 'machine' && (byResource.size > 1 || new Set(resources).size > 1)) {
    return refuse('resource_refused', 'client_credentials gives a token for one API: ask for one API at a time')
  }
  // A machine without any scope is told so by refuseNothingAsked.
  const unused = resources.find((resource) => (kind === 'user' || byResource.size > 0) && !byResource.has(resource))
  return unused === undefined ? undefined : refuseUnusedResource(unused)
}

/** A request that would give nothing is a mistake of its sender. @returns undefined when it gives something. */
export function refuseNothingAsked(
  kind: TokenKind,
  identityScopes: readonly string[],
  byResource: ByResource,
): Refused | undefined {
  if (byResource.size > 0 || (kind === 'user' && identityScopes.length > 0)) return undefined
  const what = kind === 'machine' ? 'scope of an API' : 'scope'
  return refuse('scope_refused', `the request has no ${what}: ask for at least one`)
}

/** A token for an API always holds one of its scopes. */
export function refuseUnusedResource(resource: string): Refused {
  const said = sayBack(resource, 'a resource')
  return refuse('resource_refused', `the request has no scope of the resource ${said}`)
}
