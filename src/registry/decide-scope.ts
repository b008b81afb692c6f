import type { Api, TokenKind } from './api.ts'
import type { Client } from './client.ts'
import { isIdentityScope, isPersonScope } from './identity-scopes.ts'
import { type Refused, refuse, sayBack } from './refused.ts'
import type { Registry } from './registry.ts'

/** `api` is undefined for an identity scope. */
type ScopeDecision = { readonly kind: 'granted'; readonly api: Api | undefined } | Refused

/** Whether an active client may have this one scope. */
export function decideScope(
  registry: Registry,
  client: Client,
  scope: string,
  { kind, nowSeconds }: { readonly kind: TokenKind; readonly nowSeconds: number },
): ScopeDecision {
  const said = sayBack(scope, 'a scope of the request')
  if (isIdentityScope(scope)) {
    if (kind === 'machine' && isPersonScope(scope)) {
      return refuse('scope_refused', `${said} is about a person, and there is none in this grant`)
    }
    return client.scope.includes(scope)
      ? { kind: 'granted', api: undefined }
      : refuse('scope_refused', `${said} is not among the client's scopes`)
  }
  const found = registry.apiOfScope(scope)
  if (found === undefined) return refuse('scope_refused', `${said} is not a scope of this server`)
  const { api, scope: apiScope } = found
  const access = client.access.find((entry) => entry.scope === scope)
  if (access?.status !== 'approved') {
    const detail = `access of ${client.clientId} to ${scope} is ${access?.status ?? 'not registered'}`
    return refuse('scope_refused', `the client has no approved access to ${said}`, detail)
  }
  if (access.validUntil !== undefined && nowSeconds >= access.validUntil) {
    const detail = `access of ${client.clientId} to ${scope} has run out`
    return refuse('scope_refused', `the client's access to ${said} has run out`, detail)
  }
  if (!apiScope.usedBy.includes(kind)) {
    const how = kind === 'user' ? 'with a logged-in person' : 'by a client on its own'
    return refuse('scope_refused', `${said} can not be used ${how}`)
  }
  if (api.status !== 'active') return refuse('resource_refused', `the API of ${said} is not active`)
  return { kind: 'granted', api }
}
