import type { Bench, Tamper } from './bench.ts'

const now = () => Math.floor(Date.now() / 1000)
const level = 'helseid://claims/identity/security_level'
const secret = new TextEncoder().encode('a shared secret that is long enough for HS256')

/** One way to get it wrong, and what must come of it. */
export interface Row {
  readonly name: string
  readonly tamper: (bench: Bench) => Tamper
  readonly code: string | undefined
  /** In the reason: that this rule refused it, not another. */
  readonly reason: string
}

/** Access tokens that no API may take. */
export const badTokens: readonly Row[] = [
  {
    name: 'no Authorization header',
    reason: 'there is no access token',
    tamper: () => ({ request: (r) => ({ ...r, authorization: undefined }) }),
    code: undefined,
  },
  {
    name: 'the Bearer scheme',
    reason: 'send Authorization: DPoP',
    tamper: () => ({ request: (r) => ({ ...r, authorization: r.authorization?.replace('DPoP', 'Bearer') }) }),
    code: 'invalid_request',
  },
  {
    name: 'garbage for a token',
    reason: 'not signed by this issuer',
    tamper: () => ({ request: (r) => ({ ...r, authorization: 'DPoP abc.def.ghi' }) }),
    code: 'invalid_token',
  },
  {
    name: 'alg none',
    reason: 'not signed',
    tamper: () => ({ request: (r) => ({ ...r, authorization: unsigned(r.authorization) }) }),
    code: 'invalid_token',
  },
  {
    name: 'a symmetric alg',
    reason: 'not signed',
    tamper: () => ({ header: { alg: 'HS256' }, tokenKey: secret }),
    code: 'invalid_token',
  },
  {
    name: "a stranger's signature",
    reason: 'not signed',
    tamper: (bench) => ({ tokenKey: bench.strangerKey }),
    code: 'invalid_token',
  },
  {
    name: 'a key that the issuer does not publish',
    reason: 'not signed',
    tamper: (bench) => ({ header: { kid: 'two' }, tokenKey: bench.strangerKey }),
    code: 'invalid_token',
  },
  {
    name: 'a changed payload',
    reason: 'not signed',
    tamper: () => ({ request: (r) => ({ ...r, authorization: changed(r.authorization) }) }),
    code: 'invalid_token',
  },
  { name: 'an ID token (typ JWT)', reason: 'typ', tamper: () => ({ header: { typ: 'JWT' } }), code: 'invalid_token' },
  { name: 'no typ', reason: 'typ', tamper: () => ({ header: { typ: undefined } }), code: 'invalid_token' },
  {
    name: 'another issuer',
    reason: 'iss',
    tamper: () => ({ claims: { iss: 'https://other.example' } }),
    code: 'invalid_token',
  },
  {
    name: 'the issuer with a slash',
    reason: 'iss',
    tamper: ({ place }) => ({ claims: { iss: `${place.issuer}/` } }),
    code: 'invalid_token',
  },
  {
    name: 'another audience',
    reason: 'aud',
    tamper: () => ({ claims: { aud: 'nhn:another-api' } }),
    code: 'invalid_token',
  },
  {
    name: 'two audiences',
    reason: 'for this API alone',
    tamper: ({ place }) => ({ claims: { aud: [place.audience, 'nhn:another-api'] } }),
    code: 'invalid_token',
  },
  { name: 'no audience', reason: 'aud', tamper: () => ({ claims: { aud: undefined } }), code: 'invalid_token' },
  {
    name: 'an expired token',
    reason: 'expired',
    tamper: () => ({ claims: { exp: now() - 10 } }),
    code: 'invalid_token',
  },
  { name: 'no exp', reason: 'exp', tamper: () => ({ claims: { exp: undefined } }), code: 'invalid_token' },
  { name: 'nbf in the future', reason: 'nbf', tamper: () => ({ claims: { nbf: now() + 60 } }), code: 'invalid_token' },
  {
    name: 'no client_id',
    reason: 'client_id',
    tamper: () => ({ claims: { client_id: undefined } }),
    code: 'invalid_token',
  },
  { name: 'no cnf', reason: 'cnf', tamper: () => ({ claims: { cnf: undefined } }), code: 'invalid_token' },
  {
    name: 'a scope that only begins like ours',
    reason: 'scope',
    tamper: ({ place }) => ({ claims: { scope: [`${place.scope}2`] } }),
    code: 'insufficient_scope',
  },
  { name: 'no scope', reason: 'scope', tamper: () => ({ claims: { scope: undefined } }), code: 'insufficient_scope' },
  {
    name: 'level 3',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: '3' } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'a person without level',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: undefined } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'level 3 beside acr Level4',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: '3', acr: 'Level4' } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'level 4 in another spelling',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: undefined, acr: 'LEVEL4' } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'level 4 as a number',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: 4 } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'assurance level substantial',
    reason: 'higher security level',
    tamper: () => ({ claims: { [level]: undefined, 'helseid://claims/identity/assurance_level': 'substantial' } }),
    code: 'insufficient_user_authentication',
  },
  {
    name: 'no organisation',
    reason: 'for which organisation',
    tamper: () => ({ claims: { 'helseid://claims/client/claims/orgnr_parent': undefined } }),
    code: 'insufficient_scope',
  },
  {
    name: 'an organisation that is no text',
    reason: 'for which organisation',
    tamper: () => ({ claims: { 'helseid://claims/client/claims/orgnr_parent': ['999977774'] } }),
    code: 'insufficient_scope',
  },
  {
    name: 'two tokens in one header',
    reason: 'send Authorization: DPoP',
    tamper: () => ({ request: (r) => ({ ...r, authorization: `${r.authorization}, ${r.authorization}` }) }),
    code: 'invalid_request',
  },
  {
    name: 'cnf of a certificate',
    reason: 'cnf',
    tamper: () => ({ claims: { cnf: { 'x5t#S256': 'A' } } }),
    code: 'invalid_token',
  },
]

function parts(authorization: string | undefined): [string, string, string] {
  const [header = '', payload = '', signature = ''] = authorization?.replace('DPoP ', '').split('.') ?? []
  return [header, payload, signature]
}

function unsigned(authorization: string | undefined): string {
  const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
  return `DPoP ${header}.${parts(authorization)[1]}.`
}

function changed(authorization: string | undefined): string {
  const [header, payload, signature] = parts(authorization)
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const better = Buffer.from(JSON.stringify({ ...claims, client_id: 'another' })).toString('base64url')
  return `DPoP ${header}.${better}.${signature}`
}
