import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog, rawRequest } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker, type TestClientId } from '../support/broker.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { driveLogin } from '../support/simulators.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const region = 'helseplattformen-oidc'

/** Stops with the provider's answer in hand, not yet delivered. */
async function answerOf(clientId: TestClientId = 'epj-fjord', provider = region) {
  const client = await broker.client(clientId)
  const browser = new TestBrowser()
  const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
  const page = await browser.get(pushed.authorizeUrl)
  const start = await browser.submit(page, { idp: provider }, { stopAt: broker.simulatorsUrl })
  const callback = await driveLogin(new URL(start.url), { persona: 'P16', method: 'smartcard' })
  const fields = Object.fromEntries(callback.searchParams)
  const stopAt = redirectUriOf(client)
  const post = (
    by: TestBrowser,
    changes: Readonly<Record<string, string>> = {},
    path = callback.pathname,
    stop = stopAt,
  ) => by.postFromElsewhere(broker.issuer + path, { ...fields, ...changes }, { stopAt: stop })
  return { browser, callback, fields, stopAt, post }
}

const hasCode = ({ url }: Visit) => new URL(url).searchParams.has('code')

/** Refused on a page with a reference, and neither code nor state is anywhere in the log. */
function expectRefused(page: Visit, fields: Readonly<Record<string, string>>): void {
  expect(page.status).toBeGreaterThanOrEqual(400)
  expect(page.status).toBeLessThan(503)
  expect(page.html).toContain('data-testid="reference-code"')
  for (const secret of Object.values(fields)) {
    expect(page.html).not.toContain(secret)
    expect(broker.logText()).not.toContain(secret)
  }
  expectSilentLog(broker)
}

/** Posts, and stops before our own GET: its address, with the handle. */
async function parked({ browser, post, callback }: Awaited<ReturnType<typeof answerOf>>): Promise<string> {
  const { url } = await post(browser, {}, callback.pathname, `${broker.issuer}${callback.pathname}?handle=`)
  expect(url).toMatch(/\?handle=[\w-]{43}$/)
  return url
}

