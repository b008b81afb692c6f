import { createHash, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker, type Tokens, tokensOf } from '../support/broker.ts'
import { type Answer, makeDpopKey, read, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
let tokens: Tokens
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  tokens = await tokensOf(client, 'P01', { parameters: { scope: 'openid profile nhn:kjernejournal/api' } })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const invalidToken = { status: 401, error: 'invalid_token' }
const invalidProof = { status: 401, error: 'invalid_dpop_proof' }
const athOf = (token: string) => createHash('sha256').update(token).digest('base64url')
const now = () => Math.floor(Date.now() / 1000)

/** A request to userinfo with everything right but what is given; undefined leaves the header out. */
async function ask(given: {
  readonly authorization?: string | undefined
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly key?: TestClient['dpop']
  readonly proof?: string | undefined
}): Promise<Answer> {
  const url = `${broker.issuer}/connect/userinfo`
  const { authorization = `DPoP ${tokens.accessToken}`, key = client.dpop } = given
  const claims = { htm: 'GET', htu: url, ath: athOf(authorization.split(' ')[1] ?? ''), ...given.claims }
  const proof = 'proof' in given ? given.proof : await key.proof(claims, given.header)
  const headers = new Headers({
    ...(authorization === '' ? {} : { authorization }),
    ...(proof === undefined ? {} : { dpop: proof }),
  })
  return read(await fetch(url, { headers }))
}

interface UserinfoRow {
  readonly name: string
  readonly source: string
  readonly send: () => Promise<Answer>
  readonly expected: { readonly status: number; readonly error: string }
}
const rows: readonly UserinfoRow[] = [
  {
    name: 'Bearer for a bound token',
    source: 'RFC 9449 section 7.1',
    send: () => ask({ authorization: `Bearer ${tokens.accessToken}` }),
    expected: invalidToken,
  },
  { name: 'no token', source: 'RFC 6750 section 3', send: () => ask({ authorization: '' }), expected: invalidToken },
  {
    name: 'two tokens',
    source: 'RFC 9449 section 7.1',
    send: () => ask({ authorization: `DPoP ${tokens.accessToken} ${tokens.accessToken}` }),
    expected: invalidToken,
  },
  {
    name: 'text that is no token',
    source: 'RFC 6750 section 3.1',
    send: () => ask({ authorization: 'DPoP token' }),
    expected: invalidToken,
  },
  {
    name: 'the ID token',
    source: 'RFC 9068 section 4: typ',
    send: () => ask({ authorization: `DPoP ${tokens.idToken}` }),
    expected: invalidToken,
  },
  {
    name: 'a changed payload',
    source: 'RFC 7515 section 5.2',
    send: () => ask({ authorization: `DPoP ${withClaim('scope', ['openid', 'helseid://scopes/identity/pid'])}` }),
    expected: invalidToken,
  },
  {
    name: 'alg none',
    source: 'RFC 8725 section 3.2',
    send: () => ask({ authorization: `DPoP ${unsigned()}` }),
    expected: invalidToken,
  },
  {
    name: 'a token by a stranger',
    source: 'RFC 9068 section 4',
    send: async () => ask({ authorization: `DPoP ${await forged()}` }),
    expected: invalidToken,
  },
  { name: 'no proof', source: 'RFC 9449 section 7', send: () => ask({ proof: undefined }), expected: invalidProof },
  {
    name: 'text that is no proof',
    source: 'RFC 9449 section 4.3',
    send: () => ask({ proof: 'proof' }),
    expected: invalidProof,
  },
  {
    name: 'two proofs in one header',
    source: 'RFC 9449 section 4.3 (1)',
    send: () => ask({ proof: 'a.b.c, a.b.c' }),
    expected: invalidProof,
  },
  {
    name: 'a proof by another key',
    source: 'RFC 9449 section 7.1',
    send: async () => ask({ key: await makeDpopKey() }),
    expected: invalidToken,
  },
  {
    name: 'ath of another token',
    source: 'RFC 9449 section 4.3 (12)',
    send: () => ask({ claims: { ath: athOf('another') } }),
    expected: invalidProof,
  },
  {
    name: 'no ath',
    source: 'RFC 9449 section 4.3 (12)',
    send: () => ask({ claims: { ath: undefined } }),
    expected: invalidProof,
  },
  {
    name: 'htm POST for a GET',
    source: 'RFC 9449 section 4.3 (8)',
    send: () => ask({ claims: { htm: 'POST' } }),
    expected: invalidProof,
  },
  {
    name: 'htu of the token endpoint',
    source: 'RFC 9449 section 4.3 (9)',
    send: () => ask({ claims: { htu: `${broker.issuer}/connect/token` } }),
    expected: invalidProof,
  },
  {
    name: 'iat 62 s behind',
    source: 'RFC 9449 section 4.3 (11)',
    send: () => ask({ claims: { iat: now() - 62 } }),
    expected: invalidProof,
  },
  {
    name: 'iat 62 s ahead',
    source: 'RFC 9449 section 4.3 (11)',
    send: () => ask({ claims: { iat: now() + 62 } }),
    expected: invalidProof,
  },
  {
    name: 'typ JWT',
    source: 'RFC 9449 section 4.3 (4)',
    send: () => ask({ header: { typ: 'JWT' } }),
    expected: invalidProof,
  },
  {
    name: 'no jti',
    source: 'RFC 9449 section 4.3 (3)',
    send: () => ask({ claims: { jti: undefined } }),
    expected: invalidProof,
  },
]

function withClaim(name: string, value: unknown): string {
  const [header, payload = '', signature] = tokens.accessToken.split('.')
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return `${header}.${Buffer.from(JSON.stringify({ ...claims, [name]: value })).toString('base64url')}.${signature}`
}
function unsigned(): string {
  const [, payload] = tokens.accessToken.split('.')
  return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`
}
function forged(): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const claims = {
    iss: broker.issuer,
    sub: 's',
    client_id: 'epj-nordfjell',
    scope: 'openid',
    jti: 'j',
    cnf: { jkt: client.dpop.thumbprint },
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setExpirationTime('5m')
    .sign(privateKey)
}

describe('userinfo', () => {
  it.each(rows)('refuses $name ($source)', async ({ send, expected }) => {
    const answer = await send()
    expectRefusal(answer, expected)
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP error="/)
    expectSilentLog(broker)
    expect((await ask({})).status, 'the right request works').toBe(200)
  })

  it('refuses a replayed proof, in sequence and at the same moment (RFC 9449 section 11.1)', async () => {
    const proof = await client.dpop.proof({
      htm: 'GET',
      htu: `${broker.issuer}/connect/userinfo`,
      ath: athOf(tokens.accessToken),
    })
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ proof })))
    expect(answers.filter(({ status }) => status === 200).length).toBe(1)
    expectRefusal(await ask({ proof }), invalidProof)
  })

  it('refuses a token without openid, and the token of a machine (OpenID Connect Core section 5.3)', async () => {
    const machine = await client.machineToken('nhn:kjernejournal/api')
    expectRefusal(await client.userinfo(String(machine.body.access_token)), invalidToken)
    const { accessToken } = await tokensOf(client, 'P01', {
      parameters: { scope: 'nhn:kjernejournal/api', nonce: undefined },
    })
    expectRefusal(await client.userinfo(accessToken), invalidToken)
  })

  it('refuses a token of a login that was logged out, and one that expired (RFC 6750 section 3.1)', async () => {
    const made = await tokensOf(client, 'P02', { parameters: { scope: 'openid' } })
    await made.browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${made.idToken}`)
    expectRefusal(await client.userinfo(made.accessToken), invalidToken)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    expectRefusal(await client.userinfo(tokens.accessToken), invalidToken)
  })

  it('tells what the scopes open and no more, and sub of the ID token (OpenID Connect Core section 5.3.2)', async () => {
    const { body } = await ask({})
    expect(Object.keys(body).sort()).toEqual(['family_name', 'given_name', 'name', 'sub', 'userinfo_issued_at'])
  })
})
