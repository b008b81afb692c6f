import { createSign } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK } from 'jose'
import type { TestClient } from '../support/test-client.ts'

/** One way to build a JWT that a careless library would take: an assertion or a proof, by its claims and its own header. */
export interface JoseRow {
  readonly name: string
  readonly source: string
  readonly make: (jwt: Unsigned) => Promise<string> | string
}

/** What would be right, and the key that would make it so. */
export interface Unsigned {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly key: TestClient['key']
}

const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

/** Signs whatever stands in the header, which jose would refuse to write. */
async function sign(
  { key }: Unsigned,
  header: unknown,
  payload: unknown,
  dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
) {
  const input = `${encode(header)}.${encode(payload)}`
  const signature = createSign('sha256')
    .update(input)
    .sign({
      key: { kty: 'EC', crv: 'P-256', x: key.x ?? '', y: key.y ?? '', d: key.d ?? '' },
      format: 'jwk',
      dsaEncoding,
    })
  return `${input}.${signature.toString('base64url')}`
}

const header = (name: string, source: string, members: Readonly<Record<string, unknown>>): JoseRow => ({
  name,
  source,
  make: (jwt) => sign(jwt, { ...jwt.header, ...members }, jwt.claims),
})
/** The signature is by a key of the attacker's; the header says where to find it. */
const elsewhere = (
  name: string,
  source: string,
  members: (jwk: object) => Readonly<Record<string, unknown>>,
): JoseRow => ({
  name,
  source,
  make: async (jwt) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const key = { ...(await exportJWK(privateKey)) }
    return sign({ ...jwt, key }, { ...jwt.header, ...members(await exportJWK(publicKey)) }, jwt.claims)
  },
})
const signature = (name: string, source: string, bytes: Uint8Array): JoseRow => ({
  name,
  source,
  make: ({ header: good, claims }) => `${encode(good)}.${encode(claims)}.${Buffer.from(bytes).toString('base64url')}`,
})

