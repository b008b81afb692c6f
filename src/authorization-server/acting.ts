import type { KoaContextWithOIDC } from 'oidc-provider'
import { type DetailsGranted, decideDetails } from '#src/registry/decide-details.ts'
import { combineDetails, type KeptDetails } from '#src/registry/details/combine-details.ts'
import type { Details } from '#src/registry/details/details.ts'
import { parseDetails } from '#src/registry/details/parse-details.ts'
import type { Registry } from '#src/registry/registry.ts'
import { GrantAccount } from './account.ts'
import { engineError } from './engine-errors.ts'
import { verifiedAssertions, verifiedRequestObjects } from './verified-jwts.ts'

export interface ActingRules {
  readonly registry: () => Registry
  readonly nowSeconds: () => number
}

const claimNames = ['assertion_details', 'authorization_details']

/**
 * For whom the client acts in this token request: what its assertion says now, or else what it said when the login was
 * pushed, decided by the registry of this moment. A refresh with another organisation switches it, for that token.
 *
 * @throws the refusal of `registry/decide-details.ts`, with HelseID's code.
 */
export function actingOfTokenRequest(rules: ActingRules, ctx: KoaContextWithOIDC): DetailsGranted {
  refuseUnsigned(ctx)
  const { account } = ctx.oidc
  const kept = account instanceof GrantAccount ? account.grant.details : undefined
  return decide(rules, ctx, kept, readDetails(verifiedAssertions.of(ctx)))
}

/**
 * Reads and decides the details of a pushed request before it is stored, so that a wrong organisation is told before a
 * person logs in. Decided again for each token.
 *
 * @returns undefined when there were none.
 */
export function detailsOfPushedRequest(rules: ActingRules, ctx: KoaContextWithOIDC): KeptDetails | undefined {
  refuseUnsigned(ctx)
  const inRequestObject = readDetails(verifiedRequestObjects.of(ctx))
  const inAssertion = readDetails(verifiedAssertions.of(ctx))
  if (Object.keys({ ...inRequestObject, ...inAssertion }).length === 0) return undefined
  const kept = { inRequestObject, inAssertion }
  decide(rules, ctx, kept, {})
  return kept
}

function readDetails(claims: Readonly<Record<string, unknown>>): Details {
  const read = parseDetails(claims)
  if (read.kind === 'refused') throw engineError(read.reason, read.publicDescription, read.detail)
  return read.value
}

function decide(rules: ActingRules, ctx: KoaContextWithOIDC, kept: KeptDetails | undefined, now: Details) {
  const clientId = ctx.oidc.client?.clientId ?? ''
  const combined = combineDetails(kept, now)
  const decision =
    combined.kind === 'refused'
      ? combined
      : decideDetails(rules.registry(), clientId, combined.details, rules.nowSeconds())
  if (decision.kind === 'refused') throw engineError(decision.reason, decision.publicDescription, decision.detail)
  return decision
}

/**
 * An exchanged token speaks for whom the offered one did. What an actor says about an organisation, wherever, would be
 * dropped without a word, so it is refused.
 * @throws `exchange_details_refused`
 */
export function refuseAnyDetails(ctx: KoaContextWithOIDC): void {
  const sent = { ...ctx.oidc.body, ...verifiedAssertions.of(ctx) }
  const found = claimNames.find((name) => sent[name] !== undefined)
  if (found === undefined) return
  throw engineError(
    'exchange_details_refused',
    `${found} is not taken: an exchange keeps the organisation of the token`,
  )
}

/** As a form parameter they would be dropped without a word, and the token would be for somebody else. */
function refuseUnsigned(ctx: KoaContextWithOIDC): void {
  const sent = claimNames.find((name) => ctx.oidc.body?.[name] !== undefined)
  if (sent !== undefined) {
    throw engineError('details_unsigned', `${sent} is taken inside the client assertion or the request object only`)
  }
}
