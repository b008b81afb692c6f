import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { read, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let operator: AdminClient
let machine: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  machine = await broker.client('integrasjon-nordfjell')
})
afterAll(() => broker.close())

const kidsAt = async (path: string) => {
  const { body } = await read(await fetch(`${broker.issuer}${path}`))
  return [body['keys']].flat().map((key) => String(Object(key).kid))
}
const jwks = () => kidsAt('/.well-known/openid-configuration/jwks')
const machineToken = async () => {
  const answer = await machine.token({ grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' })
  return String(answer.body['access_token'])
}
const kidOf = (token: string) => String(decodeProtectedHeader(token).kid)
const rotate = (body: object) =>
  operator.call('POST', '/keys/rotation', { body, headers: { 'tillit-reason': 'test of rotation' } })
const states = async () => {
  const { body } = await operator.get('/keys')
  return [body['items']].flat().map((item) => {
    const { kid, alg, state } = Object(item)
    return { kid: String(kid), alg: String(alg), state: String(state) }
  })
}

describe('rotation of signing keys', () => {
  it('publishes the successor ahead, once, and goes on signing with the old key', async () => {
    const before = await jwks()
    const { alg } = decodeProtectedHeader(await machineToken())
    const asked = await Promise.all([rotate({ alg }), rotate({ alg }), rotate({ alg })])
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 422, 422])
    const after = await jwks()
    expect(after).toHaveLength(before.length + 1)
    expect(before).toContain(kidOf(await machineToken()))
    expect((await states()).filter((key) => key.alg === alg).map(({ state }) => state)).toEqual(['active', 'next'])
  })

  it('puts the successor to use at once, and what the old key signed stays valid', async () => {
    const person = await tokensOf(await broker.client('epj-nordfjell'))
    const old = kidOf(person.idToken)
    const { alg } = decodeProtectedHeader(person.idToken)
    expect((await rotate({ alg, immediately: true })).status).toBe(200)
    const next = await tokensOf(await broker.client('epj-nordfjell'))
    expect(kidOf(next.idToken)).not.toBe(old)
    expect(await jwks()).toContain(old)
    const hint = await fetch(`${broker.issuer}/connect/endsession?id_token_hint=${person.idToken}`, {
      redirect: 'manual',
    })
    expect(hint.status).toBeLessThan(400)
  })

  it('takes a key back: it leaves the JWKS, and no token of it counts any more', async () => {
    const client = await broker.client('epj-nordfjell')
    const { accessToken } = await tokensOf(client)
    expect((await client.userinfo(accessToken)).status).toBe(200)
    const { alg, kid } = decodeProtectedHeader(accessToken)
    operator = await operatorClient(broker)
    expect((await rotate({ alg, immediately: true, withdraw: true })).status).toBe(200)
    expect(await jwks()).not.toContain(kid)
    expect(await kidsAt('/connect/expiredjwks')).not.toContain(kid)
    expect((await client.userinfo(accessToken)).status).toBe(401)
    operator = await operatorClient(broker)
    expect(await states()).toContainEqual({ kid, alg, state: 'withdrawn' })
    expect(kidOf((await tokensOf(client)).accessToken)).not.toBe(kid)
  })

  it('is audited with the reason and the key ids, and never shows a private member', async () => {
    const { text } = await operator.get('/keys')
    expect(text).toContain('"kid"')
    expect(text).not.toMatch(/"(?:d|p|q|dp|dq|qi)"/)
    const records = readAudit(broker.dataDir)
    const changes = records.filter(({ event }) => event === 'key.changed')
    expect(changes.map(({ details }) => details?.['reason'])).toContain('test of rotation')
    expect(changes.some(({ details }) => typeof details?.['withdrawn'] === 'string')).toBe(true)
  })

  it.each([
    [{ alg: 'RS256' }, 400],
    [{ alg: 'ES256', withdraw: true }, 400],
    [{}, 400],
  ] as const)('refuses %j', async (body, status) => {
    const before = await states()
    expect((await rotate(body)).status).toBe(status)
    expect(await states()).toEqual(before)
  })

  it('is an operator’s alone, with the scope and a reason', async () => {
    const reader = await operatorClient(broker, ['tillit:admin/registry.read'])
    expect((await reader.call('POST', '/keys/rotation', { body: { alg: 'ES256' } })).status).toBe(403)
    expect((await operator.call('POST', '/keys/rotation', { body: { alg: 'ES256' } })).status).toBe(400)
  })
})
