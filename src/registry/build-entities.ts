import type { Api, ApiScope } from './api.ts'
import type { ApiWire } from './api-schema.ts'
import type { Access, AccessStep, Client } from './client.ts'
import { type ClientWire, defaultSigningAlgs } from './client-schema.ts'
import type { Delegation } from './delegation.ts'
import type { DelegationWire } from './delegation-schema.ts'
import type { PublicJwkWire } from './jwk-schema.ts'
import type { LevelDecision } from './level-decision.ts'
import type { Organisation } from './organisation.ts'
import type { OrganisationWire } from './organisation-schema.ts'
import type { PublicJwk } from './public-jwk.ts'

/** Wire form to entity, the one place where snake_case becomes camelCase. */
export function buildOrganisation(wire: OrganisationWire): Organisation {
  return {
    organisationNumber: wire.organisation_number,
    name: wire.name,
    ...(wire.parent === null ? {} : { parent: wire.parent }),
    agreements: {
      customerAgreement: wire.agreements.customer_agreement,
      termsOfUse: wire.agreements.terms_of_use,
      riskAssessment: wire.agreements.risk_assessment,
    },
    status: wire.status,
    ...(wire.accepted_api_terms.length === 0 ? {} : { acceptedApiTerms: wire.accepted_api_terms }),
  }
}

/** Wire form to entity. */
export function buildApi(wire: ApiWire): Api {
  return {
    resource: wire.resource,
    name: wire.name,
    owner: wire.owner,
    status: wire.status,
    scopes: wire.scopes.map(buildApiScope),
    accessToken: {
      profile: wire.access_token.profile,
      lifetimeSeconds: wire.access_token.lifetime_seconds,
      signingAlg: wire.access_token.signing_alg,
      senderConstraint: wire.access_token.sender_constraint,
      claims: wire.access_token.claims,
    },
    jwks: { keys: wire.jwks.keys.map(buildJwk) },
    introspectionClients: wire.introspection_clients,
    requiresTenantTerms: wire.requires_tenant_terms,
  }
}

function buildApiScope(wire: ApiWire['scopes'][number]): ApiScope {
  return {
    name: wire.name,
    description: wire.description,
    usedBy: wire.used_by,
    minimumSecurityLevel: wire.minimum_security_level,
    ...buildLevelDecision(wire),
    approval: wire.approval,
  }
}

/** Wire form to entity. */
export function buildDelegation(wire: DelegationWire): Delegation {
  return {
    from: wire.from,
    to: wire.to,
    status: wire.status,
    validFrom: epochSeconds(wire.valid_from),
    ...(wire.valid_until === undefined ? {} : { validUntil: epochSeconds(wire.valid_until) }),
    ...(wire.child_organisations === undefined ? {} : { childOrganisations: wire.child_organisations }),
  }
}

function epochSeconds(dateTime: string): number {
  return Math.floor(Date.parse(dateTime) / 1000)
}

/** Wire form to entity. */
export function buildClient(wire: ClientWire): Client {
  return {
    clientId: wire.client_id,
    clientName: wire.client_name,
    kind: wire.kind,
    organisation: wire.organisation,
    tenancy: wire.tenancy,
    childOrganisations: wire.child_organisations,
    status: wire.status,
    tokenEndpointAuthMethod: wire.token_endpoint_auth_method,
    jwks: { keys: wire.jwks.keys.map(buildJwk) },
    keyExpirations: new Map(
      Object.entries(wire.key_expirations ?? {}).map(([kid, moment]) => [kid, epochSeconds(moment)]),
    ),
    grantTypes: wire.grant_types,
    redirectUris: wire.redirect_uris,
    postLogoutRedirectUris: wire.post_logout_redirect_uris,
    ...(wire.backchannel_logout_uri === undefined ? {} : { backchannelLogoutUri: wire.backchannel_logout_uri }),
    ...(wire.frontchannel_logout_uri === undefined ? {} : { frontchannelLogoutUri: wire.frontchannel_logout_uri }),
    ...(wire.client_uri === undefined ? {} : { clientUri: wire.client_uri }),
    scope: wire.scope.split(' ').filter((scope) => scope !== ''),
    allowedIdentityProviders: wire.allowed_identity_providers,
    minimumSecurityLevel: wire.minimum_security_level,
    ...buildLevelDecision(wire),
    singleSignOn: wire.single_sign_on,
    access: wire.access.map(buildAccess),
    tokenExchangeActors: wire.token_exchange_actors,
    apiClaims: wire.api_claims,
    idTokenSigningAlg: wire.id_token_signed_response_alg,
    signingAlgs: wire.signing_algs ?? defaultSigningAlgs,
    ...(wire.minimum_age === undefined ? {} : { minimumAge: wire.minimum_age }),
    personRegisterPolicy: wire.person_register_policy,
    requireAssertionTyp: wire.require_assertion_typ,
    userinfoBearer: wire.userinfo_bearer,
    assertionExceptions: wire.assertion_exceptions,
    refreshTokenUsage: wire.refresh_token_usage,
    requestObjectPolicy: wire.request_object_policy,
  }
}

function buildAccess(wire: ClientWire['access'][number]): Access {
  const requested = buildStep(wire.requested_by, wire.requested_at, wire.request_reason)
  const decided = buildStep(wire.decided_by, wire.decided_at, wire.decision_reason)
  return {
    scope: wire.scope,
    status: wire.status,
    ...(wire.approved_by === undefined ? {} : { approvedBy: wire.approved_by }),
    ...(requested === undefined ? {} : { requested }),
    ...(decided === undefined ? {} : { decided }),
    ...(wire.valid_until === undefined ? {} : { validUntil: epochSeconds(wire.valid_until) }),
  }
}

function buildStep(by?: string, at?: string, reason?: string): AccessStep | undefined {
  if (by === undefined && at === undefined && reason === undefined) return undefined
  return {
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at: epochSeconds(at) }),
    ...(reason === undefined ? {} : { reason }),
  }
}

function buildLevelDecision(wire: {
  readonly minimum_security_level_reason?: string | undefined
  readonly minimum_security_level_decided_by?: string | undefined
  readonly minimum_security_level_decided_at?: string | undefined
}): { readonly levelDecision?: LevelDecision } {
  const reason = wire.minimum_security_level_reason
  const decidedBy = wire.minimum_security_level_decided_by
  const decidedAt = wire.minimum_security_level_decided_at
  if (reason === undefined || decidedBy === undefined || decidedAt === undefined) return {}
  return { levelDecision: { reason, decidedBy, decidedAt } }
}

function buildJwk(wire: PublicJwkWire): PublicJwk {
  const { key_ops: _, alg, use, ...members } = wire
  return { ...members, ...(alg === undefined ? {} : { alg }), ...(use === undefined ? {} : { use }) }
}
