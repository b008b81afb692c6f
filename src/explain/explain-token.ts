import type { SecurityLevel } from '#idp-adapters/contract.ts'
import { lowestOf } from '#src/assurance/levels.ts'
import type { Login } from '#src/assurance/login.ts'
import { judgeGrantLogin } from '#src/authorization-server/judge-grant-login.ts'
import { demandOfRequest } from '#src/authorization-server/request-demand.ts'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import { buildIdTokenClaims } from '#src/claims/id-token-claims.ts'
import type { Claims } from '#src/claims/person-claims.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { decideClient, decideScopes, decideToken, type ScopesGranted } from '#src/registry/access.ts'
import type { TokenKind } from '#src/registry/api.ts'
import { type DetailsGranted, decideDetails } from '#src/registry/decide-details.ts'
import type { OrganisationNames } from '#src/registry/details/details.ts'
import { type Refused, refuse } from '#src/registry/refused.ts'
import type { Registry } from '#src/registry/registry.ts'
import { scopesWithoutTerms } from '#src/registry/tenant-terms.ts'
import { sampleLogin } from './sample-login.ts'

/** What somebody wonders about. */
export interface WhatIf {
  readonly clientId: string
  readonly scopes: readonly string[]
  /** `machine` is the grant client_credentials. Without it: what the client's kind does. */
  readonly kind?: TokenKind
  /** As the client would name it in `assertion_details`. */
  readonly organisation?: OrganisationNames
  /** Configured provider that the person would log in with; without it the first that is allowed. */
  readonly idp?: string
  /** What the login would prove, before the provider's cap; without it 4. */
  readonly level?: SecurityLevel
}

/** What it is asked of, beside the registry. */
export interface ExplainParts {
  readonly issuer: string
  readonly nowSeconds: number
  readonly providers: readonly { readonly id: string; readonly levelCap: SecurityLevel }[]
}

/** The rule that refuses. */
export interface ExplainedRefusal {
  readonly kind: 'refused'
  readonly reason: Reason
  /** Stable number of the reason (TLT-304). */
  readonly number: number
  readonly publicDescription: string
  readonly detail?: string
}

export interface ExplainedTokens {
  readonly kind: 'issued'
  readonly tokenKind: TokenKind
  /** One for each API; what is random or of the moment (`jti`, `cnf`) is left out. */
  readonly accessTokens: readonly { readonly resource: string; readonly claims: Claims }[]
  /** There when a person logs in and `openid` is among the scopes. */
  readonly idToken?: Claims
  /** Scopes that are left out because the organisation has not accepted the terms of their API. */
  readonly rejectedScopes: readonly string[]
}

/**
 * Which tokens would be issued now, or which rule refuses: by the very functions that decide in earnest, and without any
 * effect. The person in the answer is a sample.
 */
export function explainToken(
  registry: Registry,
  whatIf: WhatIf,
  parts: ExplainParts,
): ExplainedTokens | ExplainedRefusal {
  const outcome = decide(registry, whatIf, parts)
  if (outcome.kind === 'issued') return outcome
  return { ...outcome, number: reasons[outcome.reason].number }
}

function decide(registry: Registry, whatIf: WhatIf, parts: ExplainParts): ExplainedTokens | Refused {
  const { clientId } = whatIf
  const allowed = decideClient(registry, clientId)
  if (allowed.kind === 'refused') return allowed
  const { client } = allowed
  const kind = whatIf.kind ?? (client.kind === 'machine' || client.kind === 'device-fleet' ? 'machine' : 'user')
  const granted = decideScopes(registry, { clientId, scopes: whatIf.scopes, resources: [], kind }, parts.nowSeconds)
  if (granted.kind === 'refused') return granted
  const named = whatIf.organisation === undefined ? {} : { organisation: { value: whatIf.organisation, pointer: '' } }
  const details = decideDetails(registry, clientId, named, parts.nowSeconds)
  if (details.kind === 'refused') return details
  const rejected = scopesWithoutTerms(registry, details.acting, whatIf.scopes)
  const left = withoutScopes(granted, rejected)
  if (left.size === 0 && rejected.length > 0) {
    return refuse('tenant_terms_missing', `the organisation has not accepted the terms of ${rejected.join(', ')}`)
  }
  const login = kind === 'machine' ? undefined : loginFor(registry, whatIf, parts)
  if (login?.kind === 'refused') return login
  return describe(registry, { whatIf, parts, kind, granted, left, details, rejected, login: login?.login })
}

