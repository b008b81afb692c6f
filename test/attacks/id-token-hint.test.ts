import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { expectRefusedLogin } from '../support/refusals.ts'
import type { TestClient } from '../support/test-client.ts'

/** A client that has a person log in again, for a signature or a step up, gets that person or nobody. */

let broker: TestBroker
let client: TestClient
let hint: string
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
  hint = (await tokensOf(client, 'P01')).idToken
})
afterAll(() => broker.close())

describe('a login with an id_token_hint (OpenID Connect Core section 3.1.2.1)', () => {
  it.each(['login', undefined])('gives no code for another person, with prompt=%s', async (prompt) => {
    const login = await loginAs(client, 'P02', { parameters: { id_token_hint: hint, prompt } })
    await expectRefusedLogin({ broker, client, login }, 'hint_of_another_person')
    expectSilentLog(broker)
  })

  it('leaves the session of the one who was meant alone, and lets that one in', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const parameters = { id_token_hint: hint, prompt: 'login' }
    expect((await loginAs(client, 'P02', { browser, parameters })).code).toBe('')
    expect((await loginAs(client, 'P01', { browser, parameters: { prompt: 'none' } })).code).not.toBe('')
    const again = await tokensOf(client, 'P01', { browser, parameters })
    expect(decodeJwt(again.idToken).sub).toBe(decodeJwt(hint).sub)
  })

  it('is silent for nobody else: prompt=none in the session of another person', async () => {
    const { browser } = await tokensOf(client, 'P02')
    const parameters = { id_token_hint: hint, prompt: 'none' }
    const { code, returned } = await loginAs(client, 'P02', { browser, parameters })
    expect({ code, error: returned.get('error') }).toEqual({ code: '', error: 'login_required' })
  })
})
