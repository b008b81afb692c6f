import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { PersonDemand } from '#src/person/judge-person.ts'
import type { AcrValues } from './acr-values.ts'
import { highestOf } from './levels.ts'

/** What one request demands of the login behind it. */
export interface Demand extends PersonDemand {
  readonly minimumLevel: SecurityLevel
  /** Provider ids that the client takes; empty for all. */
  readonly allowedProviders: readonly string[]
  /** The providers that the client named (`idp:…`), in order of preference; empty for none. */
  readonly requestedProviders: readonly string[]
  /** The method that it named without a provider; see {@link AcrValues}. */
  readonly methodWord?: string
  readonly methodHint?: string
  /** Greatest age of the authentication in seconds (`max_age`). */
  readonly maxAgeSeconds?: number
  /** `prompt=login`: the person must authenticate anew. */
  readonly forceLogin: boolean
  /** Whether a login made for another client may serve this one (single sign-on). */
  readonly reuseAllowed: boolean
  /** Organisation number of the client, or of the tenant that a multi-tenant client has named. */
  readonly organisation: string
  /** Its main unit, when that organisation is a sub-unit. */
  readonly parentOrganisation?: string
}

/** The highest of client, every requested scope and `acr_values`: a wish may raise the floor, never lower it. */
export function buildDemand(parts: {
  readonly clientMinimumLevel: SecurityLevel
  readonly scopeMinimumLevels: readonly SecurityLevel[]
  readonly acrValues: AcrValues
  readonly allowedProviders: readonly string[]
  readonly maxAgeSeconds?: number
  readonly promptLogin: boolean
  readonly singleSignOn: boolean
  readonly clientOrganisation: string
  readonly person?: PersonDemand
  readonly clientParentOrganisation?: string
}): Demand {
  const { acrValues, maxAgeSeconds, clientParentOrganisation: parentOrganisation } = parts
  const asked = acrValues.minimumLevel === undefined ? [] : [acrValues.minimumLevel]
  return {
    minimumLevel: highestOf([...parts.scopeMinimumLevels, ...asked], parts.clientMinimumLevel),
    allowedProviders: parts.allowedProviders,
    requestedProviders: acrValues.providers,
    forceLogin: parts.promptLogin,
    reuseAllowed: parts.singleSignOn && !parts.promptLogin,
    organisation: parts.clientOrganisation,
    ...parts.person,
    ...(parentOrganisation === undefined ? {} : { parentOrganisation }),
    ...(acrValues.methodWord === undefined ? {} : { methodWord: acrValues.methodWord }),
    ...(acrValues.methodHint === undefined ? {} : { methodHint: acrValues.methodHint }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }
}
