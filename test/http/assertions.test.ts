import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { type RegistryChanges, startTestBroker, type TestBroker } from '../support/broker.ts'
import { post, TestClient } from '../support/test-client.ts'

const clientId = 'integrasjon-nordfjell'
const scope = 'nhn:kjernejournal/api'

let broker: TestBroker | undefined
afterEach(async () => {
  await broker?.close()
  broker = undefined
})

/** The machine client of a broker whose registry says this about it. */
async function clientWith(change: NonNullable<RegistryChanges[typeof clientId]>): Promise<TestClient> {
  broker = await startTestBroker({ [clientId]: change })
  return broker.client(clientId)
}

async function tokenFor(client: TestClient, assertion: string) {
  const form = { ...(await client.authentication()), client_assertion: assertion }
  return client.token({ ...form, grant_type: 'client_credentials', scope })
}

const asText = (claims: Record<string, number>) =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]))
const now = () => Math.floor(Date.now() / 1000)

const rows = [
  {
    exception: 'trailing_slash_audience',
    source: 'trap 5: BFF sample, Persontjenesten',
    claims: ({ issuer }: TestClient) => ({ aud: `${issuer}/` }),
  },
  {
    exception: 'token_endpoint_audience',
    source: 'clients from before 2025',
    claims: ({ issuer }: TestClient) => ({ aud: `${issuer}/connect/token` }),
  },
  {
    exception: 'string_dates',
    source: 'trap 4: native samples, Fhi.HelseId, workshop',
    claims: () => asText({ iat: now(), nbf: now(), exp: now() + 30 }),
  },
]

describe('an accepted exception', () => {
  it('is in the audit trail wherever a client authenticates, by name, and only when it was needed', async () => {
    const [odd] = rows.filter(({ exception }) => exception === 'token_endpoint_audience')
    const client = await clientWith({ assertion_exceptions: ['token_endpoint_audience'] })
    const { dataDir } = broker ?? { dataDir: '' }
    const before = lastAuditSeq(dataDir)
    expect((await tokenFor(client, await client.assertion())).status).toBe(200)
    expect(readAudit(dataDir, before).map(({ event }) => event)).toEqual(['token.issued'])
    const form = async () => ({
      ...(await client.authentication()),
      client_assertion: await client.assertion({ ...odd?.claims(client) }),
    })
    expect((await tokenFor(client, (await form()).client_assertion)).status).toBe(200)
    expect((await post(`${client.issuer}/connect/revocation`, { ...(await form()), token: 'x' })).status).toBe(200)
    expect((await post(`${client.issuer}/connect/introspect`, { ...(await form()), token: 'x' })).status).toBe(200)
    const used = readAudit(dataDir, before).filter(({ event }) => event === 'exception.used')
    expect(used.map(({ client_id, details }) => [client_id, details])).toEqual(
      ['token', 'revocation', 'introspection'].map((route) => [
        client.clientId,
        { exceptions: ['token_endpoint_audience'], route },
      ]),
    )
  })
})

