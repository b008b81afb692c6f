import { parseAcrValues } from '#src/assurance/acr-values.ts'
import { buildDemand, type Demand } from '#src/assurance/demand.ts'
import { claimNames } from '#src/claims/claim-names.ts'
import { claimNamesOfScopes } from '#src/claims/scope-claims.ts'
import type { PersonDemand } from '#src/person/judge-person.ts'
import type { Client } from '#src/registry/client.ts'
import type { Registry } from '#src/registry/registry.ts'

/** Parameters of an authorization request that say something about the login. */
export interface LoginParameters {
  readonly scope?: unknown
  readonly acr_values?: unknown
  readonly max_age?: unknown
  readonly prompt?: unknown
}

/**
 * What this client with this request demands of a login: the highest of client, every scope, and `acr_values`.
 *
 * @param tenant the organisation that a multi-tenant client acts for here, decided by the registry: an employer's login is
 * then judged by it, and not by the supplier (`docs/decisions/0072`).
 */
export function demandOfRequest(
  registry: Registry,
  clientId: string,
  parameters: LoginParameters,
  tenant?: string,
): Demand {
  const client = registry.client(clientId)
  if (client === undefined) throw new Error(`client ${clientId} vanished from the registry during its request`)
  const organisation = tenant ?? client.organisation
  const parent = registry.organisation(organisation)?.parent
  const maxAge = parameters.max_age === undefined ? Number.NaN : Number(parameters.max_age)
  return buildDemand({
    clientMinimumLevel: client.minimumSecurityLevel,
    scopeMinimumLevels: words(parameters.scope).flatMap(
      (name) => registry.apiOfScope(name)?.scope.minimumSecurityLevel ?? [],
    ),
    acrValues: parseAcrValues(text(parameters.acr_values)),
    allowedProviders: client.allowedIdentityProviders,
    ...(Number.isFinite(maxAge) ? { maxAgeSeconds: maxAge } : {}),
    promptLogin: words(parameters.prompt).includes('login'),
    singleSignOn: client.singleSignOn,
    clientOrganisation: organisation,
    person: personDemand(registry, client, words(parameters.scope)),
    ...(parent === undefined ? {} : { clientParentOrganisation: parent }),
  })
}

function personDemand(registry: Registry, client: Client, scopes: readonly string[]): PersonDemand {
  const { minimumAge, personRegisterPolicy } = client
  const tellsHprNumber =
    claimNamesOfScopes(scopes).has(claimNames.hprNumber) ||
    scopes.some((scope) => registry.apiOfScope(scope)?.api.accessToken.claims.includes(claimNames.hprNumber))
  return {
    ...(minimumAge === undefined ? {} : { minimumAge }),
    ...(tellsHprNumber ? { hpr: personRegisterPolicy === 'refuse' ? 'required' : 'optional' } : {}),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function words(value: unknown): readonly string[] {
  return (
    text(value)
      ?.split(' ')
      .filter((word) => word !== '') ?? []
  )
}
