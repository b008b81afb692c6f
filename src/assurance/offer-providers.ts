import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { Demand } from './demand.ts'
import { employerFits } from './employer-fits.ts'

export interface OfferableProvider {
  readonly id: string
  /** Highest level that any answer of this provider can prove here. */
  readonly highestLevel: SecurityLevel
  readonly isUp: boolean
  /** The employer that its logins speak for. */
  readonly employer?: string
  /** Words of `acr_values` that mean a method of this provider. */
  readonly methodWords?: readonly string[]
}

export type MissingReason = 'provider_too_weak' | 'provider_not_allowed' | 'provider_unavailable'

export interface ProviderOffer {
  /** Ids in the order of the page: last used first, those that do not answer last. */
  readonly offered: readonly string[]
  /** Providers that are not on the page, or are on it but did not answer lately, each with its reason. */
  readonly missing: readonly { readonly id: string; readonly reason: MissingReason }[]
  /** The one to go to without a page. */
  readonly direct?: string
  /** Why the provider that the client named (`idp:…`) can't be used. */
  readonly refusedRequest?: MissingReason | 'provider_unknown'
}

/**
 * Which providers a person may choose among. A provider that is down stays on the list, for our view of it may be old,
 * but nobody is sent there without a choice. Another employer's login is not missing for anybody: it is left out without
 * a word, unless the client named it.
 */
export function offerProviders(
  providers: readonly OfferableProvider[],
  demand: Demand,
  lastUsed?: string,
): ProviderOffer {
  const judged = providers.map((provider) => ({ provider, reason: whyNot(provider, demand) }))
  const usable = judged.flatMap(({ provider, reason }) => (reason === undefined ? [provider] : []))
  const up = usable.filter(({ isUp }) => isUp)
  const order = ({ id, isUp }: OfferableProvider) => (id === lastUsed ? 0 : 1) + (isUp ? 0 : 2)
  const down = usable.filter(({ isUp }) => !isUp).map(({ id }) => ({ id, reason: 'provider_unavailable' as const }))
  const refused = judged.flatMap(({ provider: { id, employer }, reason }) =>
    reason === undefined ? [] : [{ id, reason, isOurs: employerFits(employer, demand) }],
  )
  const missing = [...refused.filter(({ isOurs }) => isOurs).map(({ id, reason }) => ({ id, reason })), ...down]
  const wish = readWish(demand, up, [...refused, ...down])
  const direct = wish.direct ?? (usable.length === 1 ? up[0]?.id : undefined)
  return {
    offered: [...usable].sort((a, b) => order(a) - order(b)).map(({ id }) => id),
    missing,
    ...('refused' in wish ? { refusedRequest: wish.refused } : direct === undefined ? {} : { direct }),
  }
}

/** Where the client's wish leads, or why it leads nowhere: told about the provider that it would have liked most. */
function readWish(
  { requestedProviders: named, methodWord }: Demand,
  up: readonly OfferableProvider[],
  unusable: readonly { readonly id: string; readonly reason: MissingReason }[],
): { readonly direct?: string } | { readonly refused: MissingReason | 'provider_unknown'; readonly direct?: never } {
  const [first] = named
  const meant = up.find(({ methodWords = [] }) => methodWord !== undefined && methodWords.includes(methodWord))?.id
  const direct = first === undefined ? meant : named.find((wanted) => up.some(({ id }) => id === wanted))
  if (direct !== undefined) return { direct }
  if (first === undefined) return {}
  return { refused: unusable.find(({ id }) => id === first)?.reason ?? 'provider_unknown' }
}

function whyNot(provider: OfferableProvider, demand: Demand): MissingReason | undefined {
  const { allowedProviders, minimumLevel } = demand
  if (!employerFits(provider.employer, demand)) return 'provider_not_allowed'
  if (allowedProviders.length > 0 && !allowedProviders.includes(provider.id)) return 'provider_not_allowed'
  return provider.highestLevel < minimumLevel ? 'provider_too_weak' : undefined
}
