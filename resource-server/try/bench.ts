import { createHash, randomUUID } from 'node:crypto'
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import type { AccessTokenRules, ProtectedRequest } from '../check-access-token.ts'
import { InMemoryReplayStore } from '../replay-store.ts'

/** What a row of the table changes: claims and headers replace, undefined removes. */
export interface Tamper {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly proof?: Readonly<Record<string, unknown>>
  readonly proofHeader?: Readonly<Record<string, unknown>>
  readonly tokenKey?: CryptoKey | Uint8Array
  readonly proofKey?: CryptoKey | Uint8Array
  /** The last word, on the finished request. */
  readonly request?: (request: ProtectedRequest) => ProtectedRequest
}

/** Where the API under test is, and what it demands. */
export interface Place {
  readonly issuer: string
  /** The address that is called, as the API's clients know it. */
  readonly url: string
  readonly audience: string
  readonly scope: string
}

/** An issuer and a caller of our own making, so that each rule can be broken by itself. */
export interface Bench {
  readonly place: Place
  /** The issuer's public key, with `kid` and `alg`. */
  readonly publicJwk: JWK
  readonly rules: AccessTokenRules
  readonly strangerKey: CryptoKey
  readonly strangerJwk: JWK
  readonly callerPrivateJwk: JWK
  request(tamper?: Tamper): Promise<ProtectedRequest>
}

const nowhere: Place = {
  issuer: 'https://tillit.example',
  url: 'https://api.example/kjernejournal',
  audience: 'nhn:kjernejournal',
  scope: 'nhn:kjernejournal/api',
}

export async function createBench(place = nowhere): Promise<Bench> {
  const { issuer, url, audience, scope } = place
  const [issuerKeys, callerKeys, stranger] = await Promise.all([makeKeys(), makeKeys(), makeKeys()])
  const jwk = await exportJWK(callerKeys.publicKey)
  const jkt = await calculateJwkThumbprint(jwk)
  const publicJwk = { ...(await exportJWK(issuerKeys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  return {
    place,
    publicJwk,
    rules: {
      issuer,
      audience,
      scopes: [scope],
      minimumSecurityLevel: 4,
      requiredClaims: ['helseid://claims/client/claims/orgnr_parent'],
      keys: createLocalJWKSet({ keys: [publicJwk] }),
      replays: new InMemoryReplayStore(),
    },
    strangerKey: stranger.privateKey,
    strangerJwk: await exportJWK(stranger.publicKey),
    callerPrivateJwk: await exportJWK(callerKeys.privateKey),
    request: async ({
      claims,
      header,
      proof,
      proofHeader,
      tokenKey,
      proofKey,
      request = (same: ProtectedRequest) => same,
    } = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const token = await sign(
        { ...goodClaims(place, now), cnf: { jkt }, ...claims },
        { alg: 'ES256', kid: 'one', typ: 'at+jwt', ...header },
        tokenKey ?? issuerKeys.privateKey,
      )
      const ath = createHash('sha256').update(token).digest('base64url')
      const dpop = await sign(
        { jti: randomUUID(), iat: now, htm: 'GET', htu: url, ath, ...proof },
        { alg: 'ES256', typ: 'dpop+jwt', jwk, ...proofHeader },
        proofKey ?? callerKeys.privateKey,
      )
      return request({ method: 'GET', url, authorization: `DPoP ${token}`, dpop: [dpop] })
    },
  }
}

function goodClaims({ issuer, audience, scope }: Place, now: number): JWTPayload {
  return {
    iss: issuer,
    aud: audience,
    sub: 'pseudonym-of-a-person',
    client_id: 'epj-nordfjell',
    scope: ['openid', scope],
    'helseid://claims/identity/security_level': '4',
    'helseid://claims/client/claims/orgnr_parent': '999977774',
    iat: now,
    nbf: now,
    exp: now + 600,
    jti: randomUUID(),
  }
}

function makeKeys() {
  return generateKeyPair('ES256', { extractable: true })
}

function sign(
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>>,
  key: CryptoKey | Uint8Array,
): Promise<string> {
  const { alg, ...rest } = without(header)
  return new SignJWT(without(claims)).setProtectedHeader({ alg: String(alg), ...rest }).sign(key)
}

function without(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
