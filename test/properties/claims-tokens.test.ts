import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import { claimNames } from '#src/claims/claim-names.ts'
import { buildIdTokenClaims } from '#src/claims/id-token-claims.ts'
import { subjectOf } from '#src/claims/subject.ts'
import { buildUserinfoClaims } from '#src/claims/userinfo-claims.ts'
import { identityScopes } from '#src/registry/identity-scopes.ts'
import { logins, manyRuns } from './login-arbitraries.ts'

/** What a scope may open at most, written apart from the broker's table. */
const opens: Readonly<Record<string, readonly string[]>> = {
  profile: ['name', 'given_name', 'middle_name', 'family_name'],
  'helseid://scopes/identity/pid': [claimNames.pid],
  'helseid://scopes/identity/pid_pseudonym': [claimNames.pidPseudonym],
  'helseid://scopes/identity/security_level': [claimNames.securityLevel],
  'helseid://scopes/identity/assurance_level': [claimNames.assuranceLevel],
  'helseid://scopes/identity/all': [
    claimNames.pid,
    claimNames.pidPseudonym,
    claimNames.securityLevel,
    claimNames.assuranceLevel,
    claimNames.network,
  ],
  'helseid://scopes/identity/network': [claimNames.network],
}
const aboutLogin = ['acr', 'amr', 'auth_time', 'idp']
const aboutClient = [
  'client_amr',
  claimNames.clientName,
  claimNames.clientTenancy,
  claimNames.orgnrParent,
  claimNames.orgnrChild,
  claimNames.orgnrSupplier,
]
const aboutPerson = [
  'name',
  'given_name',
  'middle_name',
  'family_name',
  claimNames.pid,
  claimNames.pidPseudonym,
  claimNames.securityLevel,
  claimNames.assuranceLevel,
  claimNames.network,
  claimNames.onBehalfOf,
  claimNames.hprNumber,
]

const scopeWords = fc.oneof(
  fc.constantFrom(
    ...identityScopes,
    'nhn:kjernejournal/api',
    'Profile',
    'helseid://scopes/identity/PID',
    '__proto__',
    'toString',
  ),
  fc.string(),
)
const scopes = fc.array(scopeWords)
const apis = fc.record({
  claims: fc.array(fc.oneof(fc.constantFrom(...aboutPerson, 'constructor', '__proto__', 'sub'), fc.string())),
})
const number = fc.constantFrom('999977774', '310000086')
const clients = fc.record({
  clientName: fc.string(),
  acting: fc.oneof(
    fc.record(
      { tenancy: fc.constant('single-tenant' as const), parent: number, child: number },
      { requiredKeys: ['tenancy', 'parent'] },
    ),
    fc.record(
      { tenancy: fc.constant('multi-tenant' as const), supplier: number, parent: number, child: number },
      { requiredKeys: ['tenancy', 'supplier'] },
    ),
  ),
})
const beyond = (claims: object, allowed: readonly string[]) =>
  Object.keys(claims).filter((name) => !allowed.includes(name))

describe('claims in the ID token and at userinfo', () => {
  it('are never more than the scopes open', () => {
    fc.assert(
      fc.property(logins, scopes, (login, granted) => {
        const opened = granted.flatMap((scope) => (Object.hasOwn(opens, scope) ? (opens[scope] ?? []) : []))
        expect(
          beyond(buildIdTokenClaims({ login, scopes: granted }), [...opened, ...aboutLogin, claimNames.onBehalfOf]),
        ).toEqual([])
        expect(beyond(buildUserinfoClaims({ login, scopes: granted }), [...opened, 'sub'])).toEqual([])
      }),
      manyRuns,
    )
  })

  it('hold no number without a scope that opens it, in any value', () => {
    fc.assert(
      fc.property(logins, scopes, (login, granted) => {
        fc.pre(
          !granted.some(
            (scope) => scope === 'helseid://scopes/identity/pid' || scope === 'helseid://scopes/identity/all',
          ),
        )
        expect(JSON.stringify(buildIdTokenClaims({ login, scopes: granted }))).not.toContain(login.pid)
        expect(JSON.stringify(buildUserinfoClaims({ login, scopes: granted }))).not.toContain(login.pid)
      }),
      manyRuns,
    )
  })

  it('tell the truth of the login behind them', () => {
    fc.assert(
      fc.property(logins, (login) => {
        const claims = buildIdTokenClaims({ login, scopes: ['openid', 'helseid://scopes/identity/all'] })
        expect(claims).toMatchObject({
          acr: `Level${login.level}`,
          amr: [login.method],
          auth_time: login.authTime,
          idp: login.providerId,
          [claimNames.securityLevel]: `${login.level}`,
          [claimNames.assuranceLevel]: [undefined, undefined, 'low', 'substantial', 'high'][login.level],
        })
      }),
      manyRuns,
    )
  })
})

describe('claims in an access token', () => {
  it("are never more about the person than the API's contract names", () => {
    fc.assert(
      fc.property(apis, clients, logins, (api, client, login) => {
        const claims = buildAccessTokenClaims({ api, client, login })
        const chosen = aboutPerson.filter((name) => api.claims.includes(name) || name === claimNames.onBehalfOf)
        expect(beyond(claims, [...chosen, ...aboutLogin, ...aboutClient])).toEqual([])
        if (!api.claims.includes(claimNames.pid)) expect(JSON.stringify(claims)).not.toContain(login.pid)
      }),
      manyRuns,
    )
  })

  it('hold nothing about any person or login when there was none, whatever the API wants', () => {
    fc.assert(
      fc.property(apis, clients, (api, client) => {
        expect(beyond(buildAccessTokenClaims({ api, client }), aboutClient)).toEqual([])
      }),
      manyRuns,
    )
  })

  it('never have one of ours replaced by what an API agreed with a client, whatever its name', () => {
    const fixed = fc.dictionary(fc.constantFrom(...aboutClient, ...aboutPerson, ...aboutLogin, 'herid'), fc.string())
    fc.assert(
      fc.property(apis, clients, logins, fixed, (api, client, login, ofApi) => {
        const without = buildAccessTokenClaims({ api, client, login })
        expect(buildAccessTokenClaims({ api, client: { ...client, ofApi }, login })).toEqual({ ...ofApi, ...without })
      }),
      manyRuns,
    )
  })

  it('name exactly the organisations that the registry let the client act for', () => {
    fc.assert(
      fc.property(apis, clients, (api, client) => {
        const claims = buildAccessTokenClaims({ api, client })
        const { tenancy, supplier, parent, child } = {
          supplier: undefined,
          parent: undefined,
          child: undefined,
          ...client.acting,
        }
        expect([
          claims[claimNames.clientTenancy],
          claims[claimNames.orgnrSupplier],
          claims[claimNames.orgnrParent],
          claims[claimNames.orgnrChild],
        ]).toEqual([tenancy, supplier, parent, child])
      }),
      manyRuns,
    )
  })
})

describe('sub', () => {
  it('is the same for one person, another for another, and tells nothing of the number', () => {
    const key = new Uint8Array(32).fill(7)
    const numbers = fc.stringMatching(/^\d{11}$/)
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        expect(subjectOf(one, key)).toBe(subjectOf(one, key))
        expect(subjectOf(one, key) === subjectOf(other, key)).toBe(one === other)
        expect(subjectOf(one, key)).not.toBe(subjectOf(one, new Uint8Array(32).fill(8)))
        expect(subjectOf(one, key)).toMatch(/^[\w+/]{43}=$/)
      }),
      { numRuns: 1000 },
    )
  })
})
