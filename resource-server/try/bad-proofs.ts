import type { Row } from './bad-tokens.ts'

const now = () => Math.floor(Date.now() / 1000)
const secret = new TextEncoder().encode('a shared secret that is long enough for HS256')
const at = (url: string, parts: Partial<Pick<URL, 'host' | 'port' | 'protocol'>>) =>
  Object.assign(new URL(url), parts).href

/** Proofs that do not go with their token or request (RFC 9449 section 4.3). */
export const badProofs: readonly Row[] = (
  [
    { name: 'no proof', reason: 'missing', tamper: () => ({ request: (r) => ({ ...r, dpop: [] }) }) },
    {
      name: 'two proofs',
      reason: 'exactly one',
      tamper: () => ({ request: (r) => ({ ...r, dpop: [...r.dpop, ...r.dpop] }) }),
    },
    {
      name: 'garbage for a proof',
      reason: 'not a signed',
      tamper: () => ({ request: (r) => ({ ...r, dpop: ['abc'] }) }),
    },
    { name: 'another typ', reason: 'not a signed', tamper: () => ({ proofHeader: { typ: 'JWT' } }) },
    {
      name: 'a symmetric alg',
      reason: 'not a signed',
      tamper: () => ({ proofHeader: { alg: 'HS256' }, proofKey: secret }),
    },
    { name: 'no jwk', reason: 'not a signed', tamper: () => ({ proofHeader: { jwk: undefined } }) },
    {
      name: 'a private jwk',
      reason: 'public jwk',
      tamper: (bench) => ({ proofHeader: { jwk: bench.callerPrivateJwk } }),
    },
    {
      name: 'a public jwk with a secret beside it',
      reason: 'must be a public key',
      tamper: (bench) => ({ proofHeader: { jwk: { ...bench.callerPrivateJwk, d: undefined, k: 'c2VjcmV0' } } }),
    },
    {
      name: "a signature that is not the jwk's",
      reason: 'not a signed',
      tamper: (bench) => ({ proofKey: bench.strangerKey }),
    },
    {
      name: "a thief's own key",
      reason: 'another key',
      tamper: (bench) => ({ proofKey: bench.strangerKey, proofHeader: { jwk: bench.strangerJwk } }),
    },
    { name: 'no ath', reason: 'ath', tamper: () => ({ proof: { ath: undefined } }) },
    { name: "another token's ath", reason: 'ath', tamper: () => ({ proof: { ath: 'A'.repeat(43) } }) },
    { name: 'another method', reason: 'htm', tamper: () => ({ proof: { htm: 'POST' } }) },
    { name: 'another path', reason: 'htu', tamper: ({ place }) => ({ proof: { htu: `${place.url}/other` } }) },
    {
      name: 'another host',
      reason: 'htu',
      tamper: ({ place }) => ({ proof: { htu: at(place.url, { host: 'evil.example' }) } }),
    },
    { name: 'no htu', reason: 'htu', tamper: () => ({ proof: { htu: undefined } }) },
    { name: 'an old iat', reason: 'iat', tamper: () => ({ proof: { iat: now() - 60 } }) },
    { name: 'an iat in the future', reason: 'iat', tamper: () => ({ proof: { iat: now() + 60 } }) },
    { name: 'no iat', reason: 'iat', tamper: () => ({ proof: { iat: undefined } }) },
    {
      name: 'two proofs joined with a comma',
      reason: 'exactly one',
      tamper: () => ({ request: (r) => ({ ...r, dpop: [`${r.dpop[0]}, ${r.dpop[0]}`] }) }),
    },
    {
      name: 'ten thousand characters',
      reason: 'not a signed',
      tamper: () => ({ request: (r) => ({ ...r, dpop: [`${r.dpop[0]}${'A'.repeat(10_000)}`] }) }),
    },
    { name: 'an iat 12 s ahead', reason: 'iat', tamper: () => ({ proof: { iat: now() + 12 } }) },
    { name: 'an iat as text', reason: 'not a signed', tamper: () => ({ proof: { iat: String(now()) } }) },
    { name: 'an exp that has passed', reason: 'not a signed', tamper: () => ({ proof: { exp: now() - 60 } }) },
    { name: 'a method in small letters', reason: 'htm', tamper: () => ({ proof: { htm: 'get' } }) },
    {
      name: 'a path in capitals',
      reason: 'htu',
      tamper: ({ place }) => ({ proof: { htu: `${new URL(place.url).origin}/KJERNEJOURNAL` } }),
    },
    {
      name: 'another port',
      reason: 'htu',
      tamper: ({ place }) => ({ proof: { htu: at(place.url, { port: '8443' }) } }),
    },
    {
      name: 'http for https, or the other way round',
      reason: 'htu',
      tamper: ({ place }) => ({
        proof: { htu: at(place.url, { protocol: place.url.startsWith('https') ? 'http:' : 'https:' }) },
      }),
    },
    { name: 'a jti of 513 characters', reason: 'jti', tamper: () => ({ proof: { jti: 'j'.repeat(513) } }) },
    { name: 'no jti', reason: 'jti', tamper: () => ({ proof: { jti: undefined } }) },
  ] satisfies readonly Omit<Row, 'code'>[]
).map((row) => ({ ...row, code: 'invalid_dpop_proof' }))