/** Scopes by API, but for those that are left out, and APIs that then have none. */
function withoutScopes({ byResource }: ScopesGranted, rejected: readonly string[]): ScopesGranted['byResource'] {
  const left = [...byResource].map(([resource, scopes]): [string, readonly string[]] => [
    resource,
    scopes.filter((scope) => !rejected.includes(scope)),
  ])
  return new Map(left.filter(([, scopes]) => scopes.length > 0))
}

function loginFor(
  registry: Registry,
  { clientId, scopes, idp, level = 4 }: WhatIf,
  { providers, nowSeconds }: ExplainParts,
): { readonly kind: 'login'; readonly login: Login } | Refused {
  const { allowedProviders } = demandOfRequest(registry, clientId, { scope: scopes.join(' ') })
  const provider = providers.find(({ id }) =>
    idp === undefined ? allowedProviders.length === 0 || allowedProviders.includes(id) : id === idp,
  )
  if (provider === undefined && idp !== undefined) return refuse('provider_unknown', 'no such provider is configured')
  if (provider === undefined) return refuse('no_provider_left', 'no configured provider is allowed for this client')
  const proven = lowestOf([level], provider.levelCap)
  return { kind: 'login', login: sampleLogin({ idp: provider.id, level: proven, now: nowSeconds }) }
}

/** The last gate for each token, and what it would hold. */
function describe(
  registry: Registry,
  decided: {
    readonly whatIf: WhatIf
    readonly parts: ExplainParts
    readonly kind: TokenKind
    readonly granted: ScopesGranted
    readonly left: ScopesGranted['byResource']
    readonly details: DetailsGranted
    readonly rejected: readonly string[]
    readonly login: Login | undefined
  },
): ExplainedTokens | Refused {
  const { whatIf, parts, kind, granted, left, details, rejected, login } = decided
  const { clientId, scopes } = whatIf
  const refusal = login === undefined ? undefined : refuseLogin(registry, { whatIf, parts, details, login })
  if (refusal !== undefined) return refusal
  const client = registry.client(clientId)
  const accessTokens: { resource: string; claims: Claims }[] = []
  for (const [resource, own] of left) {
    const token = decideToken(registry, { clientId, resource, scopes: own, kind }, parts.nowSeconds)
    if (token.kind === 'refused') return token
    const { accessToken } = token.api
    const { kind: _, ...acting } = details
    const claims = buildAccessTokenClaims({
      api: accessToken,
      client: { clientName: client?.clientName ?? '', ...acting, ofApi: client?.apiClaims[resource] ?? {} },
      ...(login === undefined ? {} : { login }),
    })
    const scope = accessToken.profile === 'helseid' ? own : own.join(' ')
    const times = { iat: parts.nowSeconds, exp: parts.nowSeconds + accessToken.lifetimeSeconds }
    const subject = login === undefined ? clientId : login.subject
    const engine = { iss: parts.issuer, sub: subject, aud: resource, client_id: clientId, scope, ...times }
    accessTokens.push({ resource, claims: { ...engine, ...claims } })
  }
  const idToken =
    login === undefined || !scopes.includes('openid')
      ? {}
      : { idToken: buildIdTokenClaims({ login, scopes: granted.identityScopes }) }
  return { kind: 'issued', tokenKind: kind, accessTokens, rejectedScopes: rejected, ...idToken }
}

function refuseLogin(
  registry: Registry,
  {
    whatIf,
    parts,
    details,
    login,
  }: {
    readonly whatIf: WhatIf
    readonly parts: ExplainParts
    readonly details: DetailsGranted
    readonly login: Login
  },
): Refused | undefined {
  const { clientId, scopes } = whatIf
  const { minimumLevel } = demandOfRequest(registry, clientId, { scope: scopes.join(' ') })
  const grant = { login, minimumLevel }
  switch (judgeGrantLogin(registry, { clientId, scopes, grant, acting: details.acting, now: parts.nowSeconds })) {
    case undefined:
      return undefined
    case 'step_up_level':
      return refuse('level_too_low', `the login must prove level ${minimumLevel}, and proves ${login.level}`)
    case 'step_up_provider':
      return refuse('provider_not_allowed', `the client does not take logins by ${login.providerId}`)
    case 'step_up_organisation':
      return refuse('organisation_mismatch', 'the login speaks for another organisation')
    case 'step_up_register':
      return refuse('register_unavailable', 'HPR must have answered')
    case 'too_young':
      return refuse('too_young', 'the person is younger than the service allows')
    case 'age_unknown':
      return refuse('age_unknown', 'nobody knows the age of the person')
  }
}
