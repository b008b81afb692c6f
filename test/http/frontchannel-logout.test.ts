import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'

/** Front-channel logout (OpenID Connect Front-Channel Logout 1.0) for the clients that registered it. */

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({
    'epj-nordfjell': { frontchannel_logout_uri: 'https://journal.example/logged-out?from=tillit' },
    'helsekort-web': { frontchannel_logout_uri: 'https://card.example/out' },
  })
})
afterAll(() => broker.close())

const framesOf = (html: string) =>
  [...html.matchAll(/<iframe src="([^"]*)"/g)].map(([, src = '']) => new URL(src.replaceAll('&amp;', '&')))

describe('the page after a logout', () => {
  it('loads the address of each client with iss and its sid, allows frames of those origins alone, and leads on', async () => {
    const client = await broker.client('epj-nordfjell')
    const journal = await tokensOf(client, 'P01')
    const card = await tokensOf(await broker.client('helsekort-web'), 'P01', { browser: journal.browser })
    const returnTo = redirectUriOf(client).replace('signin', 'signout-callback')
    const query = new URLSearchParams({
      id_token_hint: journal.idToken,
      post_logout_redirect_uri: returnTo,
      state: 'x',
    })
    const page = await journal.browser.get(`${broker.issuer}/connect/endsession?${query}`)
    const frames = framesOf(page.html).sort((a, b) => a.host.localeCompare(b.host))
    expect(frames.map(({ origin, pathname }) => origin + pathname)).toEqual([
      'https://card.example/out',
      'https://journal.example/logged-out',
    ])
    expect(frames.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { iss: broker.issuer, sid: decodeJwt(card.idToken)['sid'] },
      { from: 'tillit', iss: broker.issuer, sid: decodeJwt(journal.idToken)['sid'] },
    ])
    const policy = page.headers.get('content-security-policy')?.split('; ') ?? []
    const sources = policy
      .find((part) => part.startsWith('frame-src'))
      ?.split(' ')
      .slice(1)
      .sort()
    expect(sources).toEqual(['https://card.example', 'https://journal.example'])
    expect(page.html).toContain(`href="${returnTo}?state=x"`)
  })

  it('has no frames and no permission for any when nobody is told that way', async () => {
    const { browser, idToken } = await tokensOf(await broker.client('kurspaamelding-web'), 'P01')
    const page = await browser.get(`${broker.issuer}/connect/endsession?id_token_hint=${idToken}`)
    expect(framesOf(page.html)).toEqual([])
    expect(page.headers.get('content-security-policy')).not.toContain('frame-src')
  })

  it('is announced', async () => {
    const metadata = await (await fetch(`${broker.issuer}/.well-known/openid-configuration`)).json()
    expect(metadata).toMatchObject({
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    })
  })
})
