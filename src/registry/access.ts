import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { Api, TokenKind } from './api.ts'
import type { Client } from './client.ts'
import { decideScope } from './decide-scope.ts'
import { isIdentityScope } from './identity-scopes.ts'
import type { Organisation } from './organisation.ts'
import { refuseNothingAsked, refuseResources, refuseUnusedResource } from './refuse-resources.ts'
import { type Refused, refuse } from './refused.ts'
import type { Registry } from './registry.ts'

/**
 * The one place that decides which scopes a client gets: nothing that is not registered, approved and active.
 * Every function is pure and asks the registry of this moment, so what was revoked or has run out since the login is
 * refused too. `nowSeconds` is the caller's clock.
 */

/** A client that may act, and for whom it acts. */
export interface ClientGranted {
  readonly kind: 'granted'
  readonly client: Client
  readonly organisation: Organisation
}

/** Whether this client may do anything at all now: log people in, get tokens. */
export function decideClient(registry: Registry, clientId: string): ClientGranted | Refused {
  const client = registry.client(clientId)
  if (client === undefined) return refuse('client_unknown', 'the client is not registered')
  if (client.status !== 'active') {
    return refuse('client_disabled', 'the client is not active', `client ${clientId} is ${client.status}`)
  }
  const organisation = registry.organisation(client.organisation)
  if (organisation?.status !== 'active') {
    const state = organisation === undefined ? 'not registered' : organisation.status
    const detail = `organisation ${client.organisation} of client ${clientId} is ${state}`
    return refuse('client_disabled', "the client's organisation is not active", detail)
  }
  const missing = missingAgreements(organisation)
  if (missing.length > 0) {
    const detail = `organisation ${organisation.organisationNumber} lacks ${missing.join(', ')}`
    return refuse('agreements_missing', "the client's organisation has not signed every agreement", detail)
  }
  return { kind: 'granted', client, organisation }
}

/** Agreements, by the names of the file, without which an organisation gets no tokens. */
export function missingAgreements({ agreements }: Organisation): readonly string[] {
  return [
    ...(agreements.customerAgreement ? [] : ['customer_agreement']),
    ...(agreements.termsOfUse ? [] : ['terms_of_use']),
    ...(agreements.riskAssessment ? [] : ['risk_assessment']),
  ]
}

/** What a request asks for. */
export interface ScopesRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  /** `resource` parameters (RFC 8707); empty when the request had none. */
  readonly resources: readonly string[]
  readonly kind: TokenKind
}

/** All of it, sorted by whom it is for. */
export interface ScopesGranted {
  readonly kind: 'granted'
  readonly identityScopes: readonly string[]
  /** API scopes by the resource of their API, each in the order asked for. */
  readonly byResource: ReadonlyMap<string, readonly string[]>
}

/** What one access token is to hold. */
export interface TokenRequest {
  readonly clientId: string
  readonly resource: string
  readonly scopes: readonly string[]
  readonly kind: TokenKind
}

/** What it may hold. */
export interface TokenGranted {
  readonly kind: 'granted'
  readonly api: Api
  /** Scopes of this API, never none. */
  readonly scopes: readonly string[]
  readonly identityScopes: readonly string[]
}

/** Whether all of a request's scopes and resources may be granted together; one that may not refuses the whole. */
export function decideScopes(registry: Registry, request: ScopesRequest, nowSeconds: number): ScopesGranted | Refused {
  const allowed = decideClient(registry, request.clientId)
  if (allowed.kind === 'refused') return allowed
  const { client } = allowed
  if (request.kind === 'machine' && !client.grantTypes.includes('client_credentials')) {
    return refuse('grant_type_refused', 'the client may not use client_credentials')
  }
  const identityScopes: string[] = []
  const byResource = new Map<string, string[]>()
  for (const scope of new Set(request.scopes)) {
    const decision = decideScope(registry, client, scope, { kind: request.kind, nowSeconds })
    if (decision.kind === 'refused') return decision
    if (decision.api === undefined) identityScopes.push(scope)
    else byResource.set(decision.api.resource, [...(byResource.get(decision.api.resource) ?? []), scope])
  }
  return (
    refuseResources(registry, request.resources, byResource, request.kind) ??
    refuseNothingAsked(request.kind, identityScopes, byResource) ?? { kind: 'granted', identityScopes, byResource }
  )
}

/** The decision for one access token: one API, at least one of its scopes, no scope of another API. */
export function decideToken(registry: Registry, request: TokenRequest, nowSeconds: number): TokenGranted | Refused {
  const { clientId, resource, scopes, kind } = request
  const decision = decideScopes(registry, { clientId, scopes, resources: [resource], kind }, nowSeconds)
  if (decision.kind === 'refused') return decision
  const api = registry.api(resource)
  const granted = decision.byResource.get(resource)
  if (api === undefined || granted === undefined) return refuseUnusedResource(resource)
  return { kind: 'granted', api, scopes: granted, identityScopes: decision.identityScopes }
}

/**
 * The level that a login must prove: the highest of the client's and every requested scope's.
 * Identity scopes ask for none of their own; an unknown client or scope asks for 4, the strictest.
 */
export function minimumLevelOf(registry: Registry, clientId: string, scopes: readonly string[]): SecurityLevel {
  const floors = scopes
    .filter((scope) => !isIdentityScope(scope))
    .map((scope) => registry.apiOfScope(scope)?.scope.minimumSecurityLevel ?? 4)
  const all: readonly SecurityLevel[] = [...floors, registry.client(clientId)?.minimumSecurityLevel ?? 4]
  const strictestFirst = [4, 3] as const
  return strictestFirst.find((level) => all.includes(level)) ?? 2
}
