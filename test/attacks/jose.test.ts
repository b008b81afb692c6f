import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog, secretsIn } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import type { Answer, TestClient } from '../support/test-client.ts'
import { goodJwt, joseRows, type Unsigned } from './jose-rows.ts'

let broker: TestBroker
let client: TestClient
let dpop: { readonly privateJwk: JWK; readonly publicJwk: JWK }
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  dpop = { privateJwk: await exportJWK(privateKey), publicJwk: await exportJWK(publicKey) }
})
afterAll(() => broker.close())

const now = () => Math.floor(Date.now() / 1000)
const tokenUrl = () => `${broker.issuer}/connect/token`

function assertion(jti = randomUUID()): Unsigned {
  const { clientId, issuer, key } = client
  const header = { alg: 'ES256', kid: key.kid, typ: 'client-authentication+jwt' }
  const claims = { iss: clientId, sub: clientId, aud: issuer, jti, iat: now(), nbf: now(), exp: now() + 30 }
  return { header, claims, key }
}

async function proof(jti = randomUUID()): Promise<Unsigned> {
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: dpop.publicJwk }
  const claims = { jti, htm: 'POST', htu: tokenUrl(), iat: now(), nonce: await client.nonce() }
  return { header, claims, key: dpop.privateJwk }
}

async function ask(made: { readonly assertion: string; readonly proof: string }): Promise<Answer> {
  const form = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api', client_assertion: made.assertion }
  return client.tokenOnce({ ...(await client.authentication()), ...form }, { proof: made.proof })
}

/** A refusal of the request, not a failure of ours, that says nothing. */
function expectRefused(answer: Answer, ...errors: readonly string[]): void {
  expect([400, 401, 413]).toContain(answer.status)
  expect(answer.body.error).toBeOneOf([...errors])
  expect(answer.body).not.toHaveProperty('access_token')
  expect(secretsIn(answer.text)).toEqual([])
  expectSilentLog(broker)
}

describe('a client assertion', () => {
  it.each(joseRows)('with $name is refused ($source), and spends nothing', async ({ make }) => {
    const jti = randomUUID()
    const answer = await ask({ assertion: await make(assertion(jti)), proof: await goodJwt(await proof()) })
    expectRefused(answer, 'invalid_client', 'invalid_request')
    const again = await ask({ assertion: await goodJwt(assertion(jti)), proof: await goodJwt(await proof()) })
    expect(again.status).toBe(200)
  })

  it.each([
    '../../../../etc/passwd',
    '/dev/null',
    "' OR 1=1 --",
    'http://127.0.0.1:1/key',
    '__proto__',
    'constructor',
    '\u0000',
    'k'.repeat(10_000),
  ])('with the kid %s is refused (RFC 8725 section 3.10, CVE-2017-1000502: kid injection)', async (kid) => {
    const good = assertion()
    const forged = await goodJwt({ ...good, header: { ...good.header, kid } })
    expectRefused(
      await ask({ assertion: forged, proof: await goodJwt(await proof()) }),
      'invalid_client',
      'invalid_request',
    )
  })

  it('whose claims stand there twice counts by the last, as every reader here does (RFC 7519 section 4)', async () => {
    const good = assertion()
    const twice = JSON.stringify(good.claims).replace('{', `{"aud":"https://evil.example",`)
    const last = JSON.stringify(good.claims).replace(/\}$/, `,"aud":"https://evil.example"}`)
    // A text is written as it is.
    const send = async (text: string) => {
      const made = await goodJwt({ ...good, claims: text as unknown as Unsigned['claims'] })
      return ask({ assertion: made, proof: await goodJwt(await proof()) })
    }
    expectRefused(await send(last), 'invalid_client')
    expect((await send(twice)).status).toBe(200)
  })

  it('that was used is not new because its signature is written otherwise (RFC 7515 appendix C)', async () => {
    const made = await goodJwt(assertion())
    expect((await ask({ assertion: made, proof: await goodJwt(await proof()) })).status).toBe(200)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = letters.indexOf(made.at(-1) ?? '')
    const other = made.slice(0, -1) + letters[last ^ 1]
    for (const assertionAgain of [other, `${made}=`, `${made}==`, `${made}\n`]) {
      const answer = await ask({ assertion: assertionAgain, proof: await goodJwt(await proof()) })
      expectRefused(answer, 'invalid_client', 'invalid_request')
    }
  })
})

