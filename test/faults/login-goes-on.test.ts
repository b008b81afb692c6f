import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, tokensOf } from '../support/broker.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { armFault, driveLogin } from '../support/simulators.ts'
import { TestClient } from '../support/test-client.ts'
import { type KillableBroker, stores } from './stores.ts'

/** The broker starts eight times in one test; on a loaded machine each may take some seconds. */
const manyStartsMilliseconds = 240_000

const pidOfP01 = '07918449935'
const epjScope = 'openid offline_access helseid://scopes/identity/pid nhn:kjernejournal/api'

// A Redis that lives on is the easy half of one that is killed too; the storm of token requests has it.
describe.each(stores.filter(({ allDies }) => allDies))('kill -9 during a login, on $store', ({ start }) => {
  let at: KillableBroker
  let client: TestClient
  let redirectUri: string
  let issuer: string
  beforeAll(async () => {
    at = await start()
    issuer = at.processes.issuer
    client = await TestClient.load('epj-nordfjell', issuer)
    redirectUri = redirectUriOf(client)
  })
  afterAll(() => at?.stop())

  const crash = async () => {
    await at.kill()
    await at.restart()
  }
  const choose = (browser: TestBrowser, page: Visit) =>
    browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: at.processes.simulators })
  const logInAtProvider = async (page: Visit) => (await driveLogin(new URL(page.url), { persona: 'P01' })).href

  it(
    'between every two steps: the login, its tokens and the session go on to their end',
    async () => {
      const browser = new TestBrowser()
      const pushed = await client.push({ redirect_uri: redirectUri, scope: epjScope, resource: 'nhn:kjernejournal' })
      expect(pushed.answer.status).toBe(201)
      await crash()
      const begun = await browser.get(pushed.authorizeUrl, { stopAt: `${issuer}/login/` })
      await crash()
      const choice = await browser.get(begun.url)
      expect(choice.html).toContain('EPJ Nordfjell')
      await crash()
      const left = await choose(browser, choice)
      await crash()
      const callback = await logInAtProvider(left)
      await crash()
      const verified = await browser.get(callback, { stopAt: `${issuer}/connect/authorize/` })
      await crash()
      const end = await browser.get(verified.url, { stopAt: redirectUri })
      const code = new URL(end.url).searchParams.get('code') ?? ''
      await crash()
      const tokens = await client.redeem(code, pushed, redirectUri)
      expect(tokens.status).toBe(200)
      expect(decodeJwt(String(tokens.body['id_token']))).toMatchObject({ 'helseid://claims/identity/pid': pidOfP01 })
      await crash()
      const refreshToken = String(tokens.body['refresh_token'])
      const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
      expect(refreshed.status).toBe(200)
      // The session too: another service asks for no new login.
      const second = await loginAs(await TestClient.load('helsekort-web', issuer), 'P01', { browser })
      expect(second.code).not.toBe('')
      expect(browser.visited.filter((url) => url.includes('/login/callback/'))).toHaveLength(1)
    },
    manyStartsMilliseconds,
  )

  it('while the answer of the provider is being looked at: the person chooses again, and gets in', async () => {
    const browser = new TestBrowser()
    const pushed = await client.push({ redirect_uri: redirectUri })
    const callback = await logInAtProvider(await choose(browser, await browser.get(pushed.authorizeUrl)))
    await armFault(at.processes.simulators, 'bankid-oidc', 'token-hang')
    // One of the two takes the answer and waits for the provider; the other is sent back to the choice at once.
    const visits = [browser.get(callback), browser.get(callback)].map((visit) => visit.catch(() => undefined))
    const choice = await Promise.race(visits)
    await crash()
    await Promise.all(visits)
    if (choice === undefined) throw new Error('nobody was sent back to the choice')
    expect(choice.html).toContain('name="idp"')
    const again = await logInAtProvider(await choose(browser, choice))
    const end = await browser.get(again, { stopAt: redirectUri })
    const code = new URL(end.url).searchParams.get('code') ?? ''
    expect((await client.redeem(code, pushed, redirectUri)).status).toBe(200)
  })

  it('after a logout: who was logged out stays logged out', async () => {
    const login = await tokensOf(client, 'P01', { parameters: { scope: 'openid offline_access' } })
    const { browser, idToken, refreshToken } = login
    await browser.get(`${issuer}/connect/endsession?id_token_hint=${idToken}`)
    await crash()
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    expect({ status: refreshed.status, error: refreshed.body['error'] }).toEqual({
      status: 400,
      error: 'invalid_grant',
    })
    const pushed = await client.push({ redirect_uri: redirectUri })
    expect((await browser.get(pushed.authorizeUrl, { stopAt: redirectUri })).html).toContain('name="idp"')
  })
})
