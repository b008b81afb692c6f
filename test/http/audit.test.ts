import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
let machine: TestClient
let before = 0

beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  machine = await broker.client('integrasjon-nordfjell')
})

afterAll(async () => {
  await broker?.close()
})

beforeEach(() => {
  before = lastAuditSeq(broker.dataDir)
})

const added = () => readAudit(broker.dataDir, before)
const events = () => added().map(({ event }) => event)

describe('a token', () => {
  it('for a machine is in the trail when its answer arrives, with what was issued to whom', async () => {
    const answer = await machine.machineToken('nhn:provesvar/api')
    const token = decodeJwt(String(answer.body['access_token']))
    expect(added()).toMatchObject([
      {
        event: 'token.issued',
        outcome: 'done',
        actor: { kind: 'client', id: 'integrasjon-nordfjell' },
        client_id: 'integrasjon-nordfjell',
        organisation: '999977774',
        api: 'nhn:provesvar',
        correlation_id: answer.headers.get('x-correlation-id'),
        details: { grant_type: 'client_credentials', jti: token.jti, scopes: ['nhn:provesvar/api'] },
      },
    ])
    expect(added()[0]).not.toHaveProperty('person')
  })

  it('for a person has the login before it, the code, and the same person in all three', async () => {
    const { accessToken } = await tokensOf(client, 'P01', { parameters: { scope: 'openid nhn:kjernejournal/api' } })
    const records = added()
    expect(records.map(({ event }) => event)).toEqual(['login.completed', 'code.issued', 'token.issued'])
    const [login, code, token] = records
    expect(login).toMatchObject({ actor: { kind: 'person' }, client_id: 'epj-nordfjell', idp: 'bankid-oidc', level: 4 })
    expect(token).toMatchObject({ idp: 'bankid-oidc', level: 4, details: { jti: decodeJwt(accessToken).jti } })
    expect(token?.details?.['grant']).toBe(code?.details?.['grant'])
    expect(new Set(records.map(({ person }) => person?.digest)).size).toBe(1)
    expect(login?.person?.digest).toMatch(/^[\w-]{43}$/)
  })

  it('that is refused is recorded with its reason, what was asked for and what was found', async () => {
    const answer = await machine.machineToken('nhn:nothing/api')
    expect(answer.body).not.toHaveProperty('access_token')
    expect(added()).toMatchObject([
      {
        event: 'token.refused',
        outcome: 'refused',
        client_id: 'integrasjon-nordfjell',
        reason: expect.any(String),
        reason_number: expect.any(Number),
        details: { grant_type: 'client_credentials', scope: 'nhn:nothing/api' },
      },
    ])
  })

  it('leaves nothing for a nonce challenge', async () => {
    await machine.tokenOnce({})
    expect(events()).toEqual([])
  })

  it('offered a code twice is refused, and the end of what the code gave is recorded', async () => {
    const { pushed, code } = await loginAs(client, 'P01')
    const redirectUri = String(new URL('/signin-oidc', demoOf(client)))
    expect((await client.redeem(code, pushed, redirectUri)).status).toBe(200)
    expect((await client.redeem(code, pushed, redirectUri)).status).toBe(400)
    expect(events()).toEqual(['login.completed', 'code.issued', 'token.issued', 'token.refused', 'grant.revoked'])
    const [, code_, , , revoked] = added()
    expect(revoked?.details?.['grant']).toBe(code_?.details?.['grant'])
  })
})

describe('a login', () => {
  it('that is refused is recorded once, with what was demanded and what was proved', async () => {
    const { end } = await loginAs(client, 'P01', { provider: 'idporten-oidc', choices: { method: 'minid' } })
    expect(end.html).toContain('data-testid="reference-code"')
    const records = added()
    expect(records).toMatchObject([
      { event: 'login.refused', outcome: 'refused', idp: 'idporten-oidc', details: { minimum_level: 4 } },
    ])
    const reference = records[0]?.correlation_id ?? ''
    expect(end.html).toContain(`${reference.slice(0, 5)}-${reference.slice(5, 10)}`)
  })

  it('that the person breaks off is recorded as cancelled, once', async () => {
    await loginAs(client, 'P01', { choices: { press: 'cancel' } })
    expect(added()).toMatchObject([{ event: 'login.cancelled', reason: 'cancelled', idp: 'bankid-oidc' }])
  })
})

describe('a logout', () => {
  it('is recorded with the person and the clients that were logged out', async () => {
    const { browser, idToken } = await tokensOf(client, 'P02')
    before = lastAuditSeq(broker.dataDir)
    await browser.get(`${broker.issuer}/connect/endsession?${new URLSearchParams({ id_token_hint: idToken })}`)
    const [ended, ...notices] = added()
    expect(ended).toMatchObject({
      event: 'session.ended',
      actor: { kind: 'person' },
      details: { because: 'logout', clients: ['epj-nordfjell'] },
    })
    expect(ended?.person?.digest).toMatch(/^[\w-]{43}$/)
    for (const notice of notices) expect(notice.event).toBe('logout.notice')
  })

  it('by another person in the same browser is recorded before the new login goes on', async () => {
    const { browser } = await tokensOf(client, 'P01')
    before = lastAuditSeq(broker.dataDir)
    await loginAs(client, 'P02', { browser, parameters: { prompt: 'login' } })
    expect(events().slice(0, 2)).toEqual(['login.completed', 'session.ended'])
    expect(added()[1]).toMatchObject({ details: { because: 'another person logged in' } })
  })
})

function demoOf({ issuer }: TestClient): URL {
  const url = new URL(issuer)
  url.port = String(Number(url.port) + 2)
  return url
}
