import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideScopes, decideToken } from '#src/registry/access.ts'
import type { Api, TokenKind } from '#src/registry/api.ts'
import type { Access, Client } from '#src/registry/client.ts'
import { identityScopes, isIdentityScope } from '#src/registry/identity-scopes.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import type { Organisation } from '#src/registry/organisation.ts'
import { Registry } from '#src/registry/registry.ts'

const base = loadRegistryFiles('clients', {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
})
const [someClient] = base.clients()
const [someApi] = base.apis()
const [someOrganisation] = base.organisations()
if (!someClient || !someApi || !someOrganisation) throw new Error('the registry of this repository is empty')

const now = 1_800_000_000
const resources = ['a:one', 'a:two', 'b:one']
const scopeNames = resources.flatMap((resource) => [`${resource}/read`, `${resource}/write`])
const kinds: fc.Arbitrary<TokenKind> = fc.constantFrom('user', 'machine')
const anyScope = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...scopeNames) },
  { weight: 2, arbitrary: fc.constantFrom(...identityScopes) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
)

const organisations: fc.Arbitrary<Organisation> = fc.record({
  organisationNumber: fc.constant('999977774'),
  name: fc.constant('N'),
  // Mostly in order, so that the interesting requests get past it.
  agreements: fc.record({
    customerAgreement: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    termsOfUse: fc.constant(true),
    riskAssessment: fc.constant(true),
  }),
  status: fc.constantFrom(...Array<'active'>(9).fill('active'), 'disabled'),
})

const apiOf = (resource: string): fc.Arbitrary<Api> =>
  fc
    .record({
      status: fc.constantFrom(...Array<'active'>(9).fill('active'), 'disabled'),
      usedBy: fc.uniqueArray(kinds, { minLength: 1 }),
    })
    .map(({ status, usedBy }) => ({
      ...someApi,
      resource,
      status,
      scopes: scopeNames
        .filter((name) => name.startsWith(`${resource}/`))
        .map((name) => ({
          name,
          description: { nb: 'x', nn: 'x', en: 'x' },
          usedBy,
          minimumSecurityLevel: 4 as const,
          approval: 'owner' as const,
        })),
    }))

const accesses: fc.Arbitrary<Access[]> = fc.uniqueArray(
  fc.record({
    scope: fc.constantFrom(...scopeNames),
    status: fc.constantFrom(...Array<'approved'>(9).fill('approved'), 'requested', 'refused', 'revoked'),
  }),
  { selector: (access) => access.scope, minLength: 5 },
)

const clients: fc.Arbitrary<Client> = fc
  .record({
    status: fc.constantFrom(...Array<'active'>(9).fill('active'), 'draft', 'disabled'),
    scope: fc.uniqueArray(anyScope, { minLength: 3, maxLength: 30 }),
    access: accesses,
  })
  .map((changed) => ({ ...someClient, ...changed, clientId: 'c', organisation: '999977774' }))

const registries = fc
  .record({ organisation: organisations, apis: fc.tuple(...resources.map(apiOf)), client: clients })
  .map(({ organisation, apis, client }) => new Registry({ organisations: [organisation], apis, clients: [client] }))

const scopesOfOneApi = fc
  .constantFrom(...resources)
  .chain((resource) => fc.subarray([`${resource}/read`, `${resource}/write`], { minLength: 1 }))

const requests = fc.record({
  clientId: fc.constantFrom('c', 'c', 'c', 'c', 'd'),
  scopes: fc.oneof(fc.array(anyScope, { maxLength: 3 }), scopesOfOneApi),
  resources: fc.oneof(
    fc.constant([]),
    fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...resources) }, fc.string({ maxLength: 8 })), {
      maxLength: 2,
    }),
  ),
  kind: kinds,
})

/** Written anew from the design, as plainly as can be: everything that must hold before a scope is in a token. */
function mayHave(registry: Registry, clientId: string, scope: string, kind: TokenKind): boolean {
  const client = registry.client(clientId)
  const organisation = registry.organisation(client?.organisation ?? '')
  const agreed = organisation !== undefined && Object.values(organisation.agreements).every((signed) => signed)
  if (client?.status !== 'active' || organisation?.status !== 'active' || !agreed) return false
  if (isIdentityScope(scope)) return kind === 'user' && client.scope.includes(scope)
  const approved = client.access.some((access) => access.scope === scope && access.status === 'approved')
  const api = registry.apis().find(({ scopes }) => scopes.some(({ name }) => name === scope))
  return approved && api?.status === 'active' && api.scopes.some((s) => s.name === scope && s.usedBy.includes(kind))
}

describe('for any registry and any request', () => {
  it('no scope is granted beyond approved access, and a grant holds exactly what was asked for', () => {
    let grants = 0
    fc.assert(
      fc.property(registries, requests, (registry, request) => {
        const decision = decideScopes(registry, request, now)
        if (decision.kind === 'refused') return
        grants += 1
        const granted = [...decision.identityScopes, ...[...decision.byResource.values()].flat()]
        expect(granted.filter((scope) => !mayHave(registry, request.clientId, scope, request.kind))).toEqual([])
        expect(new Set(granted)).toEqual(new Set(request.scopes))
        for (const [resource, scopes] of decision.byResource) {
          expect(scopes.every((scope) => scope.startsWith(`${resource}/`))).toBe(true)
          if (request.resources.length > 0) expect(request.resources).toContain(resource)
        }
        if (request.kind === 'machine') expect(decision.byResource.size).toBe(1)
      }),
      { numRuns: 3000 },
    )
    // A property about grants says nothing if nothing is ever granted.
    expect(grants).toBeGreaterThan(50)
  })

  it('a token holds scopes of its own API only, and at least one', () => {
    let grants = 0
    fc.assert(
      fc.property(
        registries,
        requests,
        fc.constantFrom(...resources),
        (registry, { clientId, scopes, kind }, resource) => {
          const decision = decideToken(registry, { clientId, resource, scopes, kind }, now)
          if (decision.kind === 'refused') return
          grants += 1
          expect(decision.api.resource).toBe(resource)
          expect(decision.scopes.length).toBeGreaterThan(0)
          expect(decision.scopes.every((scope) => scope.startsWith(`${resource}/`))).toBe(true)
          expect(scopes.every((scope) => mayHave(registry, clientId, scope, kind))).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
    expect(grants).toBeGreaterThan(50)
  })
})
