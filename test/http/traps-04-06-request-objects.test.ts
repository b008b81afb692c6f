import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { bolgen, multiTenant, nordfjell, nordfjellChild, singleTenant, supplier } from '../support/details.ts'
import { pushSigned, signRequest } from '../support/request-object.ts'
import type { TestClient } from '../support/test-client.ts'

/**
 * Traps 4 and 6 of the field: request objects as HelseID's own demonstration clients send them, beside form parameters.
 */
let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({
    'epj-nordfjell': { request_object_policy: 'merged' },
    skyjournal: { request_object_policy: 'merged' },
  })
})
afterAll(() => broker.close())

const scope = 'openid offline_access nhn:kjernejournal/api'
/** SimpleRequestObjectsDemo: identity and details inside, everything else in the form. */
async function demoObject(client: TestClient, details: unknown): Promise<string> {
  const names = ['client_id', 'response_type', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge']
  const none = Object.fromEntries([...names, 'code_challenge_method'].map((name) => [name, undefined]))
  const iat = String(Math.floor(Date.now() / 1000))
  return signRequest(client, {
    claims: { ...none, sub: client.clientId, iat, authorization_details: details },
    header: { typ: 'client-authentication+jwt' },
  })
}
const organisation = (token: string, name: string) => decodeJwt(token)[`helseid://claims/client/claims/orgnr_${name}`]

describe('a client that sends a request object beside form parameters', () => {
  it.each([
    ['an object', singleTenant(nordfjellChild, 'urn:oid:2.16.578.1.12.4.1.2.101')],
    ['an array', [singleTenant(nordfjellChild)]],
    ['a text of JSON', JSON.stringify([singleTenant(nordfjellChild)])],
  ])('logs in, and its organisation is in the token: details as %s', async (_shape, details) => {
    const client = await broker.client('epj-nordfjell')
    const request = await demoObject(client, details)
    const { accessToken, answer } = await tokensOf(client, 'P01', { parameters: { request, scope } })
    expect(organisation(accessToken, 'child')).toBe(nordfjellChild)
    expect(organisation(accessToken, 'parent')).toBe(nordfjell)
    expect(answer.body.refresh_token).toBeDefined()
  })

  it('keeps the organisation of the object in every token, and can not name one again in an assertion', async () => {
    const client = await broker.client('skyjournal')
    const request = await demoObject(client, [multiTenant(nordfjell)])
    const { refreshToken } = await tokensOf(client, 'P01', { parameters: { request, scope } })
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const { body } = await client.token(form)
    expect([
      organisation(String(body.access_token), 'parent'),
      organisation(String(body.access_token), 'supplier'),
    ]).toEqual([nordfjell, supplier])
    const again = await client.authentication({ assertion_details: [multiTenant(bolgen)] })
    const doubled = await client.token({ ...again, ...form })
    expectRefusal(doubled, { status: 400, error: 'access_denied' })
    expect(doubled.body.error_description).toContain('HID-DOUBLE-STRUCTURE')
    expect((await client.token(form)).status).toBe(200)
  })

  it('is refused with the same structure in object and assertion of one pushed request', async () => {
    const client = await broker.client('skyjournal')
    const request = await demoObject(client, [multiTenant(nordfjell)])
    const authentication = await client.authentication({ assertion_details: [multiTenant(nordfjell)] })
    const { answer } = await client.push({ ...authentication, request, scope, redirect_uri: redirectUriOf(client) })
    expectRefusal(answer, { status: 400, error: 'access_denied' })
    expect(answer.body.error_description).toContain('HID-DOUBLE-STRUCTURE')
  })

  it('may say the same value inside and outside, and be told what stands in two ways', async () => {
    const client = await broker.client('epj-nordfjell')
    const request = await signRequest(client, { claims: { scope } })
    expect((await pushSigned(client, request, { scope, client_id: client.clientId })).status).toBe(201)
    const another = await pushSigned(client, await signRequest(client), { scope })
    expectRefusal(another, { status: 400, error: 'invalid_request' })
    expect(another.body.error_description).toContain('scope')
  })
})

describe('a client that follows RFC 9101', () => {
  it('logs in with everything inside, also with resources as a list and max_age as a number', async () => {
    const client = await broker.client('helsekort-web')
    expect((await pushSigned(client, await signRequest(client, { claims: { max_age: 600 } }))).status).toBe(201)
    const epj = await broker.client('epj-nordfjell')
    const resource = ['nhn:kjernejournal', 'nhn:reseptformidleren']
    const both = `${scope} nhn:reseptformidleren/api`
    expect((await pushSigned(epj, await signRequest(epj, { claims: { resource, scope: both } }))).status).toBe(201)
  })

  it('reads in the metadata that request objects are taken by value and never by reference', async () => {
    const response = await fetch(`${broker.issuer}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({
      request_parameter_supported: true,
      request_uri_parameter_supported: false,
      require_signed_request_object: false,
      request_object_signing_alg_values_supported: expect.arrayContaining(['PS256', 'ES256']),
    })
  })
})