/** The order of P-256: a signature with it in place of r or s is one of zeros. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

// biome-ignore format: a table reads better in few lines
export const joseRows: readonly JoseRow[] = [
  signature('a signature of zeros', 'CVE-2022-21449', new Uint8Array(64)),
  signature('a signature of the order of the curve', 'CVE-2022-21449', Buffer.concat([order, order])),
  signature('an empty signature', 'RFC 8725 section 3.3', new Uint8Array(0)),
  signature('a signature of one byte', 'RFC 7518 section 3.4', new Uint8Array(1)),
  { name: 'a signature in DER', source: 'RFC 7518 section 3.4', make: (jwt) => sign(jwt, jwt.header, jwt.claims, 'der') },
  { name: 'alg in another case', source: 'RFC 7515 section 4.1.1, CVE-2015-9235', make: (jwt) => sign(jwt, { ...jwt.header, alg: 'es256' }, jwt.claims) },
  { name: 'alg nOnE', source: 'RFC 8725 section 2.1, CVE-2020-15957', make: ({ header: good, claims }) => `${encode({ ...good, alg: 'nOnE' })}.${encode(claims)}.` },
  { name: 'no alg', source: 'RFC 7515 section 4.1.1', make: (jwt) => sign(jwt, { ...jwt.header, alg: undefined }, jwt.claims) },
  { name: 'alg as a list', source: 'RFC 7515 section 4.1.1', make: (jwt) => sign(jwt, { ...jwt.header, alg: ['ES256', 'none'] }, jwt.claims) },
  header('the alg of another curve', 'RFC 7518 section 3.4', { alg: 'ES384' }),
  header('the alg of another kind of key', 'RFC 8725 section 3.1', { alg: 'PS256' }),
  header('RS256 over an EC key', 'RFC 8725 section 3.1', { alg: 'RS256' }),
  header('an unencoded payload', 'RFC 7797 section 6', { b64: false, crit: ['b64'] }),
  header('crit as text', 'RFC 7515 section 4.1.11', { crit: 'exp' }),
  header('an empty crit', 'RFC 7515 section 4.1.11', { crit: [] }),
  header('crit that names what is not there', 'RFC 7515 section 4.1.11, CVE-2025-59420', { crit: ['x-other'] }),
  elsewhere('a key at jku', 'RFC 8725 section 3.10, CVE-2018-0114', () => ({ kid: undefined, jku: 'http://127.0.0.1:1/keys' })),
  elsewhere('a key at x5u', 'RFC 8725 section 3.10', () => ({ kid: undefined, x5u: 'http://127.0.0.1:1/cert' })),
  elsewhere('a certificate in x5c', 'RFC 8725 section 3.10', () => ({ kid: undefined, x5c: ['MIIB'] })),
  { name: 'a header that is no JSON', source: 'RFC 7515 section 5.2', make: (jwt) => sign(jwt, '{"alg":', jwt.claims) },
  { name: 'a header that is a list', source: 'RFC 7515 section 5.2', make: (jwt) => sign(jwt, [jwt.header], jwt.claims) },
  { name: 'claims that are a list', source: 'RFC 7519 section 7.2', make: (jwt) => sign(jwt, jwt.header, [jwt.claims]) },
  { name: 'claims that are null', source: 'RFC 7519 section 7.2', make: (jwt) => sign(jwt, jwt.header, 'null') },
  { name: 'claims that are no JSON', source: 'RFC 7519 section 7.2', make: (jwt) => sign(jwt, jwt.header, 'claims') },
  { name: 'claims in another encoding', source: 'RFC 8725 section 3.7', make: (jwt) => { const claims = Buffer.from(JSON.stringify(jwt.claims), 'utf16le').toString('latin1'); return sign(jwt, jwt.header, claims) } },
  { name: 'the JSON serialization', source: 'RFC 7519 section 3', make: async (jwt) => { const [protectedHeader, payload, made] = (await sign(jwt, jwt.header, jwt.claims)).split('.'); return JSON.stringify({ protected: protectedHeader, payload, signature: made }) } },
  { name: 'an encrypted token', source: 'RFC 7516, CVE-2016-9130', make: ({ header: good }) => `${encode({ ...good, alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.AAAA` },
  { name: 'four parts', source: 'RFC 7515 section 7.1', make: async (jwt) => `${await sign(jwt, jwt.header, jwt.claims)}.AAAA` },
  { name: 'two parts', source: 'RFC 7515 section 7.1', make: ({ header: good, claims }) => `${encode(good)}.${encode(claims)}` },
  { name: 'a space in the middle', source: 'RFC 7515 section 5.2', make: async (jwt) => (await sign(jwt, jwt.header, jwt.claims)).replace('.', ' .') },
  { name: 'padding', source: 'RFC 7515 section 2', make: async (jwt) => `${await sign(jwt, jwt.header, jwt.claims)}==` },
  { name: 'the alphabet of base64', source: 'RFC 7515 section 2', make: async (jwt) => { const made = await sign(jwt, jwt.header, jwt.claims); return /[-_]/.test(made) ? made.replaceAll('-', '+').replaceAll('_', '/') : `${made}=` } },
  { name: 'claims nested 5,000 deep', source: 'RFC 8725 section 3.4', make: ({ header: good }) => `${encode(good)}.${encode('['.repeat(3000))}.AAAA` },
  { name: 'a prototype in the claims', source: 'CVE-2018-16487', make: (jwt) => sign({ ...jwt, key: jwt.key }, { ...jwt.header, alg: 'none' }, '{"__proto__":{"alg":"ES256","jwk":{}}}') },
]

/** Right in every respect: what the rows spoil one by one. */
export async function goodJwt(jwt: Unsigned): Promise<string> {
  await importJWK(jwt.key, 'ES256')
  return sign(jwt, jwt.header, jwt.claims)
}