describe('a DPoP proof', () => {
  it.each(joseRows)('with $name is refused ($source), and the same assertion then works', async ({ make }) => {
    const jti = randomUUID()
    const answer = await ask({ assertion: await goodJwt(assertion(jti)), proof: headerSafe(await make(await proof())) })
    // One whose claims can't be read has no nonce: it may be asked for one.
    expectRefused(answer, 'invalid_dpop_proof', 'use_dpop_nonce')
    const again = await ask({ assertion: await goodJwt(assertion()), proof: await goodJwt(await proof()) })
    expect(again.status).toBe(200)
  })

  const keys: readonly (readonly [name: string, source: string, jwk: () => object])[] = [
    [
      'a point that is not on the curve',
      'RFC 7748 section 7, CVE-2017-16007',
      () => ({ ...dpop.publicJwk, y: dpop.publicJwk.x }),
    ],
    ['the point of zeros', 'CVE-2017-16007', () => ({ ...dpop.publicJwk, x: 'A'.repeat(43), y: 'A'.repeat(43) })],
    ['half a point', 'RFC 7518 section 6.2.1', () => ({ kty: 'EC', crv: 'P-256', x: dpop.publicJwk.x })],
    ['an unknown curve', 'RFC 7518 section 6.2.1', () => ({ ...dpop.publicJwk, crv: 'P-999' })],
    ['the curve secp256k1', 'FAPI 2.0 section 5.4.1', () => ({ ...dpop.publicJwk, crv: 'secp256k1' })],
    ['an RSA key of 512 bits', 'FAPI 2.0 section 5.4.1', () => ({ kty: 'RSA', n: 'w'.repeat(86), e: 'AQAB' })],
    ['an RSA key with exponent 1', 'RFC 8017 section 3.1', () => ({ kty: 'RSA', n: 'w'.repeat(342), e: 'AQ' })],
    ['a shared key', 'RFC 9449 section 4.3 (5)', () => ({ kty: 'oct', k: 'c2VjcmV0' })],
    ['a key that is a text', 'RFC 7517 section 4', () => Object('key')],
    ['a list of keys', 'RFC 7517 section 4', () => [dpop.publicJwk]],
    ['an empty key', 'RFC 7517 section 4', () => ({})],
    ['a prototype for a key', 'CVE-2018-16487', () => JSON.parse('{"__proto__":{"kty":"EC"}}')],
  ]
  it.each(keys)('by %s is refused (%s)', async (_name, _source, jwk) => {
    const good = await proof()
    const made = await goodJwt({ ...good, header: { ...good.header, jwk: jwk() } })
    expectRefused(await ask({ assertion: await goodJwt(assertion()), proof: made }), 'invalid_dpop_proof')
  })

  const claims: readonly (readonly [name: string, source: string, claims: () => Record<string, unknown>])[] = [
    [
      'htu with a name before the host',
      'RFC 9449 section 4.3 (9)',
      () => ({ htu: tokenUrl().replace('//', '//evil.example@') }),
    ],
    [
      'htu with the host as a prefix',
      'RFC 9449 section 4.3 (9)',
      () => ({ htu: tokenUrl().replace('localhost', 'localhost.evil.example') }),
    ],
    ['htu with a slash at the end', 'RFC 9449 section 4.3 (9)', () => ({ htu: `${tokenUrl()}/` })],
    [
      'htu with an encoded slash',
      'RFC 9449 section 4.3 (9)',
      () => ({ htu: tokenUrl().replace('/token', '%2ftoken') }),
    ],
    ['htu on another port', 'RFC 9449 section 4.3 (9)', () => ({ htu: tokenUrl().replace(/:\d+/, ':1') })],
    [
      'htu by the number of the host',
      'RFC 9449 section 4.3 (9)',
      () => ({ htu: tokenUrl().replace('localhost', '127.0.0.1') }),
    ],
    ['htu without a scheme', 'RFC 9449 section 4.3 (9)', () => ({ htu: tokenUrl().replace('http:', '') })],
    ['htu as a list', 'RFC 9449 section 4.2', () => ({ htu: [tokenUrl()] })],
    ['htm as a list', 'RFC 9449 section 4.2', () => ({ htm: ['POST'] })],
    ['htm with a space', 'RFC 9449 section 4.3 (8)', () => ({ htm: 'POST ' })],
    ['jti as an object', 'RFC 9449 section 4.2', () => ({ jti: {} })],
    ['an empty jti', 'RFC 9449 section 4.2', () => ({ jti: '' })],
    ['iat as text', 'RFC 9449 section 4.2', () => ({ iat: String(now()) })],
    ['iat beyond the safe integers', 'RFC 9449 section 4.2', () => ({ iat: 1e300 })],
    ['iat negative', 'RFC 9449 section 4.3 (11)', () => ({ iat: -1 })],
    ['an exp that has passed', 'RFC 7519 section 4.1.4', () => ({ exp: now() - 120 })],
    ['nbf in the future', 'RFC 7519 section 4.1.5', () => ({ nbf: now() + 120 })],
  ]
  it.each(claims)('with %s is refused (%s)', async (_name, _source, changes) => {
    const good = await proof()
    const made = await goodJwt({ ...good, claims: { ...good.claims, ...changes() } })
    expectRefused(await ask({ assertion: await goodJwt(assertion()), proof: made }), 'invalid_dpop_proof')
  })
})

/** What a header can carry: the rest is the client library's to refuse. */
function headerSafe(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
