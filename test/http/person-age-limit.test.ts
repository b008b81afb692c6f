import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { loginAs, type TestBroker, tokensOf } from '../support/broker.ts'
import { exchange, startExchangeBroker } from '../support/exchange.ts'
import { expectRefusedLogin } from '../support/refusals.ts'
import type { TestClient } from '../support/test-client.ts'

/** `helsekort-web` is for those who are 16; `epj-nordfjell` has no limit. */

const eve = Date.parse('2026-03-01T22:58:00Z')
let broker: TestBroker
let card: TestClient
let epj: TestClient
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eve })
  broker = await startExchangeBroker()
  ;[card, epj] = await Promise.all([broker.client('helsekort-web'), broker.client('epj-nordfjell')])
})
beforeEach(() => {
  vi.setSystemTime(eve)
})
afterAll(async () => {
  await broker.close()
  vi.useRealTimers()
})

const testid = { provider: 'idporten-oidc', choices: { method: 'testid' } } as const
const withNumber = (pid: string) => ({ provider: 'idporten-oidc', choices: { method: 'testid', pid } }) as const

describe('the age limit of a client', () => {
  it('keeps out who turns 16 tomorrow, and lets in from midnight in Norway', async () => {
    const login = await loginAs(card, 'P07', testid)
    await expectRefusedLogin({ broker, client: card, login }, 'too_young')
    // Still 1 March in Greenwich.
    vi.setSystemTime(Date.parse('2026-03-01T23:00:01Z'))
    expect((await loginAs(card, 'P07', testid)).code).not.toBe('')
  })

  it('lets in who turned 16 today, also in the first minute of the day', async () => {
    vi.setSystemTime(Date.parse('2026-02-28T22:59:30Z'))
    expect((await loginAs(card, 'P08', testid)).code).toBe('')
    vi.setSystemTime(Date.parse('2026-02-28T23:00:00Z'))
    expect((await loginAs(card, 'P08', testid)).code).not.toBe('')
  })

  it('counts 29 February: P13 is 16 on that day in 2028', async () => {
    vi.setSystemTime(Date.parse('2028-02-28T22:59:00Z'))
    expect((await loginAs(card, 'P13', testid)).code).toBe('')
    vi.setSystemTime(Date.parse('2028-02-28T23:01:00Z'))
    expect((await loginAs(card, 'P13', testid)).code).not.toBe('')
  })

  it('holds for an exchange too: an actor with a limit gets no token about somebody younger', async () => {
    const parameters = { scope: 'openid nhn:kjernejournal/api' }
    const { accessToken } = await tokensOf(epj, 'P07', { ...testid, parameters })
    expectRefusal(await exchange(card, accessToken), { status: 400, error: 'access_denied' })
    vi.setSystemTime(Date.parse('2026-03-01T23:00:01Z'))
    expect((await exchange(card, accessToken)).status).toBe(200)
  })

  it('holds for single sign-on too: the login of a service without limit opens no service with one', async () => {
    const first = await tokensOf(epj, 'P07', testid)
    const login = await loginAs(card, 'P07', { browser: first.browser })
    await expectRefusedLogin({ broker, client: card, login }, 'too_young')
    // And the same session serves when the day has come.
    vi.setSystemTime(Date.parse('2026-03-01T23:00:01Z'))
    const visits = first.browser.visited.length
    expect((await loginAs(card, 'P07', { browser: first.browser })).code).not.toBe('')
    const providers = first.browser.visited.slice(visits).filter((url) => url.startsWith(broker.simulatorsUrl))
    expect(providers, 'no second login').toEqual([])
  })

  it('answers prompt=none with an error and no page', async () => {
    const first = await tokensOf(epj, 'P07', testid)
    const { returned } = await loginAs(card, 'P07', { browser: first.browser, parameters: { prompt: 'none' } })
    expect(returned.get('error')).toBe('login_required')
    expect(returned.get('code')).toBeNull()
  })

  it.each([
    ['nb', ['16 år', '116 111', 'fastlegen', 'samtykker']],
    ['nn', ['16 år', '116 111', 'fastlegen', 'samtykkjer']],
    ['en', ['16 years old', '116 111', 'your GP', 'parental consent']],
  ])('tells the young other ways to get help, and offers no other eID (%s)', async (language, words) => {
    const { browser, end } = await loginAs(card, 'P07', testid)
    const { html } = await browser.get(`${end.url.split('?')[0]}?lang=${language}`)
    for (const word of words) expect(html).toContain(word)
    expect(html).not.toContain('name="idp"')
  })

  it.each([
    // The register knows no birth date of either. A number that only the rule of 2032 allows tells no century,
    ['a number that only the rule of 2032 allows', '07878499705'],
    // and day and month may be those of the registration.
    ['a D-number whose person the register has no birth date for', '50860149637'],
  ])('refuses %s, for nobody knows the age', async (_what, pid) => {
    const login = await loginAs(card, 'P01', withNumber(pid))
    await expectRefusedLogin({ broker, client: card, login }, 'age_unknown')
    expect((await loginAs(epj, 'P01', withNumber(pid))).code).not.toBe('')
  })

  it('reads the age from the number when the register has no birth date', async () => {
    expect((await loginAs(card, 'P01', withNumber('29820099921'))).code).not.toBe('')
  })
})