describe.each(rows)('an assertion that needs $exception ($source)', ({ exception, claims }) => {
  // Claims as such a client writes them; the type of a JWT's payload has no strings for dates.
  const odd = (client: TestClient) => client.assertion({ ...(claims(client) as object) })

  it('is refused from a client that is not registered with the exception', async () => {
    const client = await clientWith({})
    expect(await tokenFor(client, await odd(client))).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('is accepted from one that is, once, and logged by name', async () => {
    const client = await clientWith({ assertion_exceptions: [exception] })
    const assertion = await odd(client)
    expect((await tokenFor(client, assertion)).status).toBe(200)
    expect(broker?.logText()).toContain(`"assertion_exceptions":["${exception}"]`)
    expect(await tokenFor(client, assertion)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('keeps every other rule: signature, life, jti and the other exceptions', async () => {
    const client = await clientWith({ assertion_exceptions: [exception] })
    const other = new TestClient({ ...client, key: await privateJwk('ES256') })
    const refused = [
      await odd(other),
      await client.assertion({ ...(claims(client) as object), exp: now() - 60 }),
      await client.assertion({ ...(claims(client) as object), exp: now() + 3600 }),
      await client.assertion({ ...(claims(client) as object), jti: '' }),
      await client.assertion({ ...(claims(client) as object), sub: 'epj-nordfjell' }),
      await client.assertion({ aud: 'https://evil.example/' }),
      await client.assertion({ exp: String('1e20') as never }),
      ...(await Promise.all(
        rows
          .filter((row) => row.exception !== exception)
          .map((row) => client.assertion({ ...(row.claims(client) as object) })),
      )),
    ]
    for (const assertion of refused) {
      const answer = await tokenFor(client, assertion)
      expect([400, 401], JSON.stringify(answer.body)).toContain(answer.status)
      expect(answer.body.access_token).toBeUndefined()
    }
  })
})

async function privateJwk(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), alg, kid: randomUUID() }
}

function publicOf({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...members }: JWK): JWK {
  return { ...members, use: 'sig' }
}

/** An assertion signed as told, with or without `kid`. */
async function signed(client: TestClient, key: JWK, header: { readonly alg: string; readonly kid?: string }) {
  const { clientId: id, issuer } = client
  return new SignJWT({ iss: id, sub: id, aud: issuer, jti: randomUUID(), iat: now(), nbf: now(), exp: now() + 30 })
    .setProtectedHeader({ typ: 'client-authentication+jwt', ...header })
    .sign(await importJWK(key, header.alg))
}

describe('keys and algorithms of a client', () => {
  it('may be several at once: chosen by kid, tried one after the other without', async () => {
    const [first, second, stranger] = await Promise.all([privateJwk('ES256'), privateJwk('ES256'), privateJwk('ES256')])
    const client = await clientWith({ jwks: { keys: [publicOf(first), publicOf(second)] } })
    for (const key of [first, second]) {
      expect((await tokenFor(client, await signed(client, key, { alg: 'ES256', kid: key.kid ?? '' }))).status).toBe(200)
      expect((await tokenFor(client, await signed(client, key, { alg: 'ES256' }))).status).toBe(200)
    }
    expect((await tokenFor(client, await signed(client, first, { alg: 'ES256', kid: second.kid ?? '' }))).status).toBe(
      401,
    )
    expect((await tokenFor(client, await signed(client, stranger, { alg: 'ES256' }))).status).toBe(401)
  })

  it('RS256 and RS512 count only for a client whose file names them, and are offered to nobody', async () => {
    const key = await privateJwk('PS256')
    const { alg: _alg, ...anyAlg } = key
    const keys = [publicOf(anyAlg)]
    const strict = await clientWith({ jwks: { keys } })
    expect((await tokenFor(strict, await signed(strict, anyAlg, { alg: 'RS256' }))).status).toBe(401)
    expect((await tokenFor(strict, await signed(strict, anyAlg, { alg: 'PS256' }))).status).toBe(200)
    await broker?.close()
    const old = await clientWith({ jwks: { keys }, signing_algs: ['RS256', 'RS512'] })
    expect((await tokenFor(old, await signed(old, anyAlg, { alg: 'RS256' }))).status).toBe(200)
    expect((await tokenFor(old, await signed(old, anyAlg, { alg: 'RS512' }))).status).toBe(200)
    expect((await tokenFor(old, await signed(old, anyAlg, { alg: 'PS256' }))).status).toBe(401)
    const metadata = await (await fetch(`${old.issuer}/.well-known/openid-configuration`)).json()
    expect(JSON.stringify(metadata)).not.toContain('RS256')
  })

  it('must carry the new typ where the client is registered so; JWT or none do elsewhere', async () => {
    const lenient = await clientWith({})
    for (const typ of ['JWT', undefined, 'client-authentication+jwt']) {
      expect((await tokenFor(lenient, await lenient.assertion({}, { typ }))).status, String(typ)).toBe(200)
    }
    expect((await tokenFor(lenient, await lenient.assertion({}, { typ: 'at+jwt' }))).status).toBe(401)
    await broker?.close()
    const strict = await clientWith({ require_assertion_typ: true })
    for (const typ of ['JWT', undefined]) {
      expect((await tokenFor(strict, await strict.assertion({}, { typ }))).status, String(typ)).toBe(401)
    }
    expect((await tokenFor(strict, await strict.assertion())).status).toBe(200)
  })

  it('gap 14: one jti in assertion and proof of the same request is no replay', async () => {
    const client = await clientWith({})
    const jti = randomUUID()
    const form = { ...(await client.authentication()), client_assertion: await client.assertion({ jti }) }
    const nonce = await client.nonce()
    const htu = `${client.issuer}/connect/token`
    const proof = await client.dpop.proof({ htm: 'POST', htu, nonce, jti })
    expect((await client.tokenOnce({ ...form, grant_type: 'client_credentials', scope }, { proof })).status).toBe(200)
  })
})

describe('a nonce for the next proof', () => {
  it('comes with metadata, keys and a token, and saves the extra round trip; trap 2: with no other error', async () => {
    const client = await clientWith({})
    for (const path of ['openid-configuration', 'oauth-authorization-server', 'openid-configuration/jwks']) {
      const nonce = (await fetch(`${client.issuer}/.well-known/${path}`)).headers.get('dpop-nonce') ?? ''
      const form = { ...(await client.authentication()), grant_type: 'client_credentials', scope }
      const first = await client.tokenOnce(form, { nonce })
      expect(first.status, path).toBe(200)
      const next = first.headers.get('dpop-nonce') ?? ''
      const again = { ...(await client.authentication()), grant_type: 'client_credentials', scope }
      expect((await client.tokenOnce(again, { nonce: next })).status).toBe(200)
    }
    const wrong = { ...(await client.authentication()), grant_type: 'client_credentials', scope: 'nhn:unknown/api' }
    const refused = await client.tokenOnce(wrong, { nonce: await client.nonce() })
    expect(refused.body.error).toBe('invalid_scope')
    expect(refused.headers.get('dpop-nonce')).toBeNull()
  })
})
