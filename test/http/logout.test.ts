import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { post, type TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => broker.close())

const returnTo = () => redirectUriOf(client).replace('signin', 'signout-callback')
const url = (query: Record<string, string>) => `${broker.issuer}/connect/endsession?${new URLSearchParams(query)}`

describe('logout', () => {
  it('with an ID token that expired long ago still works', async () => {
    const { browser, idToken } = await tokensOf(client, 'P01')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1200_000 })
    const query = { id_token_hint: idToken, post_logout_redirect_uri: returnTo(), state: 'abc' }
    const end = await browser.get(url(query), { stopAt: returnTo() })
    expect(end.url).toBe(`${returnTo()}?state=abc`)
  })

  it('goes through the provider that has a logout of its own, with no token in the address, and comes back', async () => {
    const { browser, idToken } = await tokensOf(client, 'P01', { provider: 'idporten-oidc' })
    const query = { id_token_hint: idToken, post_logout_redirect_uri: returnTo(), state: 'abc' }
    const upstream = new URL((await browser.get(url(query), { stopAt: broker.simulatorsUrl })).url)
    expect(upstream.pathname).toBe('/idporten-oidc/logout')
    expect(upstream.href).not.toContain('eyJ')
    const back = new URL(upstream.searchParams.get('post_logout_redirect_uri') ?? '')
    expect(back.href).toBe(`${broker.issuer}/login/logout/callback`)
    back.searchParams.set('state', upstream.searchParams.get('state') ?? '')
    expect((await browser.get(back.href, { stopAt: returnTo() })).url).toBe(`${returnTo()}?state=abc`)
  })

  it('ends every service of the session at once, and names them', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const card = await broker.client('helsekort-web')
    await tokensOf(card, 'P01', { browser })
    const ask = await browser.get(url({}))
    for (const name of ['EPJ Nordfjell', 'Helsekort']) expect(ask.html).toContain(name)
    const done = await browser.submit(ask, { logout: '1' })
    expect(done.status).toBe(200)
    for (const of of [client, card])
      expect((await loginAs(of, 'nobody', { browser, parameters: { prompt: 'none' } })).code).toBe('')
  })

  it('is called off by the person, who stays logged in, is told so, and is not sent to where clients end sessions', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const ask = await browser.get(url({ client_id: client.clientId, post_logout_redirect_uri: returnTo() }))
    const stayed = await browser.submit(ask, { stay: '1' })
    expect(stayed.url).toBe(`${broker.issuer}/connect/endsession/confirm`)
    expect(stayed.html).toContain('<h1 class="ds-heading" data-size="lg">Du er fortsatt logget inn</h1>')
    expect((await loginAs(client, 'nobody', { browser, parameters: { prompt: 'none' } })).code).not.toBe('')
  })

  it('by POST is fetched again by a GET of our own, which carries no token', async () => {
    const { browser, idToken } = await tokensOf(client, 'P01')
    const parked = await post(`${broker.issuer}/connect/endsession`, {
      id_token_hint: idToken,
      post_logout_redirect_uri: returnTo(),
    })
    expect(parked.status).toBe(303)
    const location = parked.headers.get('location') ?? ''
    expect(location).not.toContain('eyJ')
    const end = await browser.get(broker.issuer + location, { stopAt: returnTo() })
    expect(end.url).toBe(returnTo())
  })

  it('of a browser without a session goes where the client asked', async () => {
    const end = await new TestBrowser().get(url({ client_id: client.clientId, post_logout_redirect_uri: returnTo() }), {
      stopAt: returnTo(),
    })
    expect(end.url).toBe(returnTo())
  })
})
