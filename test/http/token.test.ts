import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const apis = ['nhn:kjernejournal', 'nhn:reseptformidleren'] as const
const scope = `openid offline_access ${apis.map((api) => `${api}/api`).join(' ')}`

describe('an answer of the token endpoint', () => {
  it('has every member that real clients demand, and may not be cached', async () => {
    const { answer } = await tokensOf(client, 'P01', {
      parameters: { scope: 'openid offline_access nhn:kjernejournal/api' },
    })
    const { access_token, id_token, refresh_token, ...rest } = answer.body
    expect([typeof access_token, typeof id_token, typeof refresh_token]).toEqual(['string', 'string', 'string'])
    expect(rest).toEqual({
      token_type: 'DPoP',
      expires_in: 600,
      scope: 'openid nhn:kjernejournal/api',
      rt_expires_in: 7200,
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('comes for the same assertion and the same code after the nonce challenge', async () => {
    const { code, pushed } = await loginAs(client, 'P01')
    const form = {
      ...(await client.authentication()),
      grant_type: 'authorization_code',
      code,
      code_verifier: pushed.verifier,
      redirect_uri: redirectUriOf(client),
    }
    const challenge = await client.tokenOnce(form)
    expect([challenge.status, challenge.body.error]).toEqual([400, 'use_dpop_nonce'])
    expect((await client.tokenOnce(form, { nonce: challenge.headers.get('dpop-nonce') ?? '' })).status).toBe(200)
  })

  it('has a refresh token without prompt=consent, and the ID token says the truth of its request', async () => {
    const { idToken, pushed, returned } = await tokensOf(client, 'P01')
    expect(decodeJwt(idToken)).toMatchObject({
      iss: broker.issuer,
      aud: 'epj-nordfjell',
      nonce: pushed.nonce,
      acr: 'Level4',
    })
    expect(decodeProtectedHeader(idToken).alg).toBe('ES256')
    expect(Object.fromEntries(returned)).toMatchObject({ state: pushed.state, iss: broker.issuer })
  })
})

describe('scopes of two APIs in one login', () => {
  it('give nothing without a resource, then one token for each, and the refresh token stays', async () => {
    const { code, pushed } = await loginAs(client, 'P01', { parameters: { scope } })
    const redirectUri = redirectUriOf(client)
    const ambiguous = await client.redeem(code, pushed, redirectUri)
    expect([ambiguous.status, ambiguous.body.error]).toEqual([400, 'invalid_target'])
    const first = await client.redeem(code, pushed, redirectUri, { resource: apis[0] })
    expect(decodeJwt(String(first.body.access_token)).aud).toBe(apis[0])
    const refresh_token = String(first.body.refresh_token)
    const second = await client.token({ grant_type: 'refresh_token', refresh_token, resource: apis[1] })
    const token = decodeJwt(String(second.body.access_token))
    expect([token.aud, token['scope']]).toEqual([apis[1], ['openid', `${apis[1]}/api`]])
    const without = await client.token({ grant_type: 'refresh_token', refresh_token })
    expect([without.status, without.body.error]).toEqual([400, 'invalid_target'])
  })
})

describe('the profile of an API', () => {
  it('decides the shape of its tokens: HelseID writes scope as an array, RFC 9068 as a string', async () => {
    const machine = await broker.client('integrasjon-nordfjell')
    const tokenFor = async (name: string) => String((await machine.machineToken(name)).body.access_token)
    const helseId = await tokenFor('nhn:kjernejournal/api')
    const standard = await tokenFor('nhn:provesvar/api')
    expect([decodeJwt(helseId)['scope'], decodeJwt(standard)['scope']]).toEqual([
      ['nhn:kjernejournal/api'],
      'nhn:provesvar/api',
    ])
    expect([decodeProtectedHeader(helseId).alg, decodeProtectedHeader(standard).alg]).toEqual(['PS256', 'ES256'])
    for (const token of [helseId, standard]) expect(decodeProtectedHeader(token).typ).toBe('at+jwt')
  })
})
