import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#src/admin/actor.ts'
import { judgePlan } from '#src/admin/rights/judge-plan.ts'
import { canonicalJson } from '#src/audit/canonical-json.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'

const files = loadRegistryFiles('clients', {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
})
const own = '999977774'
const asked = ['nhn:kjernejournal/api', 'nhn:provesvar/api'] as const
const given = 'nhn:reseptformidleren/api'
/** As the repository's, but that one API gives access to everybody who asks. */
const registry = new Registry({
  organisations: files.organisations(),
  clients: [],
  apis: files.apis().map((api) => ({
    ...api,
    scopes: api.scopes.map((scope) => (scope.name === given ? { ...scope, approval: 'automatic' as const } : scope)),
  })),
})
const { $schema: _, ...document } = JSON.parse(readFileSync('clients/epj-nordfjell.json', 'utf8'))

const actor: Actor = {
  author: { kind: 'client', id: 'integrasjon-nordfjell' },
  scopes: new Set(),
  organisations: new Set([own]),
}

/** What an owner may change, and what it may not, each with values beside the one that is there. */
const free = {
  client_name: ['A', 'B'],
  single_sign_on: [true, false],
  minimum_age: [16, 18],
  status: ['active', 'draft'],
}
const bound = {
  organisation: [own, '310000116'],
  minimum_security_level: [4, 3, 2],
  tenancy: ['single-tenant', 'multi-tenant'],
  signing_algs: [['ES256'], ['RS256']],
  userinfo_bearer: [false, true],
  assertion_exceptions: [[], ['string_dates']],
  api_claims: [{}, { 'nhn:kjernejournal': { 'nhn:kjernejournal/rolle': 'sjef' } }],
  person_register_policy: ['refuse', 'continue_without_hpr'],
  something_new: [1, 2],
}

const entry = fc.record(
  {
    scope: fc.constantFrom(...asked, given),
    status: fc.constantFrom('requested', 'approved', 'refused', 'revoked'),
    approved_by: fc.constantFrom('310000094', own),
    requested_by: fc.constantFrom('integrasjon-nordfjell', 'tillit-operator'),
    decided_by: fc.constantFrom('eier'),
    valid_until: fc.constantFrom('2030-01-01T00:00:00Z', '2099-01-01T00:00:00Z'),
  },
  { requiredKeys: ['scope', 'status'] },
)
const access = fc.uniqueArray(entry, { selector: ({ scope }) => scope, maxLength: 3 })
const valuesOf = (members: Readonly<Record<string, readonly unknown[]>>) =>
  fc.record(Object.fromEntries(Object.entries(members).map(([name, values]) => [name, fc.constantFrom(...values)])))
const client = fc.tuple(valuesOf(free), valuesOf(bound), access).map(
  ([freely, strictly, list]): Readonly<Record<string, unknown>> => ({
    ...document,
    ...freely,
    ...strictly,
    access: list,
  }),
)
/** A change of one, where mostly little differs. */
const pair = fc
  .tuple(client, client, fc.subarray([...Object.keys(free), ...Object.keys(bound), 'access']))
  .map(([a, b, names]) => ({
    before: { ...a, organisation: own },
    after: { ...a, organisation: own, ...Object.fromEntries(names.map((name) => [name, b[name]])) } as typeof a,
  }))

function plan(before: object, after: object): PlannedChange {
  const differ = (name: string) =>
    canonicalJson(Reflect.get(before, name) ?? null) !== canonicalJson(Reflect.get(after, name) ?? null)
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(differ)
  const text = [canonicalJson(before), canonicalJson(after)] as const
  return {
    kind: 'client',
    id: 'epj-nordfjell',
    action: 'change',
    before: text[0],
    after: text[1],
    members,
    organisation: own,
    status: 'active',
  }
}

const judge = (change: PlannedChange) => judgePlan(actor, { base: 1, changes: [change], unchanged: [] }, registry)

type Entry = Readonly<Record<string, unknown>>
const entriesOf = (value: Entry): readonly Entry[] => (Array.isArray(value['access']) ? value['access'] : [])

describe('what an owner gets through', () => {
  it('never touches a member that is not its own', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => {
        const change = plan(before, after)
        const touched = change.members.filter((name) => Object.hasOwn(bound, name))
        if (touched.length > 0) expect(judge(change)).not.toEqual([])
      }),
    )
  })

  it('never holds more access than before, but for what is given to everybody who asks', () => {
    let permitted = 0
    fc.assert(
      fc.property(client, access, (value, list) => {
        const before = { ...value, organisation: own }
        const after = { ...before, access: list }
        if (judge(plan(before, after)).length > 0) return
        permitted += 1
        const was = new Map(entriesOf(before).map((old) => [old['scope'], old]))
        for (const now of list) {
          const old = was.get(now.scope)
          if (now.status !== 'approved' || canonicalJson(old ?? null) === canonicalJson(now)) continue
          expect(now.scope).toBe(given)
          expect(['refused', 'revoked', 'approved']).not.toContain(old?.['status'])
        }
        for (const [scope, old] of was) {
          if (old['status'] === 'refused' || old['status'] === 'revoked')
            expect(list.map((now) => now.scope)).toContain(scope)
        }
      }),
      { numRuns: 2000 },
    )
    // It is no property of nothing.
    expect(permitted).toBeGreaterThan(20)
  })

  it('is all that is its own', () => {
    fc.assert(
      fc.property(client, valuesOf(free), (value, freely) => {
        const before = { ...value, organisation: own }
        expect(judge(plan(before, { ...before, ...freely }))).toEqual([])
      }),
    )
  })
})
