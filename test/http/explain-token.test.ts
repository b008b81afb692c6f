import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExplainParts, explainToken, type WhatIf } from '#src/explain/explain-token.ts'
import type { Registry } from '#src/registry/registry.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { base, kjernejournal, noAgreement, now, registryWith } from './registry-access-bench.ts'

const parts: ExplainParts = {
  issuer: 'http://localhost:3000',
  nowSeconds: now,
  providers: [
    { id: 'bankid-oidc', levelCap: 4 },
    { id: 'helse-midt-oidc', levelCap: 3 },
  ],
}
const whatIf: WhatIf = { clientId: 'epj-nordfjell', scopes: ['openid', 'profile', kjernejournal] }
const explain = (change: Partial<WhatIf> = {}, registry: Registry = base) =>
  explainToken(registry, { ...whatIf, ...change }, parts)

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(async () => {
  await broker?.close()
})

/** Claims that are of the moment, or of the person. */
const ofTheMoment = /^(?:iat|exp|nbf|jti|cnf|auth_time|iss|sub|idp|amr|at_hash|sid|aud|name|given_name|family_name)$/

function lasting(claims: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !ofTheMoment.test(name)))
}
const names = (claims: Readonly<Record<string, unknown>>) =>
  Object.keys(claims).filter((name) => !/^(?:nbf|jti|cnf|at_hash|sid|aud|iat|exp|iss|sub|nonce)$/.test(name))

describe('what if', () => {
  it('tells of a machine the token that it gets', async () => {
    const client = await broker.client('integrasjon-nordfjell')
    const answer = await client.machineToken('nhn:provesvar/api')
    const real = decodeJwt(String(answer.body['access_token']))
    const told = explain({ clientId: 'integrasjon-nordfjell', scopes: ['nhn:provesvar/api'] })
    if (told.kind === 'refused') throw new Error(told.publicDescription)
    const [token] = told.accessTokens
    expect(lasting(token?.claims ?? {})).toEqual(lasting(real))
    expect([token?.claims['aud'], told.tokenKind]).toEqual([real.aud, 'machine'])
  })

  it('tells of a login the tokens that come of it, with a sample in the place of a doctor', async () => {
    const client = await broker.client('epj-nordfjell')
    const parameters = { scope: `openid profile ${kjernejournal}` }
    const { accessToken, idToken } = await tokensOf(client, 'P02', { parameters })
    const told = explain()
    if (told.kind === 'refused') throw new Error(told.publicDescription)
    expect(names(told.accessTokens[0]?.claims ?? {}).sort()).toEqual(names(decodeJwt(accessToken)).sort())
    expect(names(told.idToken ?? {}).sort()).toEqual(names(decodeJwt(idToken)).sort())
    expect(told.accessTokens[0]?.claims).toMatchObject({
      'helseid://claims/identity/pid': '00000000000',
      acr: 'Level4',
      scope: [kjernejournal],
    })
  })

  it.each<readonly [string, Partial<WhatIf>, Registry, number]>([
    ['an unknown client', { clientId: 'nobody' }, base, 302],
    ['a scope without access', { scopes: ['nhn:provesvar/api'] }, base, 304],
    ['an organisation without agreements', {}, registryWith({ organisation: { agreements: noAgreement } }), 306],
    ['a login of too low a level', { level: 3 }, base, 102],
    ['a provider that is capped below', { idp: 'helse-midt-oidc' }, base, 102],
    ['an unknown provider', { idp: 'nobody-oidc' }, base, 121],
    [
      'a provider that the client does not take',
      { idp: 'bankid-oidc' },
      registryWith({ client: () => ({ allowedIdentityProviders: ['buypass-oidc'] }) }),
      122,
    ],
    ['an organisation that is not its own', { organisation: { child: '310000094' } }, base, 321],
    [
      'access that has run out',
      {},
      registryWith({ client: ({ access }) => ({ access: access.map((entry) => ({ ...entry, validUntil: now })) }) }),
      304,
    ],
    ['a client that is disabled', {}, registryWith({ client: () => ({ status: 'disabled' }) }), 307],
  ])('names the rule that refuses %s', (_, change, registry, number) => {
    expect(explain(change, registry)).toMatchObject({ kind: 'refused', number })
  })
})
