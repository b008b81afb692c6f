import { createHmac, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog, rawRequest } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let other: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
  other = await startTestBroker()
})
afterAll(() => Promise.all([broker.close(), other.close()]))

const invalid: Expected = { status: 400, error: 'invalid_dpop_proof' }
const challenged: Expected = { status: 400, error: 'use_dpop_nonce' }
const now = () => Math.floor(Date.now() / 1000)
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
const tokenUrl = ({ issuer }: TestClient) => `${issuer}/connect/token`

interface ProofRow {
  readonly name: string
  readonly source: string
  /** A proof for the token endpoint with one thing wrong; `nonce` is fresh. */
  readonly tamper: (client: TestClient, nonce: string) => Promise<string> | string
  readonly expected: Expected
}

const row = (
  name: string,
  source: string,
  claims: (client: TestClient) => Record<string, unknown>,
  header: Record<string, unknown> = {},
  expected = invalid,
): ProofRow => ({
  name,
  source,
  expected,
  tamper: (client, nonce) =>
    client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce, ...claims(client) }, header),
})

const rows: readonly ProofRow[] = [
  row('htm GET', 'RFC 9449 section 4.3 (8)', () => ({ htm: 'GET' })),
  row('htm in small letters', 'RFC 9449 section 4.3 (8)', () => ({ htm: 'post' })),
  row('no htm', 'RFC 9449 section 4.3 (3)', () => ({ htm: undefined })),
  row('htu of another endpoint', 'RFC 9449 section 4.3 (9)', ({ issuer }) => ({ htu: `${issuer}/connect/par` })),
  row('htu of another server', 'RFC 9449 section 4.3 (9)', () => ({ htu: 'https://evil.example/connect/token' })),
  row('htu of another spelling', 'RFC 9449 section 4.3 (9)', ({ issuer }) => ({ htu: `${issuer}/Connect/Token` })),
  row('no htu', 'RFC 9449 section 4.3 (3)', () => ({ htu: undefined })),
  row('typ JWT', 'RFC 9449 section 4.3 (4)', () => ({}), { typ: 'JWT' }),
  row('no typ', 'RFC 9449 section 4.3 (4)', () => ({}), { typ: undefined }),
  row('no jti', 'RFC 9449 section 4.3 (3)', () => ({ jti: undefined })),
  row('no iat', 'RFC 9449 section 4.3 (3)', () => ({ iat: undefined })),
  row('iat 62 s behind', 'gap 6', () => ({ iat: now() - 62 })),
  row('iat 62 s ahead', 'gap 6', () => ({ iat: now() + 62 })),
  row('iat a day ahead', 'gap 6', () => ({ iat: now() + 86_400 })),
  row('iat as a fraction', 'RFC 9449 section 4.2', () => ({ iat: now() - 0.5 })),
  row('no nonce', 'RFC 9449 section 8', () => ({ nonce: undefined }), {}, challenged),
  row('an empty nonce', 'RFC 9449 section 8', () => ({ nonce: '' }), {}, challenged),
  row('a made-up nonce', 'RFC 9449 section 8', () => ({ nonce: 'n'.repeat(43) }), {}, challenged),
  {
    name: 'a nonce of another server',
    source: 'RFC 9449 section 8',
    expected: challenged,
    tamper: async (client) => {
      const stranger = await other.client('epj-nordfjell')
      return client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce: await stranger.nonce() })
    },
  },
  {
    name: 'alg none',
    source: 'RFC 9449 section 4.3 (5)',
    expected: invalid,
    tamper: (client, nonce) =>
      `${encode({ alg: 'none', typ: 'dpop+jwt', jwk: {} })}.${encode({ jti: randomUUID(), htm: 'POST', htu: tokenUrl(client), iat: now(), nonce })}.`,
  },
  {
    name: 'HS256 with a key of its own',
    source: 'RFC 9449 section 4.3 (5)',
    expected: invalid,
    tamper: (client, nonce) => {
      const secret = Buffer.alloc(32)
      const header = { alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: secret.toString('base64url') } }
      const claims = { jti: randomUUID(), htm: 'POST', htu: tokenUrl(client), iat: now(), nonce }
      const input = `${encode(header)}.${encode(claims)}`
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    },
  },
  {
    name: 'RS256, which no client may use here',
    source: 'FAPI 2.0 section 5.4.1',
    expected: invalid,
    tamper: async (client, nonce) => signWith(client, nonce, 'RS256', (jwk) => jwk),
  },
  {
    name: 'the private key in jwk',
    source: 'RFC 9449 section 4.3 (7)',
    expected: invalid,
    tamper: async (client, nonce) => signWith(client, nonce, 'ES256', (_publicJwk, privateJwk) => privateJwk),
  },
  {
    name: 'another key in jwk than the one that signed',
    source: 'RFC 9449 section 4.3 (6)',
    expected: invalid,
    tamper: async (client, nonce) => {
      const { publicKey } = await generateKeyPair('ES256', { extractable: true })
      const stranger = await exportJWK(publicKey)
      return signWith(client, nonce, 'ES256', () => stranger)
    },
  },
  {
    name: 'no jwk',
    source: 'RFC 9449 section 4.3 (3)',
    expected: invalid,
    tamper: (client, nonce) => signWith(client, nonce, 'ES256', () => undefined),
  },
  { name: 'text that is no JWT', source: 'RFC 9449 section 4.3 (2)', expected: invalid, tamper: () => 'proof' },
  { name: 'three empty parts', source: 'RFC 9449 section 4.3 (2)', expected: invalid, tamper: () => '..' },
  { name: '9,000 characters', source: 'ours', expected: invalid, tamper: () => `${'a'.repeat(9000)}.b.c` },
]

