import { createHmac, createPublicKey, randomUUID } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import type { Expected } from '../support/attack-bench.ts'
import type { TestClient } from '../support/test-client.ts'

/** One way to spoil a client assertion. */
export interface AssertionRow {
  readonly name: string
  readonly source: string
  /** @param jti of the good assertion that is sent afterwards and must work: what is refused must spend nothing. */
  readonly tamper: (client: TestClient, jti: string) => string | Promise<string>
  readonly expected: Expected
}

const refused: Expected = { status: 401, error: 'invalid_client' }
const malformed: Expected = { status: 400, error: 'invalid_request' }
const nowSeconds = () => Math.floor(Date.now() / 1000)
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

const claimRow = (
  name: string,
  source: string,
  claims: (client: TestClient, now: number) => Record<string, unknown>,
): AssertionRow => ({
  name,
  source,
  tamper: (client, jti) => client.assertion({ jti, ...claims(client, nowSeconds()) }),
  expected: refused,
})

/** All claims right, so that only what the row names is wrong. */
function goodClaims({ clientId, issuer }: TestClient, jti: string) {
  const now = nowSeconds()
  return { iss: clientId, sub: clientId, aud: issuer, jti, iat: now, nbf: now, exp: now + 30 }
}

function hmac(header: object, claims: object, secret: string | Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

export const assertionRows: readonly AssertionRow[] = [
  claimRow('wrong iss', 'RFC 7523 section 3 (1)', () => ({ iss: 'helsekort-web' })),
  claimRow('no iss', 'RFC 7523 section 3 (1)', () => ({ iss: undefined })),
  // The engine calls a body whose client_id is not the assertion's subject malformed; RFC 7521 section 4.2 leaves it open.
  { ...claimRow('wrong sub', 'RFC 7523 section 3 (2)', () => ({ sub: 'helsekort-web' })), expected: malformed },
  claimRow('no sub', 'RFC 7523 section 3 (2)', () => ({ sub: undefined })),
  {
    ...claimRow('iss and sub of another client', 'RFC 7521 section 4.2', () => ({
      iss: 'helsekort-web',
      sub: 'helsekort-web',
    })),
    expected: malformed,
  },
  claimRow('no aud', 'RFC 7523 section 3 (3)', () => ({ aud: undefined })),
  claimRow('aud of another server', 'RFC 7523 section 3 (3)', () => ({ aud: 'https://evil.example' })),
  claimRow('token endpoint as aud', 'gap 8', ({ issuer }) => ({ aud: `${issuer}/connect/token` })),
  claimRow('PAR endpoint as aud', 'gap 8', ({ issuer }) => ({ aud: `${issuer}/connect/par` })),
  claimRow('issuer and a stranger as aud', 'gap 8', ({ issuer }) => ({ aud: [issuer, 'https://evil.example'] })),
  claimRow('issuer alone in an array as aud', 'gap 8, FAPI 2.0 section 5.3.2.1', ({ issuer }) => ({ aud: [issuer] })),
  claimRow('issuer with trailing slash as aud', 'HelseID profile, trap 5', ({ issuer }) => ({ aud: `${issuer}/` })),
  claimRow('issuer in capital letters as aud', 'RFC 7519 section 4.1.3', ({ issuer }) => ({
    aud: issuer.toUpperCase(),
  })),
  claimRow('exp 1e20', 'gap 9', () => ({ exp: 1e20 })),
  claimRow('exp beyond the safe integers', 'gap 9', () => ({ exp: 2 ** 53 })),
  claimRow('exp as a fraction', 'gap 9', (_client, now) => ({ exp: now + 30.5 })),
  claimRow('no exp', 'RFC 7523 section 3 (4)', () => ({ exp: undefined })),
  claimRow('negative exp', 'RFC 7519 section 4.1.4', () => ({ exp: -1 })),
  claimRow('a life of 61 s', 'gap 9', (_client, now) => ({ iat: now, nbf: now, exp: now + 61 })),
  claimRow('a life of 61 s that began 10 s ago', 'gap 9', (_client, now) => ({
    iat: now - 10,
    nbf: now - 10,
    exp: now + 51,
  })),
  claimRow('a late nbf that hides a long life', 'gap 9', (_client, now) => ({
    iat: now - 300,
    nbf: now + 9,
    exp: now + 72,
  })),
  claimRow('iat 12 s ahead', 'gap 10', (_client, now) => ({ iat: now + 12, nbf: now, exp: now + 30 })),
  claimRow('nbf 12 s ahead', 'RFC 7523 section 3 (5)', (_client, now) => ({ nbf: now + 12, exp: now + 30 })),
  claimRow('expired', 'RFC 7523 section 3 (4)', (_client, now) => ({ iat: now - 60, nbf: now - 60, exp: now - 30 })),
  claimRow('iat as a fraction', 'gap 9', (_client, now) => ({ iat: now - 0.5 })),
  claimRow('no iat', 'HelseID profile section 1.1', () => ({ iat: undefined })),
  claimRow('no jti', 'RFC 7523 section 3 (7)', () => ({ jti: undefined })),
  claimRow('a jti of 513 characters', 'ours', () => ({ jti: 'j'.repeat(513) })),
  {
    name: 'exp as a string',
    source: 'RFC 7519 section 2, NumericDate',
    tamper: (client, jti) => signRaw(client, { ...goodClaims(client, jti), exp: String(nowSeconds() + 30) }),
    expected: refused,
  },
  {
    name: 'iat as a string',
    source: 'RFC 7519 section 2, NumericDate; HelseID profile, trap 4',
    tamper: (client, jti) => signRaw(client, { ...goodClaims(client, jti), iat: String(nowSeconds()) }),
    expected: refused,
  },
  {
    name: 'jti as a number',
    source: 'RFC 7519 section 4.1.7',
    tamper: (client, jti) => signRaw(client, { ...goodClaims(client, jti), jti: 17 }),
    expected: refused,
  },
  {
    name: 'alg none',
    source: 'RFC 8725 section 3.2',
    tamper: (client, jti) => `${encode({ alg: 'none', kid: client.key.kid })}.${encode(goodClaims(client, jti))}.`,
    expected: refused,
  },
  ...(['jwk', 'pem', 'der', 'x'] as const).map(
    (form): AssertionRow => ({
      name: `HS256 with the public key as secret (${form})`,
      source: 'RFC 8725 section 2.1',
      tamper: (client, jti) =>
        hmac({ alg: 'HS256', kid: client.key.kid }, goodClaims(client, jti), publicKeyAs(client, form)),
      expected: refused,
    }),
  ),
  {
    name: "another client's key",
    source: 'RFC 7523 section 3 (9)',
    tamper: (client, jti) => signWithStranger(client, jti, client.key.kid),
    expected: refused,
  },
  {
    name: 'an unknown kid',
    source: 'RFC 7515 section 4.1.4',
    tamper: (client, jti) => client.assertion({ jti }, { kid: 'nobody' }),
    expected: refused,
  },
  {
    name: 'the key brought along in the header jwk',
    source: 'RFC 8725 section 3.10',
    tamper: async (client, jti) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
      const jwk = await exportJWK(publicKey)
      return new SignJWT(goodClaims(client, jti)).setProtectedHeader({ alg: 'ES256', jwk }).sign(privateKey)
    },
    expected: refused,
  },
  {
    name: 'typ of an access token',
    source: 'RFC 8725 section 3.11',
    tamper: (client, jti) => client.assertion({ jti }, { typ: 'at+jwt' }),
    expected: refused,
  },
  {
    name: 'typ of a DPoP proof',
    source: 'RFC 8725 section 3.11',
    tamper: (client, jti) => client.assertion({ jti }, { typ: 'dpop+jwt' }),
    expected: refused,
  },
  {
    name: 'a changed payload under the old signature',
    source: 'RFC 7515 section 5.2',
    tamper: async (client, jti) => {
      const [header, , signature] = (await client.assertion({ jti })).split('.')
      return `${header}.${encode({ ...goodClaims(client, jti), extra: true })}.${signature}`
    },
    expected: refused,
  },
  {
    name: 'a critical header that nobody knows',
    source: 'RFC 7515 section 4.1.11',
    tamper: async (client, jti) => {
      const header = encode({ alg: 'ES256', kid: client.key.kid, crit: ['mystery'], mystery: 1 })
      const [, payload, signature] = (await client.assertion({ jti })).split('.')
      return `${header}.${payload}.${signature}`
    },
    expected: refused,
  },
]

/** Signs claims of any type: `SignJWT` would not take a NumericDate that is a string. */
async function signRaw(client: TestClient, claims: object): Promise<string> {
  const header = { alg: 'ES256', kid: client.key.kid ?? '', typ: 'client-authentication+jwt' }
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(await importJWK(client.key, 'ES256'))
}

async function signWithStranger(client: TestClient, jti: string, kid: string | undefined): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256')
  const header = { alg: 'ES256', typ: 'client-authentication+jwt', ...(kid === undefined ? {} : { kid }) }
  return new SignJWT(goodClaims(client, jti)).setProtectedHeader(header).sign(privateKey)
}

function publicKeyAs({ key }: TestClient, form: 'jwk' | 'pem' | 'der' | 'x'): string | Buffer {
  const { kty, crv, x, y } = key
  if (form === 'jwk') return JSON.stringify({ kty, crv, x, y })
  if (form === 'x') return x ?? randomUUID()
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  return form === 'pem'
    ? publicKey.export({ type: 'spki', format: 'pem' }).toString()
    : publicKey.export({ type: 'spki', format: 'der' })
}
