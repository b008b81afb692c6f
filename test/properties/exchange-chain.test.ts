import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorsOf, clientsBehind } from '#src/claims/actors.ts'
import { buildExchangeClaims } from '#src/claims/exchange-claims.ts'
import { tokenExchangeGrant } from '#src/registry/client-schema.ts'
import { decideExchange, type ExchangeGranted } from '#src/registry/decide-exchange.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import { logins, manyRuns } from './login-arbitraries.ts'

/** Chains of exchanges through any registry: nobody gets more than the registry says, and the chain tells the truth. */

const base = loadRegistryFiles('clients', {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
})
const [someClient] = base.clients()
const [someApi] = base.apis()
const [someScope] = someApi?.scopes ?? []
if (!someClient || !someApi || !someScope) throw new Error('the registry of this repository is empty')

const owners = ['999977774', '310000094']
const clientIds = ['first', 'second', 'third']
const scopeNames = ['a:one/x', 'a:one/y', 'b:two/x']
const ownerOf: Readonly<Record<string, string>> = { 'a:one': '999977774', 'b:two': '310000094' }
const resourceOf = (scope: string) => scope.slice(0, scope.indexOf('/'))
const aboutPerson = /^helseid:\/\/claims\/identity\/|name$|^helseid:\/\/claims\/hpr\//
const orgnr = 'helseid://claims/client/claims/orgnr_parent'
const original = 'helseid://claims/client/original_client_id'

const client = (clientId: string) =>
  fc
    .record({
      organisation: fc.constantFrom(...owners),
      tokenExchangeActors: fc.uniqueArray(fc.constantFrom(...clientIds), { minLength: 2 }),
      grantTypes: fc.constantFrom([tokenExchangeGrant], [tokenExchangeGrant], ['client_credentials']),
      status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'disabled' as const),
      access: fc
        .uniqueArray(fc.constantFrom(...scopeNames))
        .map((names) => names.map((scope) => ({ scope, status: 'approved' as const }))),
    })
    .map((members) => ({ ...someClient, ...members, clientId }))

const api = (resource: string, claims: readonly string[]) => ({
  ...someApi,
  resource,
  owner: ownerOf[resource] ?? '',
  accessToken: { ...someApi.accessToken, claims },
  scopes: scopeNames.filter((name) => resourceOf(name) === resource).map((name) => ({ ...someScope, name })),
})

const registries = fc.tuple(client('first'), client('second'), client('third')).map(
  (clients) =>
    new Registry({
      organisations: base.organisations().map((organisation) => ({
        ...organisation,
        status: 'active',
        agreements: { customerAgreement: true, termsOfUse: true, riskAssessment: true },
      })),
      apis: [api('a:one', ['helseid://claims/identity/pid']), api('b:two', ['family_name'])],
      clients,
    }),
)

const steps = fc.array(
  fc.record({
    actorId: fc.constantFrom(...clientIds),
    scopes: fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...scopeNames) }, fc.constantFrom('openid', 'c:x/y')),
      { maxLength: 2 },
    ),
    targets: fc.array(fc.constantFrom('a:one', 'b:two'), { maxLength: 1 }),
  }),
  { maxLength: 12 },
)

interface Token {
  readonly client_id: string
  readonly aud: string
  readonly [claim: string]: unknown
}

/** Written apart from the broker's rules. */
function expectAllowed(registry: Registry, token: Token, granted: ExchangeGranted, step: { actorId: string }): void {
  const actor = registry.client(step.actorId)
  expect(registry.client(token.client_id)?.tokenExchangeActors).toContain(step.actorId)
  expect([actor?.status, actor?.grantTypes.includes(tokenExchangeGrant)]).toEqual(['active', true])
  expect(actor?.organisation).toBe(ownerOf[token.aud])
  expect(granted.scopes.length).toBeGreaterThan(0)
  for (const scope of granted.scopes) {
    expect(resourceOf(scope)).toBe(granted.api.resource)
    expect(actor?.access.map((access) => access.scope)).toContain(scope)
  }
}

describe('a chain of exchanges', () => {
  it('never gives what its actor is not approved for, and never grows beyond its limit', () => {
    let granted = 0
    fc.assert(
      fc.property(registries, steps, logins, fc.integer({ min: 1, max: 3 }), (registry, chain, login, limit) => {
        let token: Token = { client_id: 'first', aud: 'a:one', [orgnr]: '111111111' }
        const actors: string[] = []
        for (const step of chain) {
          const subject = {
            clientId: token.client_id,
            audience: token.aud,
            kind: 'user' as const,
            depth: actorsOf(token).length,
          }
          const decision = decideExchange(registry, { ...step, subject }, { greatestDepth: limit, nowSeconds: 0 })
          if (decision.kind === 'refused') continue
          granted += 1
          expectAllowed(registry, token, decision, step)
          const { organisationNumber: number, parent = null } = decision.organisation
          const claims = buildExchangeClaims({
            api: decision.api.accessToken,
            issuer: 'https://tillit.example',
            actor: { clientId: step.actorId, organisation: { number, parent }, ofApi: {} },
            subject: token,
            login,
          })
          token = { ...claims, client_id: step.actorId, aud: decision.api.resource }
          actors.unshift(step.actorId)
          expect(actorsOf(token)).toEqual(actors)
          expect(actors.length).toBeLessThanOrEqual(limit)
          expect([token[original], token[orgnr], token['acr']]).toEqual(['first', '111111111', `Level${login.level}`])
          expect(clientsBehind(token)).toContain('first')
          const told = Object.keys(token).filter((name) => aboutPerson.test(name))
          for (const name of told) expect(decision.api.accessToken.claims).toContain(name)
        }
      }),
      manyRuns,
    )
    // The property says nothing if nothing was ever granted.
    expect(granted).toBeGreaterThan(500)
  })
})
