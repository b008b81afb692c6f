import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectRefusal, secretsIn } from '../support/attack-bench.ts'
import { type AuditLine, lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { type Answer, makeDpopKey, post, TestClient } from '../support/test-client.ts'

/** What the trail tells of callers who could not prove who they are, and that they can't fill it. */

let broker: TestBroker
let client: TestClient
let before = 0
beforeEach(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  before = lastAuditSeq(broker.dataDir)
})

afterEach(() => broker.close())

const added = () => readAudit(broker.dataDir, before)
/** They are recorded beside the answer, so a moment after it. */
const soon = (check: (lines: readonly AuditLine[]) => void) => vi.waitFor(() => check(added()), { timeout: 5000 })

/** Somebody who says to be `clientId` and signs with the key of another client. */
async function impostor(clientId: string): Promise<TestClient> {
  const { key } = await broker.client('skyjournal')
  const kid = 'development-only-epj-nordfjell-1'
  return new TestClient({ clientId, issuer: broker.issuer, key: { ...key, kid }, dpop: await makeDpopKey() })
}

const machineForm = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' }
const endpoints: readonly (readonly [string, string, string, (who: TestClient) => Promise<Answer>])[] = [
  ['the token endpoint', 'token', 'token.refused', (who) => who.token(machineForm)],
  ['PAR', 'pushed_authorization_request', 'request.refused', async (who) => (await who.push({})).answer],
  ['revocation', 'revocation', 'request.refused', (who) => send(who, 'revocation')],
  ['introspection', 'introspection', 'request.refused', (who) => send(who, 'introspect')],
]
const send = async (who: TestClient, endpoint: string, fields: Record<string, string> = { token: 'x' }) =>
  post(`${who.issuer}/connect/${endpoint}`, { ...(await who.authentication()), ...fields })

describe.each(endpoints)('a failed authentication at %s', (_where, route, event, ask) => {
  it('is recorded with the client that was claimed, the reason and the correlation id, and nothing secret', async () => {
    const answer = await ask(await impostor('epj-nordfjell'))
    expectRefusal(answer, { status: 401, error: 'invalid_client' })
    await soon((lines) => {
      expect(lines).toMatchObject([
        {
          event,
          outcome: 'refused',
          reason: 'client_authentication_failed',
          client_id: 'epj-nordfjell',
          organisation: '999977774',
          correlation_id: answer.headers.get('x-correlation-id'),
          details: { route },
        },
      ])
    })
    expect(secretsIn(JSON.stringify(added().map(({ details }) => details)))).toEqual([])
  })

  it('by a client that nobody knows is recorded without the name, which is a stranger’s text', async () => {
    expectRefusal(await ask(await impostor('nobody-at-all')), { status: 401, error: 'invalid_client' })
    await soon((lines) => {
      expect(lines).toMatchObject([{ event, reason: 'client_authentication_failed', actor: { kind: 'client' } }])
    })
    expect(JSON.stringify(added())).not.toContain('nobody-at-all')
  })
})

describe('a flood of failed authentications', () => {
  it('adds ten records of one caller, and the rest as a number that is exact', async () => {
    const known = await impostor('epj-nordfjell')
    const unknown = await Promise.all([1, 2, 3, 4].map((n) => impostor(`nobody-${n}`)))
    for (let round = 0; round < 20; round++) {
      await Promise.all([send(known, 'introspect'), ...unknown.map((who) => send(who, 'revocation'))])
    }
    await soon((lines) => expect(lines).toHaveLength(20))
    let left: readonly AuditLine[] = []
    await broker.close((dataDir) => {
      left = readAudit(dataDir, before)
    })
    const counted = left.filter(({ event }) => event === 'refusals.counted')
    expect(left).toHaveLength(20 + counted.length)
    const counts = counted.map(({ client_id, reason, details }) => [client_id, reason, details?.['count']])
    expect(new Set(counts)).toEqual(
      new Set([
        ['epj-nordfjell', 'client_authentication_failed', 10],
        [undefined, 'client_authentication_failed', 70],
      ]),
    )
  })

  it('keeps nobody from the records of others: what is issued is recorded one by one', async () => {
    const stranger = await impostor('epj-nordfjell')
    await Promise.all(Array.from({ length: 30 }, () => send(stranger, 'introspect')))
    const answer = await client.machineToken('nhn:kjernejournal/api')
    const { jti } = decodeJwt(String(answer.body.access_token))
    expect(added().filter(({ event }) => event === 'token.issued')).toMatchObject([{ details: { jti } }])
  })
})

describe('an authorization request without a pushed one', () => {
  it('is recorded as that of somebody unknown, for anybody can make it', async () => {
    const query = new URLSearchParams({
      client_id: 'epj-nordfjell',
      request_uri: `urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`,
    })
    const ask = () => fetch(`${broker.issuer}/connect/authorize?${query}`, { headers: { accept: 'text/html' } })
    for (let n = 0; n < 15; n++) expect((await ask()).status).toBe(400)
    await soon((lines) => expect(lines).toHaveLength(10))
  })
})

describe('an authenticated caller', () => {
  it('that sends no token, or an assertion again, is recorded before its answer leaves', async () => {
    const authentication = await client.authentication()
    const url = `${broker.issuer}/connect/introspect`
    expectRefusal(await post(url, authentication), { status: 400, error: 'invalid_request' })
    expectRefusal(await post(url, { ...authentication, token: 'x' }), { status: 401, error: 'invalid_client' })
    expect(added().map(({ event, reason, client_id }) => [event, reason, client_id])).toEqual([
      ['request.refused', 'request_invalid', 'epj-nordfjell'],
      ['request.refused', 'assertion_replayed', 'epj-nordfjell'],
    ])
  })
})

describe('userinfo', () => {
  let accessToken = ''
  let person: AuditLine['person']
  beforeEach(async () => {
    const parameters = { scope: 'openid profile helseid://scopes/identity/pid nhn:kjernejournal/api' }
    ;({ accessToken } = await tokensOf(client, 'P01', { parameters }))
    person = added().find(({ event }) => event === 'token.issued')?.person
    before = lastAuditSeq(broker.dataDir)
  })

  it('that was answered is recorded with the person, the token and which claims were told, none of them in clear', async () => {
    const answer = await client.userinfo(accessToken)
    expect(added()).toMatchObject([
      {
        event: 'userinfo.answered',
        outcome: 'done',
        client_id: 'epj-nordfjell',
        organisation: '999977774',
        idp: 'bankid-oidc',
        level: 4,
        person: { digest: person?.digest },
        correlation_id: answer.headers.get('x-correlation-id'),
        details: { jti: decodeJwt(accessToken).jti, claims: expect.arrayContaining(['sub', 'name']) },
      },
    ])
    for (const told of ['07918449935', 'Astrid']) expect(JSON.stringify(added())).not.toContain(told)
  })

  it('that was refused is recorded: a stolen token is seen by whose it is', async () => {
    const thief = new TestClient({ ...client, dpop: await makeDpopKey() })
    expectRefusal(await thief.userinfo(accessToken), { status: 401, error: 'invalid_token' })
    expectRefusal(await thief.userinfo('x'), { status: 401, error: 'invalid_token' })
    await soon((lines) => {
      expect(lines).toMatchObject([
        {
          event: 'request.refused',
          reason: 'access_token_invalid',
          client_id: 'epj-nordfjell',
          details: { route: 'userinfo' },
        },
        { event: 'request.refused', reason: 'access_token_invalid', actor: { kind: 'client' } },
      ])
    })
    expect(added()[1]).not.toHaveProperty('client_id')
  })
})
