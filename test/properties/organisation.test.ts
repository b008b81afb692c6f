import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideDetails } from '#src/registry/decide-details.ts'
import type { Delegation } from '#src/registry/delegation.ts'
import { parseDetails } from '#src/registry/details/parse-details.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import { mayStillActFor } from '#src/registry/still-acting.ts'
import { attest, multiTenant, singleTenant } from '../support/details.ts'

const base = loadRegistryFiles('clients', {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
})
const someClient = base.client('skyjournal')
const someOrganisation = base.organisation('999977774')
if (!someClient || !someOrganisation) throw new Error('the registry of this repository lacks its client')

const mains = ['999977774', '310000094', '310000124'] as const
const units = ['310000132', '310000140', '310000108'] as const
// Few numbers, so that what is asked for often fits.
const number = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...mains) },
  { weight: 3, arbitrary: fc.constantFrom(...units) },
  { weight: 1, arbitrary: fc.constant('310000159') },
)
const now = 1000
const mostly = <T>(usual: T, other: T) => fc.integer({ min: 0, max: 9 }).map((n) => (n > 0 ? usual : other))

const organisations = fc.tuple(
  ...mains.map((organisationNumber) =>
    fc.record({ status: mostly('active' as const, 'disabled' as const), signed: mostly(true, false) }).map((made) => ({
      ...someOrganisation,
      organisationNumber,
      status: made.status,
      agreements: { customerAgreement: made.signed, termsOfUse: true, riskAssessment: true },
    })),
  ),
  ...units.map((organisationNumber) =>
    fc
      .record({ status: mostly('active' as const, 'disabled' as const), parent: fc.constantFrom(...mains) })
      .map((made) => ({
        ...someOrganisation,
        organisationNumber,
        ...made,
      })),
  ),
)

const delegations: fc.Arbitrary<Delegation[]> = fc.uniqueArray(
  fc.record(
    {
      from: fc.constantFrom(...mains),
      to: mostly('310000094', '999977774'),
      status: mostly('active' as const, 'revoked' as const),
      validFrom: mostly(now, now + 1),
      validUntil: mostly(now + 1, now),
      childOrganisations: fc.subarray([...units]),
    },
    { requiredKeys: ['from', 'to', 'status', 'validFrom'] },
  ),
  { selector: ({ from, to }) => `${from}-${to}`, minLength: 3 },
)

const clients = fc.record({
  organisation: fc.oneof(mostly('310000094', '999977774'), mostly('310000094', '310000132')),
  tenancy: fc.constantFrom('single-tenant' as const, 'multi-tenant' as const),
  childOrganisations: fc.subarray([...units]),
})

const structure = fc.oneof(
  fc.tuple(number, fc.option(number, { nil: undefined })).map(([parent, child]) => multiTenant(parent, child)),
  number.map((child) => singleTenant(child)),
)
/** Mostly the organisation that owns the client. */
const ownOr = fc.oneof({ weight: 4, arbitrary: fc.constant('310000094') }, { weight: 1, arbitrary: number })
const attests = fc
  .tuple(ownOr, ownOr, fc.option(number, { nil: undefined, freq: 2 }))
  .map(([legal, care, patient]) =>
    attest(
      legal,
      care,
      patient === undefined ? [] : [{ point_of_care: { id: patient, system: 'urn:oid:2.16.578.1.12.4.1.4.101' } }],
    ),
  )
const claims = fc
  .tuple(fc.option(structure, { nil: undefined, freq: 3 }), fc.option(attests, { nil: undefined, freq: 2 }))
  .map((details) => ({ assertion_details: details.filter((detail) => detail !== undefined) }))

/** Written apart from the broker's: every number that a client may speak for, by the registry alone. */
function allowedNumbers(registry: Registry): ReadonlySet<string> {
  const client = registry.client('skyjournal')
  if (client === undefined) throw new Error('no client')
  const living = (n: string) => registry.organisation(n)?.status === 'active'
  const below = (parent: string) => units.filter((n) => living(n) && registry.organisation(n)?.parent === parent)
  if (client.tenancy === 'single-tenant') {
    const own = registry.organisation(client.organisation)
    return new Set([
      client.organisation,
      own?.parent ?? client.organisation,
      ...below(client.organisation).filter((n) => client.childOrganisations.includes(n)),
    ])
  }
  return new Set(
    registry
      .delegations()
      .flatMap(({ from, to, status, validFrom, validUntil = Number.POSITIVE_INFINITY, childOrganisations = units }) =>
        to === client.organisation &&
        status === 'active' &&
        validFrom <= now &&
        now < validUntil &&
        living(from) &&
        registry.organisation(from)?.agreements.customerAgreement
          ? [from, ...below(from).filter((n) => childOrganisations.some((child) => child === n))]
          : [],
      ),
  )
}

describe('whom a client acts for', () => {
  it('is never an organisation that the registry does not tie to it, whatever it sends', () => {
    const seen = { granted: 0, named: 0, attested: 0, refused: 0 }
    fc.assert(
      fc.property(organisations, delegations, clients, claims, (all, given, client, sent) => {
        const registry = new Registry({
          organisations: all,
          apis: [],
          clients: [{ ...someClient, ...client }],
          delegations: given,
        })
        const read = parseDetails(sent)
        if (read.kind === 'refused') throw new Error(read.publicDescription)
        const decision = decideDetails(registry, 'skyjournal', read.value, now)
        if (decision.kind === 'refused') {
          seen.refused += 1
          return
        }
        seen.granted += 1
        // And what stands in a token may be said again as long as nothing has changed.
        expect(mayStillActFor(registry, 'skyjournal', decision.acting, now)).toBe(true)
        const allowed = allowedNumbers(registry)
        const { parent, child, supplier } = decision.acting
        const named = [parent, child].filter((n) => n !== undefined)
        if (client.tenancy === 'multi-tenant' && parent !== undefined) seen.named += 1
        if (decision.attest !== undefined) seen.attested += 1
        const inAttest = JSON.stringify(decision.attest ?? {}).match(/\b\d{9}\b/g) ?? []
        expect([...named, ...inAttest].filter((n) => !allowed.has(n))).toEqual([])
        if (child !== undefined) expect(registry.organisation(child)?.parent).toBe(parent)
        expect(supplier).toBe(client.tenancy === 'multi-tenant' ? client.organisation : undefined)
      }),
      { numRuns: 20_000 },
    )
    for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(50)
  })

  it('is read from any JSON without a throw, and never with a number whose check digit is wrong', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.json(),
      structure,
      fc.string().map((value) => multiTenant(value)),
    )
    fc.assert(
      fc.property(fc.constantFrom('assertion_details', 'authorization_details'), junk, (name, value) => {
        const read = parseDetails({ [name]: value })
        if (read.kind === 'refused')
          expect(read.publicDescription).toMatch(/^HID-(10\d\d|DOUBLE-STRUCTURE): .+ \(\/.*\)$/)
        else {
          const { parent, child } = read.value.organisation?.value ?? {}
          for (const n of [parent, child]) if (n !== undefined) expect(n).toMatch(/^\d{9}$/)
        }
      }),
      { numRuns: 5000 },
    )
  })
})
