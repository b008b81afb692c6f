import { exportPKCS8, generateKeyPair, type JWK } from 'jose'

/** What somebody posts as a new public key, and the reason that it must be refused for. */
export interface KeyRow {
  readonly name: string
  readonly source: string
  /** @param pair a key that would be taken. */
  readonly body: (pair: { readonly publicJwk: JWK; readonly privateJwk: JWK }) => unknown | Promise<unknown>
  readonly expected: { readonly status: number; readonly number: string }
}

const asPrivate = { status: 422, number: 'TLT-606' }
const refused = { status: 422, number: 'TLT-603' }
const malformed = { status: 400, number: 'TLT-301' }
const rfc = (section: string) => `RFC 7517 section ${section}`
const text = (value: unknown) => JSON.stringify(value)

async function pem(): Promise<string> {
  return exportPKCS8((await generateKeyPair('ES256', { extractable: true })).privateKey)
}

async function weakRsa(): Promise<JWK> {
  const { publicKey } = await crypto.subtle.generateKey(
    { name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  )
  const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  return { kty: 'RSA', n, e, alg: 'PS256', kid: 'weak' }
}

export const keyRows: readonly KeyRow[] = [
  { name: 'a private key', source: rfc('9.2'), body: ({ privateJwk }) => privateJwk, expected: asPrivate },
  { name: 'a private key as a text', source: rfc('9.2'), body: ({ privateJwk }) => text(text(privateJwk)), expected: asPrivate },
  { name: 'a private key as a text of a text', source: rfc('9.2'), body: ({ privateJwk }) => text(text(text(privateJwk))), expected: asPrivate },
  { name: 'a private key in a set', source: rfc('5'), body: ({ privateJwk }) => ({ keys: [privateJwk] }), expected: asPrivate },
  { name: 'a private key in a set as a text', source: rfc('5'), body: ({ privateJwk }) => text(text({ keys: [privateJwk] })), expected: asPrivate },
  { name: 'a private key in an array', source: rfc('5'), body: ({ privateJwk }) => [privateJwk], expected: asPrivate },
  { name: 'a private key in capitals', source: 'ours, .NET’s spelling', body: ({ privateJwk: { d, ...rest } }) => ({ ...rest, D: d }), expected: asPrivate },
  { name: 'a private key inside another member', source: rfc('4'), body: ({ publicJwk, privateJwk }) => ({ ...publicJwk, other: { deep: privateJwk } }), expected: asPrivate },
  { name: 'a private key as PEM', source: 'RFC 7468', body: async () => text(await pem()), expected: asPrivate },
  { name: 'PEM that is not JSON', source: 'RFC 7468', body: async () => pem(), expected: asPrivate },
  { name: 'a private key that a second member hides', source: 'RFC 8259 section 4', body: ({ privateJwk }) => text(privateJwk).replace(/}$/, ',"d":null}'), expected: malformed },
  { name: 'the same in a text', source: 'RFC 8259 section 4', body: ({ privateJwk }) => text(text(privateJwk).replace(/}$/, ',"d":null}')), expected: refused },
  { name: 'a shared secret', source: 'RFC 7518 section 6.4', body: () => ({ kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ', kid: 'k' }), expected: asPrivate },
  { name: 'a key two of whose members have one name', source: 'RFC 8259 section 4', body: ({ publicJwk }) => text(publicJwk).replace(/}$/, ',"kid":"other"}'), expected: malformed },
  { name: 'a set of public keys', source: rfc('5'), body: ({ publicJwk }) => ({ keys: [publicJwk] }), expected: refused },
  { name: 'a key for encryption', source: rfc('4.2'), body: ({ publicJwk }) => ({ ...publicJwk, use: 'enc' }), expected: refused },
  { name: 'a key with an algorithm that it can not', source: rfc('4.4'), body: ({ publicJwk }) => ({ ...publicJwk, alg: 'ES512' }), expected: refused },
  { name: 'a key with a symmetric algorithm', source: 'RFC 8725 section 2.1', body: ({ publicJwk }) => ({ ...publicJwk, alg: 'HS256' }), expected: refused },
  { name: 'a key with alg none', source: 'RFC 8725 section 3.1', body: ({ publicJwk }) => ({ ...publicJwk, alg: 'none' }), expected: refused },
  { name: 'RSA of 1024 bits', source: 'FAPI 2.0 section 5.4.1', body: weakRsa, expected: refused },
  { name: 'RSA whose exponent is one', source: 'FAPI 2.0 section 5.4.1, FIPS 186-5', body: () => ({ kty: 'RSA', n: Buffer.alloc(256, 0xc5).toString('base64url'), e: 'AQ', kid: 'one' }), expected: refused },
  { name: 'a point that is not on the curve', source: 'RFC 7518 section 6.2', body: ({ publicJwk }) => ({ ...publicJwk, y: publicJwk.x }), expected: refused },
  { name: 'the kid of a key that is there', source: rfc('4.5'), body: ({ publicJwk }) => ({ ...publicJwk, kid: 'development-only-integrasjon-nordfjell-1' }), expected: refused },
  { name: 'the kid __proto__', source: 'decision 96', body: ({ publicJwk }) => text(publicJwk).replace(/"kid":"[^"]*"/, '"kid":"__proto__"'), expected: refused },
  { name: 'a kid of a thousand characters', source: rfc('4.5'), body: ({ publicJwk }) => ({ ...publicJwk, kid: 'k'.repeat(1000) }), expected: refused },
  { name: 'an address in place of a key', source: rfc('4.6'), body: () => ({ x5u: 'http://127.0.0.1/', jku: 'http://127.0.0.1/' }), expected: refused },
  { name: 'nothing', source: rfc('4'), body: () => ({}), expected: refused },
  { name: 'null', source: rfc('4'), body: () => 'null', expected: refused },
  { name: 'a text that is no key', source: rfc('4'), body: () => text('hello'), expected: refused },
  { name: 'half of a JSON text', source: 'RFC 8259', body: () => '{"kty":', expected: malformed },
  { name: 'a body that is too large', source: 'design, limits', body: ({ publicJwk }) => ({ ...publicJwk, x5c: ['A'.repeat(70_000)] }), expected: { status: 413, number: 'TLT-313' } },
  { name: 'ten thousand keys', source: 'design, limits', body: ({ publicJwk }) => ({ keys: Array(10_000).fill(publicJwk) }), expected: { status: 413, number: 'TLT-313' } },
  { name: 'arrays within arrays', source: 'RFC 8259 section 9', body: () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`, expected: malformed },
] // biome-ignore format: a table reads better in few lines
