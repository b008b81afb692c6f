import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reasonOfNumber } from '#src/http/error-uri.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { texts } from '#src/views/texts/by-language.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { languages } from '../support/screenshots.ts'
import { TestClient } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const scope = 'nhn:kjernejournal/api'
const withoutPage: readonly Reason[] = ['assertion_replayed', 'code_replayed', 'grant_ended', 'refresh_token_reused']
const names = Object.keys(reasons) as Reason[]

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

describe('the table of refusals', () => {
  it('gives every refusal a number of its own', () => {
    const numbers = names.map((name) => reasons[name].number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it.each(languages)('has a page for each in %s, with what to do, the error and the status', async (language) => {
    for (const name of names.filter((candidate) => !withoutPage.includes(candidate))) {
      const { number, error, status } = reasons[name]
      const response = await fetch(`${broker.issuer}/errors/TLT-${number}?lang=${language}`)
      const html = await response.text()
      expect(response.status, name).toBe(200)
      expect(html, name).toContain(`<html lang="${language}"`)
      expect(html, name).toContain(`TLT-${number}`)
      expect(html, name).toContain(escaped(texts[language].integratorAdvice[name]))
      expect(html, name).toContain(`<code>${error}</code>`)
      expect(html, name).toContain(`<code>${status}</code>`)
    }
  })

  it('lists them all at /errors, and leads to each', async () => {
    const html = await (await fetch(`${broker.issuer}/errors`)).text()
    const listed = [...html.matchAll(/href="\/errors\/(TLT-\d{3})"/g)].map(([, number = '']) => reasonOfNumber(number))
    expect(listed).toEqual(names.filter((name) => !withoutPage.includes(name)))
  })

  it.each(['TLT-402', 'TLT-502', 'TLT-503', 'TLT-511', 'TLT-999', 'TLT-40', 'tlt-401', 'TLT-401/'])(
    'has no page %s',
    async (page) => {
      expect((await fetch(`${broker.issuer}/errors/${page}`)).status).toBe(404)
    },
  )
})

describe('error_uri', () => {
  it('comes with an error of our own and with one of the engine', async () => {
    const client = await broker.client('integrasjon-nordfjell')
    const ours = await client.tokenOnce({})
    expect(ours.body).toMatchObject({ error: 'use_dpop_nonce', error_uri: `${broker.issuer}/errors/TLT-414` })
    const engine = await client.machineToken('nhn:unknown/api')
    expect(engine.body).toMatchObject({ error: 'invalid_scope', error_uri: `${broker.issuer}/errors/TLT-304` })
  })

  it('goes back to the client with the error of a login, and names the true reason', async () => {
    const client = await broker.client('epj-nordfjell')
    const stopAt = redirectUriOf(client)
    const login = await loginAs(client, 'P06', { provider: 'idporten-oidc', choices: { method: 'minid' } })
    const end = await login.browser.submit(login.end, { back: '1' }, { stopAt })
    const returned = new URL(end.url).searchParams
    expect(Object.fromEntries(returned)).toMatchObject({
      error: 'access_denied',
      error_uri: `${broker.issuer}/errors/TLT-101`,
      state: login.pushed.state,
      iss: broker.issuer,
    })
    expect(broker.logText()).toContain('"reason":"minid_refused"')
  })

  it('goes back with prompt=none when nobody is logged in', async () => {
    const client = await broker.client('epj-nordfjell')
    const redirectUri = redirectUriOf(client)
    const pushed = await client.push({ redirect_uri: redirectUri, prompt: 'none' })
    const end = await new TestBrowser().get(pushed.authorizeUrl, { stopAt: redirectUri })
    expect(new URL(end.url).searchParams.get('error_uri')).toBe(`${broker.issuer}/errors/TLT-508`)
  })

  it('tells an outsider no more than before: every failure to authenticate is answered alike', async () => {
    const good = await broker.client('integrasjon-nordfjell')
    const stranger = new TestClient({ clientId: 'nobody', issuer: good.issuer, key: good.key, dpop: good.dpop })
    const other = await broker.client('epj-nordfjell')
    const wrongKey = new TestClient({ clientId: good.clientId, issuer: good.issuer, key: other.key, dpop: good.dpop })
    const replayed = { ...(await good.authentication()), grant_type: 'client_credentials', scope }
    expect((await good.tokenOnce(replayed, { nonce: await good.nonce() })).status).toBe(200)
    const answers = [
      await stranger.machineToken(scope),
      await wrongKey.machineToken(scope),
      await good.tokenOnce(replayed, { nonce: await good.nonce() }),
    ]
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ error: 'invalid_client', error_uri: `${broker.issuer}/errors/TLT-401` })
    expect(broker.logText()).toContain('"reason":"assertion_replayed"')
  })
})
