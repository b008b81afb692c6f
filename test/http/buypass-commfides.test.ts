import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimNames } from '#src/claims/claim-names.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { driveLogin, type LoginChoices } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const identity = 'helseid://scopes/identity'
const scope = `openid ${identity}/pid ${identity}/security_level ${identity}/assurance_level`

describe('a login by Buypass ID or Commfides', () => {
  it.each([
    ['buypass-oidc', 'buypass', { method: 'buypass-smartkort' }],
    ['buypass-oidc', 'buypass', { method: 'buypass-smartkort', cardState: 'altinn-card' }],
    ['buypass-oidc', 'buypass', { method: 'buypass-mobil' }],
    ['buypass-oidc', 'buypass', { method: 'buypass-sms' }],
    ['buypass-oidc', 'buypass', { method: 'buypass-nokkel' }],
    ['commfides-oidc', 'commfides', { method: 'commfides' }],
  ])('reaches the client at level 4 from %s, as %s, for %o', async (provider, method, choices) => {
    const { idToken } = await tokensOf(client, 'P01', { provider, choices, parameters: { scope } })
    expect(decodeJwt(idToken)).toMatchObject({
      idp: provider,
      amr: [method],
      acr: 'Level4',
      [claimNames.pid]: '07918449935',
      [claimNames.securityLevel]: '4',
      [claimNames.assuranceLevel]: 'high',
    })
    expectSilentLog(broker)
  })

  it('is of the person whose card it is', async () => {
    const { idToken } = await tokensOf(client, 'P02', { provider: 'buypass-oidc', parameters: { scope } })
    expect(decodeJwt(idToken)[claimNames.pid]).toBe('15859049823')
  })

  it('begins at the card when the client says idp:buypass-oidc bp:amr:sc', async () => {
    const login = { acr_values: 'idp:buypass-oidc bp:amr:sc', redirect_uri: redirectUriOf(client) }
    const pushed = await client.push(login)
    const page = await new TestBrowser().get(pushed.authorizeUrl)
    expect(page.url.startsWith(`${broker.simulatorsUrl}/buypass-oidc/login/`)).toBe(true)
    expect(page.html).toContain('name="card_state"')
  })

  it('is offered on the choice page and in the list of providers', async () => {
    const pushed = await client.push({ redirect_uri: redirectUriOf(client) })
    const page = await new TestBrowser().get(pushed.authorizeUrl)
    for (const id of ['buypass-oidc', 'commfides-oidc']) expect(page.html).toContain(`value="${id}"`)
    const list: unknown = await (await fetch(`${broker.issuer}/connect/availableidps`)).json()
    expect(list).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'buypass-oidc', levels: [4], status: 'up' }),
        expect.objectContaining({ id: 'commfides-oidc', levels: [4], status: 'up' }),
      ]),
    )
  })
})

describe('a login by Buypass ID or Commfides that goes wrong', () => {
  const rows: readonly (readonly [string, LoginChoices, string])[] = [
    ['buypass-oidc', { press: 'cancel' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'no-reader' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'no-software' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'no-card' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'card-expired' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'card-blocked' }, 'login_not_completed'],
    ['buypass-oidc', { cardState: 'norsk-tipping-card' }, 'login_not_completed'],
    ['buypass-oidc', { pin: '9999' }, 'login_not_completed'],
    ['buypass-oidc', { method: 'buypass-mobil', pid: '18827248629' }, 'login_not_completed'],
    ['buypass-oidc', { method: 'buypass-nokkel', press: 'reject' }, 'login_not_completed'],
    ['buypass-oidc', { fault: 'buypass-timeout' }, 'login_timed_out'],
    ['buypass-oidc', { fault: 'buypass-pid-only' }, 'pid_missing'],
    ['buypass-oidc', { fault: 'buypass-amr-password' }, 'level_too_low'],
    ['commfides-oidc', { press: 'cancel' }, 'login_not_completed'],
    ['commfides-oidc', { stickState: 'not-inserted' }, 'login_not_completed'],
    ['commfides-oidc', { stickState: 'driver-missing' }, 'login_not_completed'],
    ['commfides-oidc', { certificate: 'expired' }, 'login_not_completed'],
    ['commfides-oidc', { certificate: 'revoked' }, 'login_not_completed'],
    ['commfides-oidc', { pin: '9999' }, 'login_not_completed'],
    ['commfides-oidc', { certificate: 'without-number' }, 'pid_missing'],
  ]
  /** First words of the page in each language. */
  const headings: Readonly<Record<string, readonly [string, string, string]>> = {
    login_not_completed: [
      'Innloggingen ble ikke fullført',
      'Innlogginga vart ikkje fullført',
      'The login was not completed',
    ],
    login_timed_out: ['Innloggingen tok for lang tid', 'Innlogginga tok for lang tid', 'The login took too long'],
    pid_missing: [
      'Innloggingen manglet fødselsnummer',
      'Innlogginga mangla fødselsnummer',
      'no national identity number',
    ],
    level_too_low: ['ikke sikker nok her', 'ikkje sikker nok her', 'not secure enough here'],
  }

  it.each(rows)(
    'at %s with %o is told as %s in three languages, and to the client as access_denied',
    async (provider, choices, reason) => {
      const { browser, end, code, pushed } = await loginAs(client, 'P01', { provider, choices })
      expect(code).toBe('')
      expect(broker.logText()).toContain(`"reason":"${reason}"`)
      for (const [index, language] of ['nb', 'nn', 'en'].entries()) {
        const page = await browser.get(languageLink(end, language))
        expect(page.html).toContain(`<html lang="${language}"`)
        expect(page.html).toContain(headings[reason]?.[index])
        expect(page.html).toMatch(/data-testid="reference-code">[0-9A-Z]{5}-[0-9A-Z]{5}</)
        expect(page.html, 'nothing technical').not.toMatch(/access_denied|acr|amr/)
      }
      const stopAt = redirectUriOf(client)
      const back = await browser.submit(end, { back: '1' }, { stopAt, form: formWith(end, 'back') })
      const { error, state, iss } = Object.fromEntries(new URL(back.url).searchParams)
      expect({ error, state, iss }).toEqual({ error: 'access_denied', state: pushed.state, iss: broker.issuer })
      expectSilentLog(broker)
    },
  )

  it('can be followed by another eID in the same browser', async () => {
    const { browser, end } = await loginAs(client, 'P01', { provider: 'buypass-oidc', choices: { pin: '9999' } })
    const stopAt = broker.simulatorsUrl
    const start = await browser.submit(end, { idp: 'commfides-oidc' }, { stopAt, form: formWith(end, 'idp') })
    const callback = await driveLogin(new URL(start.url), {})
    const last = await browser.get(callback.href, { stopAt: redirectUriOf(client) })
    expect(new URL(last.url).searchParams.has('code')).toBe(true)
  })
})

function formWith(page: Visit, button: string): number {
  return formsOf(page).findIndex(({ buttons }) => buttons.some(({ name }) => name === button))
}

/** The page in another language, by its own link; itself where it is in that language. */
function languageLink(page: Visit, language: string): string {
  const href = new RegExp(`<a [^>]*href="([^"]*)"[^>]*hreflang="${language}"`).exec(page.html)?.[1]
  return href === undefined ? page.url : new URL(href.replaceAll('&amp;', '&'), page.url).href
}
