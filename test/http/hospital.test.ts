import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { armFault, CookieJar, driveLogin } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

const entra = 'helseplattformen-oidc'
const adfs = 'helse-midt-oidc'

let broker: TestBroker
let epj: TestClient
let rota: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  ;[epj, rota] = await Promise.all([broker.client('epj-fjord'), broker.client('vaktplan-fjord')])
})
afterEach(() => Promise.all([armFault(broker.simulatorsUrl, entra, null), armFault(broker.simulatorsUrl, adfs, null)]))
afterAll(() => broker.close())

const at = (provider: string, method: string) => ({ provider, choices: { method } }) as const
const claimsOf = (token: string) => {
  const { acr, amr, idp, auth_time, ...rest } = decodeJwt(token)
  return { acr, amr, idp, auth_time, level: rest['helseid://claims/identity/security_level'] }
}
const noPage = { onPage: () => expect.unreachable('the provider showed a page') }

/** The person logs in to the machine at work, before any service asks. */
async function logInToMachine(provider: string, method: 'smartcard' | 'password'): Promise<CookieJar> {
  const jar = new CookieJar()
  const url = new URL(`${broker.simulatorsUrl}/${provider}/workstation`)
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ persona: 'P16', method }) })
  expect(answer.status).toBe(200)
  jar.keep(url, answer)
  return jar
}

/** Presses the provider's button on a page of a live login, and walks through the provider. */
async function choose(
  browser: TestBrowser,
  page: Visit,
  client: TestClient,
  provider: string,
  method: string,
  jar?: CookieJar,
) {
  const form = formsOf(page).findIndex(({ buttons }) => buttons.some(({ value }) => value === provider))
  const start = await browser.submit(page, { idp: provider }, { stopAt: broker.simulatorsUrl, form })
  const callback = await driveLogin(new URL(start.url), { persona: 'P16', method }, jar)
  return browser.deliver(callback, { stopAt: redirectUriOf(client) })
}

describe('staff who are logged in at the hospital already', () => {
  it('reach a national service at level 4 without a second login, when it was with a smart card', async () => {
    const jar = await logInToMachine(entra, 'smartcard')
    const parameters = { scope: 'openid helseid://scopes/identity/security_level nhn:kjernejournal/api' }
    const { idToken, accessToken } = await tokensOf(epj, 'P16', { provider: entra, jar, choices: noPage, parameters })
    expect(claimsOf(idToken)).toMatchObject({ acr: 'Level4', amr: ['employer'], idp: entra, level: '4' })
    expect(decodeJwt(accessToken)).toMatchObject({ aud: 'nhn:kjernejournal' })
    expectSilentLog(broker)
  })

  it('are told why a password is not enough, asked once more, and let in with the card', async () => {
    const jar = await logInToMachine(entra, 'password')
    const { browser, end, code } = await loginAs(epj, 'P16', { ...at(entra, 'password'), jar })
    expect(code).toBe('')
    expect(end.html).toContain('Innloggingen fra arbeidsgiveren er ikke sterk nok')
    expect(end.html).toContain('Logg inn på nytt med smartkort eller sikkerhetsnøkkel')
    expect(broker.logText()).toContain('"reason":"employer_level_low"')
    const after = await choose(browser, end, epj, entra, 'smartcard', jar)
    expect(new URL(after.url).searchParams.has('code')).toBe(true)
  })

  it('get no way round by the same session at AD FS: after a refusal the region is asked for a new login', async () => {
    const jar = await logInToMachine(adfs, 'password')
    const { browser, end, code } = await loginAs(rota, 'P16', { provider: adfs, jar, choices: noPage })
    expect(code).toBe('')
    expect(end.html).toContain('bekreftet deg på nivå 2')
    const after = await choose(browser, end, rota, adfs, 'mfa', jar)
    expect(new URL(after.url).searchParams.has('code')).toBe(true)
  })

  it('step up once from level 3 to a service at level 4, are told why, and each token tells its own login', async () => {
    const weak = await tokensOf(rota, 'P16', at(entra, 'mfa'))
    expect(claimsOf(weak.idToken)).toMatchObject({ acr: 'Level3', amr: ['employer'], idp: entra })
    const pushed = await epj.push({ redirect_uri: redirectUriOf(epj) })
    const page = await weak.browser.get(pushed.authorizeUrl)
    expect(page.html).toContain('krever et høyere sikkerhetsnivå. Logg inn én gang til.')
    const end = await choose(weak.browser, page, epj, entra, 'smartcard')
    const answer = await epj.redeem(new URL(end.url).searchParams.get('code') ?? '', pushed, redirectUriOf(epj))
    expect(claimsOf(String(answer.body['id_token']))).toMatchObject({ acr: 'Level4', idp: entra })
    const again = await tokensOf(rota, 'P16', { browser: weak.browser, choices: noPage })
    expect(claimsOf(again.idToken).acr).toBe('Level4')
  })

  it('log in once for both services of the hospital', async () => {
    const first = await tokensOf(epj, 'P16', at(entra, 'smartcard'))
    const second = await tokensOf(rota, 'P16', { browser: first.browser, choices: noPage })
    expect(claimsOf(second.idToken).auth_time).toBe(claimsOf(first.idToken).auth_time)
  })
})

