import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { listenUpstream } from '../support/sent-upstream.ts'

/** A service that the operator stops while people are on their way into it. */

let broker: TestBroker
let stopAt: string
beforeEach(async () => {
  broker = await startTestBroker()
})
afterEach(async () => {
  vi.useRealTimers()
  await broker.close()
})

async function begin() {
  const client = await broker.client('helsekort-web')
  stopAt = redirectUriOf(client)
  const browser = new TestBrowser()
  const pushed = await client.push({ redirect_uri: stopAt })
  return { browser, pushed, choice: await browser.get(pushed.authorizeUrl) }
}

async function change(members: Readonly<Record<string, unknown>>): Promise<void> {
  const operator = await operatorClient(broker)
  const { body, headers } = await operator.get('/clients/helsekort-web')
  const answer = await operator.put(
    '/clients/helsekort-web',
    { ...body, ...members },
    { etag: headers.get('etag') ?? '' },
  )
  expect(answer.status).toBe(200)
}

const press = (browser: TestBrowser, page: Visit) =>
  browser.submit(
    page,
    { back: '1' },
    {
      stopAt,
      form: formsOf(page).findIndex(({ buttons }) => buttons.some(({ name }) => name === 'back')),
    },
  )
const heading = ({ html }: Visit) => /<h1[^>]*>([^<]*)/.exec(html)?.[1]
const tooLong = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })

describe('a client that is disabled during a login', () => {
  it('has nobody sent to a provider any more', async () => {
    const upstream = listenUpstream()
    const { browser, choice } = await begin()
    await change({ status: 'disabled' })
    const page = await browser.submit(choice, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    upstream.stop()
    expect([page.status, heading(page)]).toEqual([400, 'Tjenesten er ikke aktiv hos oss'])
    expect(upstream.pushedTo('bankid-oidc')).toBeUndefined()
    expectSilentLog(broker)
  })

  it('has nobody sent to its address, not even with an error after the login (RFC 9700 section 4.11)', async () => {
    const { browser, pushed, choice } = await begin()
    tooLong()
    const old = await browser.get(choice.url)
    await change({ status: 'disabled' })
    const page = await browser.get(choice.url)
    expect(page.html).not.toContain('name="back"')
    const left = await press(browser, old)
    expect([left.status, new URL(left.url).origin]).toEqual([400, broker.issuer])
    expect(left.html).not.toContain(pushed.state)
  })
})

describe('an address that is taken from a client during a login', () => {
  it('gets nobody any more, and the page has no way to it', async () => {
    const { browser, choice } = await begin()
    tooLong()
    const old = await browser.get(choice.url)
    await change({ redirect_uris: [stopAt.replace('helsekort', 'ny')] })
    expect((await browser.get(choice.url)).html).not.toContain('name="back"')
    expect(new URL((await press(browser, old)).url).origin).toBe(broker.issuer)
  })
})
