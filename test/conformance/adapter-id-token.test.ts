import { type CryptoKey, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { bankId } from '#idp-adapters/bankid/adapter.ts'
import type { LoginRequest } from '#idp-adapters/contract.ts'
import { type IdTokenExpectation, verifyIdToken } from '#idp-adapters/federation/id-token.ts'
import { loadDevelopmentClientKey } from '../support/simulators.ts'
import { failureOf } from './adapter-bench.ts'

const now = 1772362800
const issuer = 'https://idp.example'
const request: LoginRequest = {
  redirectUri: 'https://broker.example/cb',
  state: 's',
  minimumLevel: 4,
  forceLogin: false,
  uiLocales: [],
}
const sound = { iss: issuer, aud: 'tillit', sub: 'x', iat: now, exp: now + 60, nonce: 'n', auth_time: now }

let privateKey: CryptoKey
let expected: IdTokenExpectation
beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  privateKey = pair.privateKey
  const memo = { providerId: 'p', nonce: 'n', codeVerifier: 'v', beganAt: now }
  expected = { issuer, clientId: 'tillit', memo, request, now, keys: async () => pair.publicKey }
})

const sign = (claims: Record<string, unknown>) =>
  new SignJWT({ ...sound, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)

describe('the check of an ID token', () => {
  it.each([
    ['the plain case', {}],
    ['azp that is this client', { azp: 'tillit' }],
    ['two audiences and azp', { aud: ['other', 'tillit'], azp: 'tillit' }],
    ['clocks ten seconds apart', { iat: now + 10, auth_time: now + 10, exp: now - 9 }],
  ])('accepts %s', async (_title, claims) => {
    expect((await verifyIdToken(await sign(claims), expected)).auth_time).toBeTypeOf('number')
  })

  it.each([
    ['azp of another client', { azp: 'other' }],
    ['two audiences without azp', { aud: ['other', 'tillit'] }],
    ['no audience', { aud: undefined }],
    ['an issuer with a slash', { iss: `${issuer}/` }],
    ['an issuer in other case', { iss: 'https://IDP.example' }],
    ['another nonce', { nonce: 'N' }],
    ['no nonce', { nonce: undefined }],
    ['no subject', { sub: undefined }],
    ['iat eleven seconds ahead', { iat: now + 11 }],
    ['no iat', { iat: undefined }],
    ['nbf ahead', { nbf: now + 60 }],
    ['exp passed', { exp: now - 11 }],
    ['no exp', { exp: undefined }],
    ['auth_time ahead', { auth_time: now + 11 }],
    ['auth_time as text', { auth_time: String(now) }],
    ['auth_time zero', { auth_time: 0 }],
    ['auth_time null', { auth_time: null }],
  ])('refuses %s', async (_title, claims) => {
    const failure = await failureOf(verifyIdToken(await sign(claims), expected))
    expect(failure.reason).toBe('provider_answer_invalid')
  })

  it('refuses HMAC even where a key for it could be had', async () => {
    const secret = Buffer.from('0123456789abcdef0123456789abcdef')
    const token = await new SignJWT(sound).setProtectedHeader({ alg: 'HS256' }).sign(secret)
    const failure = await failureOf(verifyIdToken(token, { ...expected, keys: async () => secret }))
    expect(failure.detail).toContain('ERR_JOSE_ALG_NOT_ALLOWED')
  })

  it('refuses the signature of another key', async () => {
    const { publicKey } = await generateKeyPair('RS256')
    const failure = await failureOf(verifyIdToken(await sign({}), { ...expected, keys: async () => publicKey }))
    expect(failure.reason).toBe('provider_answer_invalid')
  })
})

describe('the check of metadata', () => {
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
  }
  const begin = async (changes: Record<string, unknown>, settings: Record<string, unknown> = {}) => {
    const answerMetadata: typeof fetch = async () => Response.json({ ...metadata, ...changes })
    const parts = { providerId: 'p', environment: 'test' as const, now: () => now, fetch: answerMetadata }
    const adapter = bankId.create(
      { issuer, client_id: 'tillit', ...settings },
      { ...parts, clientKey: await loadDevelopmentClientKey() },
    )
    return adapter.beginLogin(request)
  }

  it.each([
    ['an issuer with a slash, which the level table does not know', { issuer: `${issuer}/` }, 'issuer'],
    ['an endpoint over plain http', { token_endpoint: 'http://idp.example/token' }, 'token_endpoint'],
    ['an endpoint that is no address', { jwks_uri: 'nowhere' }, 'jwks_uri'],
    ['no PAR, when it is required', { pushed_authorization_request_endpoint: undefined }, 'pushed'],
    ['no keys', { jwks_uri: undefined }, 'jwks_uri'],
  ])('refuses %s', async (_title, changes, named) => {
    const failure = await failureOf(begin(changes))
    expect(failure.reason).toBe('provider_answer_invalid')
    expect(failure.detail).toContain(named)
  })

  it('sends the request through the browser only when the settings say that the provider has no PAR', async () => {
    const { redirectTo } = await begin({ pushed_authorization_request_endpoint: undefined }, { par: 'not_supported' })
    const sent = Object.fromEntries(redirectTo.searchParams)
    expect(sent).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', acr_values: 'urn:bankid:bid' })
    expect(sent['nonce']).toMatch(/^[\w-]{40,}$/)
  })
})
