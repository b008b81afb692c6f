import { describe, expect, it } from 'vitest'
import { reasons } from '#src/http/reasons.ts'
import { decideClient, decideScopes, decideToken, minimumLevelOf, type ScopesRequest } from '#src/registry/access.ts'
import type { Api } from '#src/registry/api.ts'
import type { Client } from '#src/registry/client.ts'
import { parseRegistryDocuments } from '#src/registry/load-registry-files.ts'
import type { Organisation } from '#src/registry/organisation.ts'
import type { Refused } from '#src/registry/refused.ts'
import { Registry } from '#src/registry/registry.ts'
import { options, repository } from './registry-documents.ts'

const base = parseRegistryDocuments(repository, options)

interface Changes {
  readonly client?: (client: Client) => Partial<Client>
  readonly api?: (api: Api) => Partial<Api>
  readonly organisation?: Partial<Organisation>
}

/** The repository's registry after somebody changed something about EPJ Nordfjell, its organisation, or the APIs. */
function registryWith(changes: Changes): Registry {
  return new Registry({
    organisations: base
      .organisations()
      .map((o) => (o.organisationNumber === '999977774' ? { ...o, ...changes.organisation } : o)),
    apis: base.apis().map((api) => ({ ...api, ...changes.api?.(api) })),
    clients: base.clients().map((c) => (c.clientId === 'epj-nordfjell' ? { ...c, ...changes.client?.(c) } : c)),
  })
}

const kjernejournal = 'nhn:kjernejournal/api'
const resept = 'nhn:reseptformidleren/api'

const request: ScopesRequest = {
  clientId: 'epj-nordfjell',
  scopes: ['openid', 'offline_access', kjernejournal, resept],
  resources: [],
  kind: 'user',
}
const machineRequest: ScopesRequest = { ...request, scopes: [kjernejournal], kind: 'machine' }

function refusalOf(decision: { readonly kind: 'granted' } | Refused): Refused {
  if (decision.kind === 'granted') throw new Error('granted')
  return decision
}

