import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import type { TestClient } from '../support/test-client.ts'

/** `helseid://claims/identity/network`: where the person's browser stood at the login. */

const claim = 'helseid://claims/identity/network'
const scope = 'openid helseid://scopes/identity/network nhn:kjernejournal/api'
const helsenett = ['198.51.100.0/24', '192.0.2.7', '2001:db8:4e48::/48']
const chosen = {
  profile: 'helseid',
  lifetime_seconds: 600,
  signing_alg: 'PS256',
  sender_constraint: 'dpop',
  claims: [claim],
}

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  const settings = { trusted_proxies: ['127.0.0.1', '198.51.100.250'], networks: { helsenett } }
  broker = await startTestBroker({ 'apis/kjernejournal': { access_token: chosen } }, settings)
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

/** What a login through a proxy with this `X-Forwarded-For` gives; undefined: the proxy sends none. */
async function loginFrom(forwarded: string | undefined) {
  const sent: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return tokensOf(client, 'P01', { browser: new TestBrowser(new Map(), sent), parameters: { scope } })
}

const rows: readonly (readonly [string, string | undefined, 'helsenett' | 'internett'])[] = [
  ['an address in a range', '198.51.100.9', 'helsenett'],
  ['a single address of the list', '192.0.2.7', 'helsenett'],
  ['the address beside it', '192.0.2.8', 'internett'],
  ['an address outside', '203.0.113.9', 'internett'],
  ['an IPv6 address in a range', '2001:db8:4e48:17::1', 'helsenett'],
  ['an IPv6 address outside', '2001:db8:4e49::1', 'internett'],
  ['an address in a range in IPv6 clothes', '::ffff:198.51.100.9', 'helsenett'],
  ['the same in hexadecimal', '::ffff:c633:6409', 'helsenett'],
  ['an address outside in IPv6 clothes', '::ffff:203.0.113.9', 'internett'],
  ['what the browser itself wrote before the proxy', '198.51.100.9, 203.0.113.9', 'internett'],
  ['a range behind two proxies of ours', '198.51.100.9, 198.51.100.250', 'helsenett'],
  ['a proxy of ours that names nobody', '198.51.100.250', 'internett'],
  ['nothing at all', undefined, 'internett'],
  ['no address', 'helsenett', 'internett'],
]

describe('the network of a login', () => {
  it.each(rows)('by %s (%s) is %s, in all three places', async (_what, forwarded, network) => {
    const { idToken, accessToken } = await loginFrom(forwarded)
    expect(decodeJwt(idToken)[claim]).toBe(network)
    expect(decodeJwt(accessToken)[claim]).toBe(network)
    expect((await client.userinfo(accessToken)).body[claim]).toBe(network)
  })

  it('stays what it was: at refresh, which a machine asks for, and at single sign-on from elsewhere', async () => {
    const browser = new TestBrowser(new Map(), { 'x-forwarded-for': '198.51.100.9' })
    const offline = { scope: `${scope} offline_access` }
    const { refreshToken } = await tokensOf(client, 'P01', { browser, parameters: offline })
    const answer = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    expect(decodeJwt(String(answer.body.access_token))[claim]).toBe('helsenett')
    expect(decodeJwt(String(answer.body.id_token))[claim]).toBe('helsenett')
    const moved = new TestBrowser(browser.cookies(), { 'x-forwarded-for': '203.0.113.9' })
    const { idToken } = await tokensOf(client, 'P01', { browser: moved, parameters: { scope } })
    expect(moved.visited.some((url) => url.includes('/login/callback/'))).toBe(false)
    expect(decodeJwt(idToken)[claim]).toBe('helsenett')
  })

  it('is told to nobody who has neither asked for it nor chosen it', async () => {
    const browser = new TestBrowser(new Map(), { 'x-forwarded-for': '198.51.100.9' })
    const parameters = { scope: 'openid profile nhn:reseptformidleren/api' }
    const { idToken, accessToken } = await tokensOf(client, 'P01', { browser, parameters })
    for (const token of [idToken, accessToken]) expect(decodeJwt(token)).not.toHaveProperty([claim])
  })
})

describe('a header from somebody who is no trusted proxy', () => {
  let plain: TestBroker
  beforeAll(async () => {
    plain = await startTestBroker({}, { trusted_proxies: [], networks: { helsenett } })
  })
  afterAll(() => plain.close())

  it('counts for nothing', async () => {
    const browser = new TestBrowser(new Map(), { 'x-forwarded-for': '198.51.100.9', forwarded: 'for=198.51.100.9' })
    const one = await plain.client('epj-nordfjell')
    const { idToken } = await tokensOf(one, 'P01', { browser, parameters: { scope } })
    expect(decodeJwt(idToken)[claim]).toBe('internett')
  })
})

describe('without configured networks', () => {
  let plain: TestBroker
  beforeAll(async () => {
    plain = await startTestBroker({}, { networks: undefined })
  })
  afterAll(() => plain.close())

  it('no token says where a login came from', async () => {
    const one = await plain.client('epj-nordfjell')
    const { idToken } = await tokensOf(one, 'P01', { parameters: { scope } })
    expect(decodeJwt(idToken)).not.toHaveProperty([claim])
  })
})
