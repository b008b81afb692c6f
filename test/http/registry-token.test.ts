import { describe, expect, it } from 'vitest'
import { decideClient, decideToken, minimumLevelOf } from '#src/registry/access.ts'
import { base, kjernejournal, noAgreement, now, refusalOf, registryWith, resept } from './registry-access-bench.ts'

describe('access to a token', () => {
  const token = { clientId: 'epj-nordfjell', resource: 'nhn:kjernejournal', kind: 'user' } as const

  it('is granted for one API with its scopes', () => {
    const decision = decideToken(base, { ...token, scopes: ['openid', kjernejournal] }, now)
    expect(decision).toEqual({
      kind: 'granted',
      api: base.api('nhn:kjernejournal'),
      scopes: [kjernejournal],
      identityScopes: ['openid'],
    })
  })

  it('is refused without a scope of the API, or with one of another', () => {
    for (const scopes of [['openid'], ['openid', resept], [kjernejournal, resept]]) {
      expect(refusalOf(decideToken(base, { ...token, scopes }, now)).reason).toBe('resource_refused')
    }
  })

  it('is refused as soon as the access is revoked, the API disabled, or the agreements withdrawn', () => {
    const scopes = [kjernejournal]
    const revoked = registryWith({ client: () => ({ access: [{ scope: kjernejournal, status: 'revoked' }] }) })
    const apiOff = registryWith({ api: () => ({ status: 'disabled' }) })
    const withdrawn = registryWith({ organisation: { agreements: noAgreement } })
    const reasonsGiven = [revoked, apiOff, withdrawn].map(
      (registry) => refusalOf(decideToken(registry, { ...token, scopes }, now)).reason,
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