const noAgreement = { customerAgreement: true, termsOfUse: true, riskAssessment: false }
const wrongRequests: readonly (readonly [string, Registry, ScopesRequest, string, string])[] = [
  ['a client that nobody registered', base, { ...request, clientId: 'nobody' }, 'client_unknown', 'not registered'],
  ['a draft client', registryWith({ client: () => ({ status: 'draft' }) }), request, 'client_disabled', 'not active'],
  [
    'a disabled client',
    registryWith({ client: () => ({ status: 'disabled' }) }),
    request,
    'client_disabled',
    'not active',
  ],
  [
    'a disabled organisation',
    registryWith({ organisation: { status: 'disabled' } }),
    request,
    'client_disabled',
    'organisation',
  ],
  [
    'an organisation that is gone',
    registryWith({ client: () => ({ organisation: '310000086' }) }),
    request,
    'client_disabled',
    'organisation',
  ],
  [
    'an organisation without one agreement',
    registryWith({ organisation: { agreements: noAgreement } }),
    request,
    'agreements_missing',
    'every agreement',
  ],
  [
    'an unknown scope',
    base,
    { ...request, scopes: ['openid', 'nhn:x/y'] },
    'scope_refused',
    "'nhn:x/y' is not a scope",
  ],
  ['a scope in other case', base, { ...request, scopes: ['NHN:kjernejournal/api'] }, 'scope_refused', 'is not a scope'],
  [
    'a scope that was only requested',
    base,
    { ...request, scopes: ['nhn:provesvar/api'] },
    'scope_refused',
    "no approved access to 'nhn:provesvar/api'",
  ],
  [
    'a scope without any access',
    base,
    { ...request, clientId: 'helsekort-web', scopes: [kjernejournal] },
    'scope_refused',
    'no approved access',
  ],
  [
    'a scope whose access was revoked',
    registryWith({ client: () => ({ access: [{ scope: kjernejournal, status: 'revoked' }] }) }),
    { ...request, scopes: [kjernejournal] },
    'scope_refused',
    'no approved access',
  ],
  [
    'a scope whose access was refused',
    registryWith({ client: () => ({ access: [{ scope: kjernejournal, status: 'refused' }] }) }),
    { ...request, scopes: [kjernejournal] },
    'scope_refused',
    'no approved access',
  ],
  [
    'an API scope that the client only names',
    registryWith({ client: (c) => ({ access: [], scope: [...c.scope, kjernejournal] }) }),
    { ...request, scopes: [kjernejournal] },
    'scope_refused',
    'no approved access',
  ],
  [
    'an identity scope that the client has not',
    base,
    { ...request, scopes: ['openid', 'helseid://scopes/hpr/hpr_number'] },
    'scope_refused',
    "not among the client's scopes",
  ],
  ['no scope at all', base, { ...request, scopes: [] }, 'scope_refused', 'at least one'],
  [
    'a scope for machines with a person',
    registryWith({ api: (api) => ({ scopes: api.scopes.map((s) => ({ ...s, usedBy: ['machine'] })) }) }),
    request,
    'scope_refused',
    'with a logged-in person',
  ],
  [
    'a scope for persons by a machine',
    registryWith({ api: (api) => ({ scopes: api.scopes.map((s) => ({ ...s, usedBy: ['user'] })) }) }),
    machineRequest,
    'scope_refused',
    'by a client on its own',
  ],
  [
    'a scope of a disabled API',
    registryWith({ api: () => ({ status: 'disabled' }) }),
    request,
    'resource_refused',
    'not active',
  ],
  ['an unknown resource', base, { ...request, resources: ['nhn:x'] }, 'resource_refused', "'nhn:x' is not an API"],
  [
    'a resource without one of its scopes',
    base,
    { ...request, scopes: [kjernejournal], resources: ['nhn:kjernejournal', 'nhn:provesvar'] },
    'resource_refused',
    "no scope of the resource 'nhn:provesvar'",
  ],
  [
    'a resource and identity scopes only',
    base,
    { ...request, scopes: ['openid'], resources: ['nhn:kjernejournal'] },
    'resource_refused',
    'no scope of the resource',
  ],
  [
    'a resource and scopes of another API',
    base,
    { ...request, resources: ['nhn:kjernejournal'] },
    'resource_refused',
    "scopes of 'nhn:reseptformidleren'",
  ],
  [
    'a machine with scopes of two APIs',
    base,
    { ...machineRequest, scopes: [kjernejournal, resept] },
    'resource_refused',
    'ask for one API at a time',
  ],
  [
    'a machine with two resources',
    base,
    { ...machineRequest, resources: ['nhn:kjernejournal', 'nhn:provesvar'] },
    'resource_refused',
    'ask for one API at a time',
  ],
  ['a machine without scope', base, { ...machineRequest, scopes: [] }, 'scope_refused', 'no scope of an API'],
  [
    'a machine with a resource but no scope',
    base,
    { ...machineRequest, scopes: [], resources: ['nhn:kjernejournal'] },
    'scope_refused',
    'no scope of an API',
  ],
  [
    'a machine with openid',
    base,
    { ...machineRequest, scopes: ['openid', kjernejournal] },
    'scope_refused',
    'about a person',
  ],
  [
    'a machine with offline_access',
    base,
    { ...machineRequest, scopes: ['offline_access', kjernejournal] },
    'scope_refused',
    'about a person',
  ],
  [
    'a client without client_credentials on its own',
    registryWith({ client: () => ({ grantTypes: ['authorization_code'] }) }),
    machineRequest,
    'grant_type_refused',
    'client_credentials',
  ],
]

