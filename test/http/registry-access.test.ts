import { describe, expect, it } from 'vitest'
import { reasons } from '#src/http/reasons.ts'
import { decideScopes, type ScopesRequest } from '#src/registry/access.ts'
import type { Registry } from '#src/registry/registry.ts'
import {
  base,
  kjernejournal,
  machineRequest,
  noAgreement,
  now,
  refusalOf,
  registryWith,
  request,
  resept,
} from './registry-access-bench.ts'

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
    registryWith({ client: () => ({ organisation: '974760673' }) }),
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
    { ...request, scopes: ['openid', 'helseid://scopes/client/info'] },
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
    const refusal = refusalOf(decideScopes(registry, wrong, now))
    expect(refusal.reason).toBe(reason)
    expect(refusal.publicDescription).toContain(description)
    expect(Object.keys(reasons)).toContain(refusal.reason)
  })

  it('is granted by API, identity scopes apart', () => {
    expect(decideScopes(base, request, now)).toEqual({
      kind: 'granted',
      identityScopes: ['openid', 'offline_access'],
      byResource: new Map([
        ['nhn:kjernejournal', [kjernejournal]],
        ['nhn:reseptformidleren', [resept]],
      ]),
    })
  })

  it('is granted once for a scope that is asked for twice', () => {
    const decision = decideScopes(base, { ...request, scopes: [kjernejournal, kjernejournal] }, now)
    expect(decision).toMatchObject({ byResource: new Map([['nhn:kjernejournal', [kjernejournal]]]) })
  })

  it('is granted for the resources that the scopes belong to', () => {
    const resources = ['nhn:reseptformidleren', 'nhn:kjernejournal']
    expect(decideScopes(base, { ...request, resources }, now).kind).toBe('granted')
  })

  it('is granted to a machine with scopes of one API', () => {
    expect(decideScopes(base, machineRequest, now).kind).toBe('granted')
    expect(decideScopes(base, { ...machineRequest, resources: ['nhn:kjernejournal'] }, now).kind).toBe('granted')
  })

  it.each([
    ['13116900216', 'scope_refused'],
    ['"><script>', 'scope_refused'],
    ['x'.repeat(500), 'scope_refused'],
  ])('is refused without repeating the odd scope %s', (scope, reason) => {
    const refusal = refusalOf(decideScopes(base, { ...request, scopes: [scope] }, now))
    expect(refusal.reason).toBe(reason)
    expect(JSON.stringify(refusal)).not.toContain(scope)
  })

  it.each(wrongRequests)('is refused to %s with a text that fits an error_description', (_, registry, wrong) => {
    const { publicDescription } = refusalOf(decideScopes(registry, wrong, now))
    expect(publicDescription).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })
})