describe('an answer by form post', () => {
  it('logs in, though it comes from another site without our cookies, and leaves nothing in the log or in clear on the disk (OAuth 2.0 Form Post Response Mode)', async () => {
    const answer = await answerOf()
    const handleUrl = await parked(answer)
    const onDisk = readdirSync(broker.dataDir)
      .map((file) => readFileSync(join(broker.dataDir, file)).toString('latin1'))
      .join('')
    expect(onDisk.length).toBeGreaterThan(1000)
    for (const secret of Object.values(answer.fields)) expect(onDisk).not.toContain(secret)
    expect(hasCode(await answer.browser.get(handleUrl, { stopAt: answer.stopAt }))).toBe(true)
    for (const secret of [...Object.values(answer.fields), handleUrl.split('=')[1] ?? '']) {
      expect(secret.length).toBeGreaterThan(20)
      expect(broker.logText()).not.toContain(secret)
    }
    expectSilentLog(broker)
  })

  it('is not taken from another browser, which also does not spend it (RFC 6749 section 10.12)', async () => {
    const answer = await answerOf()
    const handleUrl = await parked(answer)
    expectRefused(await new TestBrowser().get(handleUrl), answer.fields)
    const thief = new TestBrowser()
    expectRefused(await answer.post(thief), answer.fields)
    expect(hasCode(await answer.browser.get(handleUrl, { stopAt: answer.stopAt }))).toBe(true)
  })

  it('planted into a victim who has begun a login of their own is refused (RFC 6749 section 10.12: login CSRF)', async () => {
    const attacker = await answerOf()
    const victim = await answerOf()
    expectRefused(await victim.browser.get(await parked(attacker)), attacker.fields)
    expectRefused(await attacker.post(victim.browser), attacker.fields)
    expect(hasCode(await victim.post(victim.browser))).toBe(true)
  })

  it('gives one code at most when its handle is used again, later or eight times at once (gap 2)', async () => {
    const once = await answerOf()
    const handleUrl = await parked(once)
    expect(hasCode(await once.browser.get(handleUrl, { stopAt: once.stopAt }))).toBe(true)
    const later = await once.browser.get(handleUrl, { stopAt: once.stopAt })
    expect([hasCode(later), later.status]).toEqual([false, 400])
    const posted = await once.post(once.browser)
    expect([hasCode(posted), posted.status]).toEqual([false, 400])

    const many = await answerOf()
    const address = await parked(many)
    const ends = await Promise.all(Array.from({ length: 8 }, () => many.browser.get(address, { stopAt: many.stopAt })))
    const codes = ends.flatMap(({ url }) => new URL(url).searchParams.get('code') ?? [])
    expect(new Set(codes).size).toBeLessThanOrEqual(1)
    expect(ends.every(({ status }) => status < 500)).toBe(true)
    expectSilentLog(broker)
  })

  it.each([
    ['at the address of another region', {}, '/login/callback/helse-midt-oidc'],
    ['at the address of a national eID', {}, '/login/callback/bankid-oidc'],
    ['at the address of nobody', {}, '/login/callback/nobody-oidc'],
    ['with an empty state', { state: '' }, undefined],
    ['with a made-up state', { state: 's'.repeat(43) }, undefined],
  ])('is refused %s, and the right one then works (RFC 9700 section 4.7)', async (_title, changes, path) => {
    const answer = await answerOf()
    expectRefused(await answer.post(answer.browser, changes, path), answer.fields)
    expect(answer.browser.visited.filter((url) => url.includes('handle='))).toEqual([])
    expect(hasCode(await answer.post(answer.browser))).toBe(true)
  })

  it('is not found under the address of another provider, nor under a handle that was made up (RFC 9700 section 4.4: mix-up)', async () => {
    const answer = await answerOf()
    const handleUrl = await parked(answer)
    for (const url of [
      handleUrl.replace(region, 'helse-midt-oidc'),
      handleUrl.replace(region, 'bankid-oidc'),
      handleUrl.replace(/handle=.*/, `handle=${'h'.repeat(43)}`),
      handleUrl.replace(/handle=.*/, 'handle='),
      `${handleUrl}&handle=x`,
    ]) {
      expectRefused(await answer.browser.get(url), answer.fields)
    }
    expect(hasCode(await answer.browser.get(handleUrl, { stopAt: answer.stopAt }))).toBe(true)
  })

  it('may not come in the query when it was asked for as a post, nor the other way round (OAuth 2.0 Form Post Response Mode)', async () => {
    const answer = await answerOf()
    const query = `${broker.issuer}${answer.callback.pathname}?${answer.callback.searchParams}`
    expectRefused(await answer.browser.get(query), answer.fields)
    expect(hasCode(await answer.post(answer.browser))).toBe(true)

    const client = await broker.client('epj-nordfjell')
    const browser = new TestBrowser()
    const page = await browser.get((await client.push({ redirect_uri: redirectUriOf(client) })).authorizeUrl)
    const start = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    const callback = await driveLogin(new URL(start.url), { persona: 'P01' })
    const { state = '', code = '' } = Object.fromEntries(callback.searchParams)
    const posted = await browser.postFromElsewhere(callback.origin + callback.pathname, { state, code })
    expectRefused(posted, { state, code })
    expect(hasCode(await browser.get(callback.href, { stopAt: redirectUriOf(client) }))).toBe(true)
  })

  it.each([
    ['JSON', 'application/json', (body: string) => JSON.stringify({ body }), 415],
    ['plain text', 'text/plain', (body: string) => body, 415],
    ['parts', 'multipart/form-data; boundary=x', (body: string) => body, 415],
    ['no type', undefined, (body: string) => body, 415],
    ['nine kilobytes', 'application/x-www-form-urlencoded', (body: string) => `${body}&x=${'x'.repeat(9000)}`, 413],
    ['a megabyte', 'application/x-www-form-urlencoded', (body: string) => `${body}&x=${'x'.repeat(1_000_000)}`, 413],
    ['two states', 'application/x-www-form-urlencoded', (body: string) => `${body}&state=x`, 400],
    ['nothing', 'application/x-www-form-urlencoded', () => '', 400],
  ] as const)(
    'is refused as %s, and nothing is kept (OAuth 2.0 Form Post Response Mode)',
    async (_title, type, write, status) => {
      const answer = await answerOf()
      const reply = await rawRequest(broker, {
        method: 'POST',
        target: answer.callback.pathname,
        headers: type === undefined ? {} : { 'content-type': type },
        body: write(new URLSearchParams(answer.fields).toString()),
      })
      expect([reply.status, reply.headers.get('location'), reply.headers.get('set-cookie')]).toEqual([
        status,
        null,
        null,
      ])
      for (const secret of Object.values(answer.fields)) expect(broker.logText()).not.toContain(secret)
      expect(hasCode(await answer.post(answer.browser))).toBe(true)
    },
  )

  it.each([
    ['another code', { code: 'c'.repeat(32) }, 'provider_refused'],
    ['iss of another provider', { iss: 'https://evil.example' }, 'provider_answer_invalid'],
    ['an ID token beside the code', { id_token: 'x' }, 'provider_answer_invalid'],
    ['an error that is not the provider’s', { error: 'made_up', code: '' }, 'provider_'],
  ])(
    'with %s ends on the refusal page and gives no code (OpenID Connect Core section 3.1.2.7)',
    async (_title, changes, reason) => {
      const answer = await answerOf()
      const page = await answer.post(answer.browser, changes)
      expect([page.status, new URL(page.url).search]).toEqual([200, ''])
      expect(page.url).toMatch(new RegExp(`^${broker.issuer}/login/[\\w-]+$`))
      expect(page.html).toContain('data-testid="reference-code"')
      expect(broker.logText()).toContain(`"reason":"${reason}`)
      expectSilentLog(broker)
    },
  )
})