describe('access to scopes', () => {
  it.each(wrongRequests)('is refused to %s', (_, registry, wrong, reason, description) => {
    const refusal = refusalOf(decideScopes(registry, wrong))
    expect(refusal.reason).toBe(reason)
    expect(refusal.publicDescription).toContain(description)
    expect(Object.keys(reasons)).toContain(refusal.reason)
  })

  it('is granted by API, identity scopes apart', () => {
    expect(decideScopes(base, request)).toEqual({
      kind: 'granted',
      identityScopes: ['openid', 'offline_access'],
      byResource: new Map([
        ['nhn:kjernejournal', [kjernejournal]],
        ['nhn:reseptformidleren', [resept]],
      ]),
    })
  })

  it('is granted once for a scope that is asked for twice', () => {
    const decision = decideScopes(base, { ...request, scopes: [kjernejournal, kjernejournal] })
    expect(decision).toMatchObject({ byResource: new Map([['nhn:kjernejournal', [kjernejournal]]]) })
  })

  it('is granted for the resources that the scopes belong to', () => {
    const resources = ['nhn:reseptformidleren', 'nhn:kjernejournal']
    expect(decideScopes(base, { ...request, resources }).kind).toBe('granted')
  })

  it('is granted to a machine with scopes of one API', () => {
    expect(decideScopes(base, machineRequest).kind).toBe('granted')
    expect(decideScopes(base, { ...machineRequest, resources: ['nhn:kjernejournal'] }).kind).toBe('granted')
  })

  it.each([
    ['13116900216', 'scope_refused'],
    ['"><script>', 'scope_refused'],
    ['x'.repeat(500), 'scope_refused'],
  ])('is refused without repeating the odd scope %s', (scope, reason) => {
    const refusal = refusalOf(decideScopes(base, { ...request, scopes: [scope] }))
    expect(refusal.reason).toBe(reason)
    expect(JSON.stringify(refusal)).not.toContain(scope)
  })

  it.each(wrongRequests)('is refused to %s with a text that fits an error_description', (_, registry, wrong) => {
    const { publicDescription } = refusalOf(decideScopes(registry, wrong))
    expect(publicDescription).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })
})

describe('access to a token', () => {
  const token = { clientId: 'epj-nordfjell', resource: 'nhn:kjernejournal', kind: 'user' } as const

  it('is granted for one API with its scopes', () => {
    const decision = decideToken(base, { ...token, scopes: ['openid', kjernejournal] })
    expect(decision).toEqual({
      kind: 'granted',
      api: base.api('nhn:kjernejournal'),
      scopes: [kjernejournal],
      identityScopes: ['openid'],
    })
  })

  it('is refused without a scope of the API, or with one of another', () => {
    for (const scopes of [['openid'], ['openid', resept], [kjernejournal, resept]]) {
      expect(refusalOf(decideToken(base, { ...token, scopes })).reason).toBe('resource_refused')
    }
  })

  it('is refused as soon as the access is revoked, the API disabled, or the agreements withdrawn', () => {
    const scopes = [kjernejournal]
    const revoked = registryWith({ client: () => ({ access: [{ scope: kjernejournal, status: 'revoked' }] }) })
    const apiOff = registryWith({ api: () => ({ status: 'disabled' }) })
    const withdrawn = registryWith({ organisation: { agreements: noAgreement } })
    const reasonsGiven = [revoked, apiOff, withdrawn].map(
      (registry) => refusalOf(decideToken(registry, { ...token, scopes })).reason,
    )
    expect(reasonsGiven).toEqual(['scope_refused', 'resource_refused', 'agreements_missing'])
  })
})

describe('a client', () => {
  it('may act when it, its organisation and all agreements are in order', () => {
    const decision = decideClient(base, 'epj-nordfjell')
    expect(decision).toMatchObject({
      kind: 'granted',
      client: { clientId: 'epj-nordfjell' },
      organisation: { name: 'Nordfjell legekontor' },
    })
  })

  it('gets nothing while its organisation lacks agreements, which the log names', () => {
    const refusal = refusalOf(decideClient(base, 'timebok-utsikten'))
    expect(refusal).toEqual({
      kind: 'refused',
      reason: 'agreements_missing',
      publicDescription: "the client's organisation has not signed every agreement",
      detail: 'organisation 310000108 lacks terms_of_use, risk_assessment',
    })
  })
})

describe('the level that is needed', () => {
  const low = registryWith({
    client: () => ({ minimumSecurityLevel: 2 }),
    api: (api) => ({
      scopes: api.scopes.map((s) => ({ ...s, minimumSecurityLevel: api.resource === 'nhn:kjernejournal' ? 4 : 3 })),
    }),
  })

  it.each([
    ['the client alone', 'epj-nordfjell', ['openid', 'profile'], 2],
    ['a stricter scope', 'epj-nordfjell', ['openid', resept], 3],
    ['the strictest of several scopes', 'epj-nordfjell', [resept, kjernejournal], 4],
    ['a client that is stricter than its scope', 'integrasjon-nordfjell', [resept], 4],
    ['an unknown scope', 'epj-nordfjell', ['nhn:x/y'], 4],
    ['an unknown client', 'nobody', [], 4],
  ] as const)('is set by %s', (_, clientId, scopes, level) => {
    expect(minimumLevelOf(low, clientId, scopes)).toBe(level)
  })
})
