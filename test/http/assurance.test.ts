import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
let course: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  ;[client, course] = await Promise.all([broker.client('epj-nordfjell'), broker.client('kurspaamelding-web')])
})
afterAll(() => broker.close())

const minId = { provider: 'idporten-oidc', choices: { method: 'minid' } } as const
const acrOf = (token: string) => decodeJwt(token)['acr']

describe('step-up', () => {
  it('asks a person at level 3 for more when a service demands 4, once, and tokens tell each login apart', async () => {
    const weak = await tokensOf(course, 'P01', minId)
    const strong = await tokensOf(client, 'P01', { browser: weak.browser })
    expect([acrOf(weak.idToken), acrOf(strong.idToken)]).toEqual(['Level3', 'Level4'])
    expect([decodeJwt(weak.idToken)['amr'], decodeJwt(strong.idToken)['amr']]).toEqual([['minid'], ['bankid']])
    expect(decodeJwt(weak.idToken).sub).toBe(decodeJwt(strong.idToken).sub)
  })

  it('refuses a second MinID for it, and the first login is worth what it was', async () => {
    const weak = await tokensOf(course, 'P01', minId)
    const refused = await loginAs(client, 'P01', { ...minId, browser: weak.browser })
    expect(refused.code).toBe('')
    expect(refused.end.html).toContain('data-testid="reference-code"')
    const again = await tokensOf(course, 'P01', { browser: weak.browser })
    expect(acrOf(again.idToken)).toBe('Level3')
  })

  it('is not undone by a weaker login afterwards: the stronger one still serves, and the weaker inherits nothing', async () => {
    const strong = await tokensOf(client, 'P01', { parameters: { scope: 'openid offline_access' } })
    const weak = await tokensOf(course, 'P01', { ...minId, browser: strong.browser, parameters: { prompt: 'login' } })
    expect(acrOf(weak.idToken)).toBe('Level3')
    const later = await tokensOf(client, 'P01', { browser: strong.browser })
    expect([acrOf(later.idToken), decodeJwt(later.idToken)['auth_time']]).toEqual([
      'Level4',
      decodeJwt(strong.idToken)['auth_time'],
    ])
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: strong.refreshToken })
    expect(acrOf(String(refreshed.body.id_token))).toBe('Level4')
  })
})

describe('another person in the same browser', () => {
  it('ends the first session before the new one exists: tokens, userinfo and single sign-on', async () => {
    const scope = 'openid offline_access'
    const first = await tokensOf(client, 'P01', { parameters: { scope } })
    const second = await tokensOf(client, 'P02', { browser: first.browser, parameters: { scope, prompt: 'login' } })
    expect(decodeJwt(second.idToken).sub).not.toBe(decodeJwt(first.idToken).sub)
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: first.refreshToken })
    expect([refreshed.status, refreshed.body.error]).toEqual([400, 'invalid_grant'])
    expect((await client.userinfo(first.accessToken)).status).toBe(401)
    expect((await client.userinfo(second.accessToken)).body.sub).toBe(decodeJwt(second.idToken).sub)
    const next = await tokensOf(await broker.client('helsekort-web'), 'P02', { browser: first.browser })
    expect(decodeJwt(next.idToken).sub).toBe(decodeJwt(second.idToken).sub)
  })

  it('in another tab: a flow begun under the first person does not end as the second', async () => {
    const first = await tokensOf(client, 'P01')
    const stopAt = redirectUriOf(client)
    const waiting = await client.push({ redirect_uri: stopAt, prompt: 'login' })
    const page = await first.browser.get(waiting.authorizeUrl, { stopAt })
    await tokensOf(client, 'P02', { browser: first.browser, parameters: { prompt: 'login' } })
    const end = await first.browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    expect([end.url.startsWith(broker.simulatorsUrl), end.status]).toEqual([false, 400])
  })
})
