import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAcrValues } from '#src/assurance/acr-values.ts'
import { buildDemand } from '#src/assurance/demand.ts'
import { offerProviders } from '#src/assurance/offer-providers.ts'
import { demands, levels, manyRuns, organisations, providerIds } from './login-arbitraries.ts'

const levelWords = { Level2: 2, Low: 2, Level3: 3, Substantial: 3, 'idporten-loa-substantial': 3, Level4: 4, High: 4, 'idporten-loa-high': 4 } as const // biome-ignore format: a table
const words = fc.oneof(
  fc.constantFrom(
    ...Object.keys(levelWords),
    'level4',
    'LEVEL4',
    'Level1',
    'Level5',
    'Level44',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom('idp:bankid-oidc', 'idp:', 'idp:idporten-oidc', 'amr:bankid', 'bp:amr:sc', 'amr:', 'xidp:y'),
  fc.string(),
)
const acrValues = fc.oneof(
  fc.constant(undefined),
  fc.array(words).map((list) => list.join(' ')),
  fc.string({ unit: 'binary' }),
)

describe('acr_values', () => {
  it('can be any text: the lowest level that is named counts, and nothing throws', () => {
    fc.assert(
      fc.property(acrValues, (text) => {
        const parsed = parseAcrValues(text)
        const named = (text ?? '').split(' ').flatMap((word) =>
          Object.entries(levelWords)
            .filter(([name]) => name === word)
            .map(([, level]) => level),
        )
        expect(parsed.minimumLevel).toBe(named.length === 0 ? undefined : Math.min(...named))
        expect(parsed.providers).not.toContain('')
      }),
      manyRuns,
    )
  })
})

describe('the demand', () => {
  const parts = fc.record({
    clientMinimumLevel: levels,
    scopeMinimumLevels: fc.array(levels),
    acrValues: acrValues.map(parseAcrValues),
    allowedProviders: fc.uniqueArray(providerIds),
    promptLogin: fc.boolean(),
    singleSignOn: fc.boolean(),
    clientOrganisation: organisations,
  })

  it('is never below the floor of the client, of any scope, or what acr_values asks', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const demand = buildDemand(given)
        const floors = [given.clientMinimumLevel, ...given.scopeMinimumLevels, given.acrValues.minimumLevel ?? 2]
        expect(demand.minimumLevel).toBe(Math.max(...floors))
        expect(demand.allowedProviders).toEqual(given.allowedProviders)
        expect(demand.reuseAllowed).toBe(given.singleSignOn && !given.promptLogin)
      }),
      manyRuns,
    )
  })
})

describe('the choice of providers', () => {
  const configured = fc.uniqueArray(fc.record({ id: providerIds, highestLevel: levels, isUp: fc.boolean() }), {
    selector: ({ id }) => id,
  })

  it('never offers one that is too weak or not allowed, and offers every other', () => {
    fc.assert(
      fc.property(configured, demands, fc.option(providerIds, { nil: undefined }), (providers, demand, lastUsed) => {
        const { offered, missing } = offerProviders(providers, demand, lastUsed)
        const isFit = ({ id, highestLevel }: (typeof providers)[number]) =>
          highestLevel >= demand.minimumLevel &&
          (demand.allowedProviders.length === 0 || demand.allowedProviders.includes(id))
        expect([...offered].sort()).toEqual(
          providers
            .filter(isFit)
            .map(({ id }) => id)
            .sort(),
        )
        for (const provider of providers) {
          if (!isFit(provider) || !provider.isUp) expect(missing.map(({ id }) => id)).toContain(provider.id)
        }
      }),
      manyRuns,
    )
  })

  it("offers an employer's login to that organisation and its sub-units, and is silent about it to others", () => {
    const regions = fc.uniqueArray(
      fc.record({ id: providerIds, highestLevel: levels, isUp: fc.boolean(), employer: organisations }),
      { selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(regions, demands, (providers, demand) => {
        const { offered, missing, refusedRequest } = offerProviders(providers, demand)
        for (const { id, employer } of providers) {
          if (employer === demand.organisation || employer === demand.parentOrganisation) continue
          expect(offered).not.toContain(id)
          expect(missing.map((each) => each.id)).not.toContain(id)
          if (demand.requestedProviders.join() === id) expect(refusedRequest).toBe('provider_not_allowed')
        }
      }),
      manyRuns,
    )
  })

  it('never sends a person directly to one that is down, not offered, or not the one that was named', () => {
    let direct = 0
    fc.assert(
      fc.property(configured, demands, fc.option(providerIds, { nil: undefined }), (providers, demand, lastUsed) => {
        const offer = offerProviders(providers, demand, lastUsed)
        if (demand.requestedProviders.length > 0 && offer.direct === undefined)
          expect(offer.refusedRequest).toBeDefined()
        if (offer.direct === undefined) return
        direct += 1
        expect(providers.find(({ id }) => id === offer.direct)?.isUp).toBe(true)
        expect(offer.offered).toContain(offer.direct)
        if (demand.requestedProviders.length > 0) expect(demand.requestedProviders).toContain(offer.direct)
      }),
      manyRuns,
    )
    expect(direct).toBeGreaterThan(100)
  })
})