async function signWith(
  client: TestClient,
  nonce: string,
  alg: 'ES256' | 'RS256',
  jwkOf: (publicJwk: object, privateJwk: object) => object | undefined,
): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = jwkOf(await exportJWK(publicKey), await exportJWK(privateKey))
  return new SignJWT({ jti: randomUUID(), htm: 'POST', htu: tokenUrl(client), iat: now(), nonce })
    .setProtectedHeader({ alg, typ: 'dpop+jwt', ...(jwk === undefined ? {} : { jwk }) })
    .sign(privateKey)
}

const machineForm = async (client: TestClient) => ({
  ...(await client.authentication()),
  grant_type: 'client_credentials',
  scope: 'nhn:kjernejournal/api',
})

describe('DPoP proofs at the token endpoint', () => {
  it.each(rows)('are refused with $name ($source), and the same assertion then works', async ({ tamper, expected }) => {
    const client = await broker.client('epj-nordfjell')
    const form = await machineForm(client)
    const nonce = await client.nonce()
    const refused = await client.tokenOnce(form, { proof: await tamper(client, nonce) })
    expectRefusal(refused, expected)
    // A nonce header on another error looks like a challenge to some clients (HelseID profile, trap 2).
    expect(refused.headers.has('dpop-nonce')).toBe(expected === challenged)
    expectSilentLog(broker)
    // What a guard refuses spends nothing; what the engine refuses comes after the assertion, which is spent by then.
    const again = await client.tokenOnce(form, { nonce })
    if (expected === challenged) expect(again.status).toBe(200)
    else expect((await client.tokenOnce(await machineForm(client), { nonce })).status).toBe(200)
  })

  it('are demanded: a request without one is refused, and that is no challenge (FAPI 2.0 section 5.3.2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const form = await machineForm(client)
    const answer = await post(tokenUrl(client), form)
    expectRefusal(answer, invalid)
    expect(answer.headers.has('dpop-nonce')).toBe(false)
    expect((await client.tokenOnce(form, { nonce: await client.nonce() })).status).toBe(200)
  })

  it('are taken one at a time: two headers are refused (RFC 9449 section 4.3 (1))', async () => {
    const client = await broker.client('epj-nordfjell')
    const form = await machineForm(client)
    const nonce = await client.nonce()
    const proof = () => client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce })
    const answer = await rawRequest(broker, {
      method: 'POST',
      target: '/connect/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', dpop: [await proof(), await proof()] },
      body: new URLSearchParams(form).toString(),
    })
    expectRefusal(answer, invalid)
    expect((await client.tokenOnce(form, { nonce })).status).toBe(200)
  })

  it('within 60 s of our clock are accepted (FAPI 2.0 section 5.3.2.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    for (const iat of [now() - 58, now() + 58]) {
      const proof = await client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce: await client.nonce(), iat })
      expect((await client.tokenOnce(await machineForm(client), { proof })).status).toBe(200)
    }
  })

  it('work once: a replay is refused, in sequence and eight at the same moment (gap 6)', async () => {
    const client = await broker.client('epj-nordfjell')
    const proof = await client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce: await client.nonce() })
    expect((await client.tokenOnce(await machineForm(client), { proof })).status).toBe(200)
    expectRefusal(await client.tokenOnce(await machineForm(client), { proof }), invalid)
    const fresh = await client.dpop.proof({ htm: 'POST', htu: tokenUrl(client), nonce: await client.nonce() })
    const forms = await Promise.all(Array.from({ length: 8 }, () => machineForm(client)))
    const answers = await Promise.all(forms.map((form) => client.tokenOnce(form, { proof: fresh })))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefusal(answer, invalid)
    expectSilentLog(broker)
  })

  it('get the same challenge for a known, an unknown and no client, with the date (design section 7)', async () => {
    const client = await broker.client('epj-nordfjell')
    const forms = [await machineForm(client), { ...(await machineForm(client)), client_id: 'nobody' }, {}]
    const answers = await Promise.all(forms.map((form) => client.tokenOnce(form)))
    for (const answer of answers) {
      expectRefusal(answer, challenged)
      expect(answer.headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/)
      expect(Date.parse(answer.headers.get('date') ?? '')).toBeGreaterThan(0)
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })
})

describe('DPoP proofs at the PAR endpoint', () => {
  const push = async (client: TestClient, proof: string, extra: Record<string, string> = {}) => {
    const form = {
      ...(await client.authentication()),
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirectUriOf(client),
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
      ...extra,
    }
    return post(`${client.issuer}/connect/par`, form, { dpop: proof })
  }

  it('are optional, and refused when they are wrong (RFC 9449 section 10.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const htu = `${client.issuer}/connect/par`
    expect((await push(client, await client.dpop.proof({ htm: 'POST', htu }))).status).toBe(201)
    expectRefusal(await push(client, await client.dpop.proof({ htm: 'GET', htu })), invalid)
    expectRefusal(await push(client, await client.dpop.proof({ htm: 'POST', htu, iat: now() + 62 })), invalid)
    expectRefusal(await push(client, 'no proof'), invalid)
  })

  it('must be by the key that dpop_jkt names (RFC 9449 section 10.1)', async () => {
    const client = await broker.client('epj-nordfjell')
    const proof = await client.dpop.proof({ htm: 'POST', htu: `${client.issuer}/connect/par` })
    const answer = await push(client, proof, { dpop_jkt: 'x'.repeat(43) })
    expectRefusal(answer, { status: 400, error: 'invalid_request' })
  })
})