describe('a region with a cap', () => {
  it('is worth no more than its cap, whatever card was used and whatever it claims', async () => {
    const { idToken, browser } = await tokensOf(rota, 'P16', at(adfs, 'smartcard'))
    expect(claimsOf(idToken)).toMatchObject({ acr: 'Level3', idp: adfs })
    const { end, code } = await loginAs(epj, 'P16', { browser, provider: 'none' })
    expect(code).toBe('')
    expect(end.html).toContain('krever et høyere sikkerhetsnivå')
  })

  it('is not offered to a service above it, and the page says why', async () => {
    const { end } = await loginAs(epj, 'P16', { provider: 'none' })
    expect(end.html).toContain(`value="${entra}"`)
    expect(end.html).not.toContain(`value="${adfs}"`)
    expect(end.html).toMatch(/<li>[^<]*Helse Midt-Norge[^<]*<\/li>/)
    const named = await loginAs(epj, 'P16', { provider: 'none', parameters: { acr_values: `idp:${adfs}` } })
    expect(named.end.html).toContain(`value="${entra}"`)
    expect(named.end.html).toContain('ds-alert')
  })
})

describe('a region that never sends the person back', () => {
  it('leaves a way on: the login page still stands, and another try works', async () => {
    const pushed = await rota.push({ redirect_uri: redirectUriOf(rota) })
    const browser = new TestBrowser()
    const page = await browser.get(pushed.authorizeUrl)
    await armFault(broker.simulatorsUrl, adfs, 'adfs-no-return')
    await expect(choose(browser, page, rota, adfs, 'mfa')).rejects.toThrow('a page without form')
    const back = await browser.get(page.url)
    expect(back.html).toContain(`value="${adfs}"`)
    const end = await choose(browser, back, rota, adfs, 'mfa')
    expect(new URL(end.url).searchParams.has('code')).toBe(true)
  })
})

describe("an employer's login and other organisations", () => {
  it('is neither offered nor mentioned to a service of another organisation, and a form that names it is refused', async () => {
    const client = await broker.client('epj-nordfjell')
    const { browser, end } = await loginAs(client, 'P16', { provider: 'none' })
    for (const word of [entra, adfs, 'Helseplattformen', 'Helse Midt']) expect(end.html).not.toContain(word)
    const forced = await browser.submit(end, { idp: entra })
    expect(forced.status).toBe(403)
    expect(forced.html).toContain('data-testid="reference-code"')
    const named = await loginAs(client, 'P16', { provider: 'none', parameters: { acr_values: `idp:${entra}` } })
    expect(named.code).toBe('')
    expect(named.end.html).toContain('value="bankid-oidc"')
  })

  it('does not follow the person there: the next service asks for an eID of their own and says why', async () => {
    const { browser } = await tokensOf(epj, 'P16', at(entra, 'smartcard'))
    const client = await broker.client('epj-nordfjell')
    const { end, code } = await loginAs(client, 'P16', { browser, provider: 'none' })
    expect(code).toBe('')
    expect(end.html).toContain('tilhører en annen virksomhet')
  })

  it.each([
    ['the employer itself', '310000086', true],
    ['a sub-unit of it', '310000701', true],
    ['a stranger', '999977774', false],
  ])('counts for a client of %s', async (_title, organisation, isServed) => {
    const other = await startTestBroker({ 'kurspaamelding-web': { organisation } })
    try {
      const client = await other.client('kurspaamelding-web')
      const { end, code } = await loginAs(client, 'P16', at(entra, 'mfa'))
      expect([code !== '', end.html.includes(entra)]).toEqual([isServed, false])
    } finally {
      await other.close()
    }
  })
})

describe('an answer of a region that proves too little', () => {
  const invalid = [
    'nonce-wrong',
    'aud-wrong',
    'iss-wrong',
    'expired',
    'iat-future',
    'auth-time-missing',
    'alg-none',
    'alg-hs256',
    'kid-unknown',
    'amr-odd',
  ]
  const common = [
    ...invalid.map((fault) => [fault, 'provider_answer_invalid'] as const),
    ...['acr-missing', 'acr-empty', 'acr-unknown', 'acr-other-case'].map(
      (fault) => [fault, 'employer_level_low'] as const,
    ),
    ['pid-missing', 'pid_missing'],
    ['pid-malformed', 'pid_invalid'],
    ['code-duplicate', 'provider_refused'],
    ['token-500', 'provider_unavailable'],
    ['token-html', 'provider_unavailable'],
    ['user-cancel', 'cancelled'],
  ] as const
  const rows = [
    ...common.map(([fault, reason]) => [entra, fault, reason] as const),
    [entra, 'acr-lower', 'employer_level_low'],
    [entra, 'entra-wrong-tenant', 'provider_answer_invalid'],
    [entra, 'entra-guest', 'guest_account'],
    [entra, 'entra-amr-password', 'employer_level_low'],
    [entra, 'entra-amr-mfa', 'employer_level_low'],
    [entra, 'entra-not-assigned', 'provider_refused'],
    ...common.map(([fault, reason]) => [adfs, fault, reason] as const),
    [adfs, 'acr-array', 'employer_level_low'],
    [adfs, 'adfs-methods-missing', 'employer_level_low'],
    [adfs, 'adfs-no-access', 'provider_refused'],
  ] as const

  it.each(rows)('%s: %s is refused as %s, and the client gets access_denied', async (provider, fault, reason) => {
    const client = provider === entra ? epj : rota
    await armFault(broker.simulatorsUrl, provider, fault)
    const { browser, end, code, pushed } = await loginAs(client, 'P16', at(provider, 'smartcard'))
    expect(code).toBe('')
    expect(end.html).toContain('data-testid="reference-code"')
    expect(broker.logText()).toContain(`"reason":"${reason}"`)
    const form = formsOf(end).findIndex(({ buttons }) => buttons.some(({ name }) => name === 'back'))
    const back = await browser.submit(end, { back: '1' }, { stopAt: redirectUriOf(client), form })
    const { error, state, iss } = Object.fromEntries(new URL(back.url).searchParams)
    expect({ error, state, iss }).toEqual({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
    expectSilentLog(broker)
  })
})
