import type { ClientWire } from '#src/registry/client-schema.ts'

interface ScopeAccess {
  readonly scope: string
  readonly status: 'Ok' | 'Pending'
  readonly statusReason: string | null
}

interface ClaimAccess {
  readonly claimType: string
  readonly activeClaimValue: string | null
  readonly pendingClaimValue: string | null
  readonly status: 'Ok' | 'Pending' | 'UpdatePending'
  readonly statusReason: string | null
}

/** A client as HelseID's own API shows it. Pure. */
export function showClient(wire: ClientWire, nowSeconds: number) {
  return {
    apiScopes: wire.access.map((access) => showAccess(access, nowSeconds)),
    audienceSpecificClientClaims: showClaims(wire),
    redirectUris: wire.redirect_uris,
    postLogoutRedirectUris: wire.post_logout_redirect_uris,
    childOrganizationNumbers: wire.child_organisations,
  }
}

/** HelseID knows two states only: what is not Ok is Pending, and the reason says what became of it. */
function showAccess(access: ClientWire['access'][number], nowSeconds: number): ScopeAccess {
  const { scope, status, valid_until, decision_reason } = access
  const pending = (reason: string): ScopeAccess => ({ scope, status: 'Pending', statusReason: reason })
  const because = decision_reason === undefined ? '' : `: ${decision_reason}`
  if (status === 'requested') return pending('waits for the owner of the API')
  if (status !== 'approved') return pending(`${status} by the owner of the API${because}`)
  const hasRunOut = valid_until !== undefined && Date.parse(valid_until) <= nowSeconds * 1000
  return hasRunOut ? pending('has run out') : { scope, status: 'Ok', statusReason: null }
}

function showClaims({ api_claims: agreed, requested_api_claims: asked = {} }: ClientWire): readonly ClaimAccess[] {
  const resources = [...new Set([...Object.keys(agreed), ...Object.keys(asked)])]
  return resources.flatMap((resource) => {
    const [active, pending] = [agreed[resource] ?? {}, asked[resource] ?? {}]
    const names = [...new Set([...Object.keys(active), ...Object.keys(pending)])]
    return names.map((name) => showClaim(name, active[name] ?? null, pending[name] ?? null))
  })
}

function showClaim(claimType: string, activeClaimValue: string | null, pendingClaimValue: string | null): ClaimAccess {
  const waits = pendingClaimValue !== null
  return {
    claimType,
    activeClaimValue,
    pendingClaimValue,
    status: !waits ? 'Ok' : activeClaimValue === null ? 'Pending' : 'UpdatePending',
    statusReason: waits ? 'waits for an operator' : null,
  }
}
