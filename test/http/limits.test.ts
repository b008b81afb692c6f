import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { addressBlock } from '#src/http/address-block.ts'
import { clientAddress, networksOf } from '#src/http/client-address.ts'
import { TokenBuckets } from '#src/http/token-buckets.ts'
import { redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { formsOf, TestBrowser } from '../support/browser.ts'
import { listenUpstream } from '../support/sent-upstream.ts'
import { post, TestClient } from '../support/test-client.ts'

function requestFrom(peer: string, forwarded?: string | readonly string[]): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = [forwarded].flat().join(', ')
  return request
}

describe('the address of a caller', () => {
  const proxies = networksOf(['10.0.0.0/8', '2001:db8::5', '192.0.2.7'])

  it.each([
    { name: 'is the peer', peer: '203.0.113.9', expected: '203.0.113.9' },
    {
      name: 'is the peer, whatever it claims',
      peer: '203.0.113.9',
      forwarded: '198.51.100.1',
      expected: '203.0.113.9',
    },
    { name: 'is what a proxy says', peer: '10.1.2.3', forwarded: '198.51.100.1', expected: '198.51.100.1' },
    {
      name: 'is the last that no proxy of ours wrote',
      peer: '10.1.2.3',
      forwarded: '1.1.1.1, 198.51.100.1, 192.0.2.7',
      expected: '198.51.100.1',
    },
    { name: 'is the proxy when it says nothing', peer: '10.1.2.3', expected: '10.1.2.3' },
    { name: 'is the proxy when it says nonsense', peer: '10.1.2.3', forwarded: '"unknown"', expected: '10.1.2.3' },
    { name: 'may be IPv6', peer: '2001:db8::5', forwarded: '2001:db8:1::1', expected: '2001:db8:1::1' },
    {
      name: 'is the same in IPv6 clothes',
      peer: '::ffff:10.1.2.3',
      forwarded: '::FFFF:198.51.100.1',
      expected: '198.51.100.1',
    },
  ])('$name', ({ peer, forwarded, expected }) => {
    expect(clientAddress(requestFrom(peer, forwarded), proxies)).toBe(expected)
  })

  it('is never what an untrusted peer wrote, and never throws', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 5 }), (peer, hops) => {
        const isProxy = peer.startsWith('10.') || peer === '192.0.2.7'
        const address = clientAddress(requestFrom(peer, hops), proxies)
        return isProxy || address === peer
      }),
    )
  })
})

