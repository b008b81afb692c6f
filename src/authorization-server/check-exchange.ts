import type { JWTPayload } from 'jose'
import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import type { ActingFor } from '#src/claims/acting.ts'
import { claimNames } from '#src/claims/claim-names.ts'
import { checkPersonFacts } from '#src/person/judge-person.ts'
import type { ExchangeGranted } from '#src/registry/decide-exchange.ts'
import type { Registry } from '#src/registry/registry.ts'
import { mayStillActFor } from '#src/registry/still-acting.ts'
import { scopesWithoutTerms } from '#src/registry/tenant-terms.ts'
import { engineError } from './engine-errors.ts'
import type { LivingToken } from './issued-tokens.ts'
import { demandOfRequest } from './request-demand.ts'

/**
 * The login must prove what the actor and the new API demand, of the person too: age, and whether HPR had to answer. Its
 * organisation is not asked about again: that it fits was decided for the client that the person logged in to.
 * @throws `level_not_reached`
 */
export function checkExchangeLogin(
  { actor, scopes }: ExchangeGranted,
  { grant }: LivingToken,
  { registry, now }: { readonly registry: Registry; readonly now: number },
): void {
  if (grant === undefined) return
  const { login } = grant
  const demand = demandOfRequest(registry, actor.clientId, { scope: scopes.join(' ') })
  const ofAnyEmployer = { ...demand, organisation: login.employer ?? demand.organisation }
  const shortfall = checkLoginIsEnough(login, ofAnyEmployer) ?? checkPersonFacts(login, demand, now)
  if (shortfall !== undefined) {
    throw engineError('level_not_reached', 'the login behind the subject_token does not prove enough', shortfall)
  }
}

/**
 * Whose organisation the new token carries: that of the first client, as its token has it, if it may still act for it and
 * the organisation has accepted the new API's terms, where that API asks for it.
 * @throws `exchange_organisation_ended`, `tenant_terms_missing`
 */
export function checkExchangeOrganisation(
  { scopes }: ExchangeGranted,
  { payload }: LivingToken,
  parts: { readonly registry: () => Registry; readonly nowSeconds: () => number },
): void {
  const registry = parts.registry()
  const acting = actingOfToken(payload)
  const first = text(payload[claimNames.originalClientId]) ?? payload.client_id
  if (!mayStillActFor(registry, first, acting, parts.nowSeconds())) {
    const what = 'the client that the subject_token came from no longer acts for its organisation'
    throw engineError('exchange_organisation_ended', what, `client ${first}, parent ${acting.parent}`)
  }
  const rejected = scopesWithoutTerms(registry, acting, scopes)
  if (rejected.length > 0) {
    throw engineError('tenant_terms_missing', `the organisation has not accepted the terms of ${rejected.join(', ')}`)
  }
}

/** For whom the first client acts, as the broker once wrote it into the token. */
function actingOfToken(payload: JWTPayload): ActingFor {
  const parent = text(payload[claimNames.orgnrParent])
  const child = text(payload[claimNames.orgnrChild])
  const supplier = text(payload[claimNames.orgnrSupplier])
  return {
    tenancy: payload[claimNames.clientTenancy] === 'multi-tenant' ? 'multi-tenant' : 'single-tenant',
    ...(parent === undefined ? {} : { parent }),
    ...(child === undefined ? {} : { child }),
    ...(supplier === undefined ? {} : { supplier }),
  }
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined
}