describe('whom a limit for an address is about', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s: %s', (address, block) => {
    expect(addressBlock(address)).toBe(block)
  })

  it('is the same for any two addresses with the same first 64 bits, and for no others', () => {
    const group = fc.nat({ max: 0xffff })
    const groups = fc.array(group, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(groups, groups, groups, groups, (network, other, host, neighbour) => {
        const address = (first: readonly number[], last: readonly number[]) =>
          new URL(`http://[${[...first, ...last].map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1)
        const block = addressBlock(address(network, host))
        expect(addressBlock(address(network, neighbour))).toBe(block)
        expect(addressBlock(address(other, host)) === block).toBe(network.join() === other.join())
      }),
    )
  })
})

describe('a bucket', () => {
  it('gives what it holds, then what flows in, per key', () => {
    let now = 1_000_000
    const buckets = new TokenBuckets({ capacity: 3, perSecond: 2, nowMilliseconds: () => now })
    const taken = (key: string, times: number) =>
      Array.from({ length: times }, () => buckets.take(key)).filter(Boolean).length
    expect(taken('a', 5)).toBe(3)
    expect(taken('b', 5)).toBe(3)
    now += 1000
    expect(taken('a', 5)).toBe(2)
    now += 60_000
    expect(taken('a', 5)).toBe(3)
    now -= 120_000
    expect(taken('a', 1)).toBe(0)
  })
})

describe('a broker with small limits', () => {
  let broker: TestBroker
  afterEach(() => broker.close())
  const scope = 'nhn:kjernejournal/api'

  it('answers 429 to a client over its rate, after it has authenticated; a stranger can not use it up', async () => {
    broker = await startTestBroker({}, { limits: { client_requests_per_second: 1, client_burst: 2 } })
    const client = await broker.client('integrasjon-nordfjell')
    const thief = new TestClient({ ...client, key: (await broker.client('epj-nordfjell')).key })
    for (let attempt = 0; attempt < 5; attempt++) expect((await thief.machineToken(scope)).status).toBe(401)
    const answers = []
    for (let attempt = 0; attempt < 4; attempt++) answers.push(await client.machineToken(scope))
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2)
    const refused = answers.find(({ status }) => status !== 200)
    expect(refused).toMatchObject({
      status: 429,
      body: { error: 'temporarily_unavailable', error_uri: `${broker.issuer}/errors/TLT-316` },
    })
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused?.headers.get('dpop-nonce')).toBeNull()
    expect((await (await broker.client('epj-nordfjell')).machineToken(scope)).status).toBe(200)
  })

  it('answers 429 to an address over its rate at introspection, revocation and userinfo too', async () => {
    broker = await startTestBroker({}, { limits: { address_burst: 4, address_requests_per_second: 1 } })
    for (const path of ['introspect', 'revocation', 'userinfo']) {
      const url = `${broker.issuer}/connect/${path}`
      const ask = () => post(url, { client_assertion: 'x' })
      const answers = await Promise.all(Array.from({ length: 8 }, ask))
      expect(
        answers.map(({ status }) => status),
        path,
      ).toContain(429)
    }
  })

  it('counts the addresses of one IPv6 network together: whoever has one address there has them all', async () => {
    const limits = { address_burst: 4, address_requests_per_second: 1 }
    broker = await startTestBroker({}, { trusted_proxies: ['127.0.0.0/8', '::1'], limits })
    const ask = (address: string) =>
      post(`${broker.issuer}/connect/introspect`, { client_assertion: 'x' }, { 'x-forwarded-for': address })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, host) => ask(`2001:db8:1:2:${host + 1}::${host}`)))
    expect(answers.map(({ status }) => status)).toContain(429)
    expect((await ask('2001:db8:1:3::1')).status).toBe(401)
    const guess = (address: string) =>
      fetch(`${broker.issuer}/selvbetjening/v1/client-drafts`, {
        method: 'POST',
        headers: { 'api-key': 'x'.repeat(43), 'x-forwarded-for': address },
      })
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, host) => guess(`2001:db8:1:4::${host + 1}`)))
    expect(guesses.map(({ status }) => status)).toContain(429)
  })

  it('answers 429 to a client that asks userinfo over its rate', async () => {
    broker = await startTestBroker({}, { limits: { client_requests_per_second: 1, client_burst: 4 } })
    const client = await broker.client('epj-nordfjell')
    const { accessToken } = await tokensOf(client)
    const answers = []
    for (let attempt = 0; attempt < 6; attempt++) answers.push(await client.userinfo(accessToken))
    expect(answers[0]?.status).toBe(200)
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error_uri: `${broker.issuer}/errors/TLT-316` } })
  })

  it('answers 429 to an address over its rate, with a page where a person stands', async () => {
    broker = await startTestBroker(
      {},
      { limits: { open_interactions_per_address: 2, address_burst: 8, address_requests_per_second: 1 } },
    )
    const client = await broker.client('epj-nordfjell')
    const pages = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
      pages.push(await new TestBrowser().get(pushed.authorizeUrl))
    }
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(pages[2]?.html).toContain('data-testid="reference-code"')
    const challenges = []
    for (let attempt = 0; attempt < 10; attempt++) challenges.push((await client.tokenOnce({})).status)
    expect(challenges).toContain(429)
    expect(challenges[0]).toBe(400)
  })

  it('lets one login go to providers and bring posted answers so often, and no more: each leaves rows and asks the provider', async () => {
    const upstream = listenUpstream()
    broker = await startTestBroker()
    const client = await broker.client('vaktplan-fjord')
    const browser = new TestBrowser()
    const choice = await browser.get((await client.push({ redirect_uri: redirectUriOf(client) })).authorizeUrl)
    const go = (idp: string) => browser.submit(choice, { idp }, { stopAt: broker.simulatorsUrl })
    const away = await go('helse-midt-oidc')
    const state = new URL(away.url).searchParams.get('state') ?? ''
    const answer = { state, code: 'x'.repeat(4000) }
    const parked = []
    for (let attempt = 0; attempt < 40; attempt++)
      parked.push((await post(`${broker.issuer}/login/callback/helse-midt-oidc`, answer)).status)
    expect([parked[0], parked.at(-1)]).toEqual([303, 429])
    const refused = await go('bankid-oidc')
    expect([refused.status, new URL(refused.url).pathname]).toEqual([429, new URL(choice.url).pathname])
    expect(refused.html).toContain('data-testid="reference-code"')
    expect(upstream.pushedTo('bankid-oidc')).toBeUndefined()
    upstream.stop()
    const other = new TestBrowser()
    const fresh = await other.get((await client.push({ redirect_uri: redirectUriOf(client) })).authorizeUrl)
    expect((await other.submit(fresh, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })).url).toContain(
      '/bankid-oidc/',
    )
    const back = formsOf(choice).findIndex(({ buttons }) => buttons.some(({ name }) => name === 'back'))
    expect((await browser.submit(choice, { back: '1' }, { stopAt: redirectUriOf(client), form: back })).url).toContain(
      'error=access_denied',
    )
  })
})
