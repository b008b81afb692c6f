import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import development from '#config/development.json' with { type: 'json' }
import { claimNames } from '#src/claims/claim-names.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { formsOf, type Visit } from '../support/browser.ts'
import { armFault } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

const providersOn = (page: Visit) =>
  formsOf(page).flatMap(({ buttons }) => buttons.flatMap(({ name, value }) => (name === 'idp' ? [value] : [])))
const wish = (acr_values: string, more: Record<string, string> = {}) => ({ parameters: { acr_values, ...more } })

let broker: TestBroker
let client: TestClient
let only: TestClient
beforeAll(async () => {
  broker = await startTestBroker({
    'helsekort-web': { allowed_identity_providers: ['commfides-oidc'] },
    'kurspaamelding-web': { allowed_identity_providers: ['helse-midt-oidc'] },
  })
  ;[client, only] = await Promise.all([broker.client('epj-nordfjell'), broker.client('helsekort-web')])
})
afterAll(() => broker.close())

describe('a provider that the client named and that can not be used', () => {
  it.each(['idp:nobody-oidc', 'idp:helseplattformen-oidc'])('%s: an alternative from the page does', async (named) => {
    const { idToken } = await tokensOf(client, 'P01', wish(named))
    expect(decodeJwt(idToken)).toMatchObject({ idp: 'bankid-oidc', acr: 'Level4' })
  })

  it('does not answer: the list, with the reason, and an alternative does', async () => {
    await armFault(broker.simulatorsUrl, 'buypass-oidc', 'discovery-404', 5)
    const { end } = await loginAs(client, 'P01', { provider: 'none', ...wish('idp:buypass-oidc') })
    expect(end.html).toContain('Buypass ID svarer ikke')
    expect(end.html).toContain('data-testid="reference-code"')
    const { end: known, code } = await loginAs(client, 'P01', { provider: 'none', ...wish('idp:buypass-oidc') })
    expect([code, providersOn(known).at(-1)]).toEqual(['', 'buypass-oidc'])
    expect(known.html).toContain('svarer ikke akkurat nå. Velg en annen eID.')
    expect(known.html).toContain('Buypass ID svarte ikke sist vi prøvde.')
    const { idToken } = await tokensOf(client, 'P01', wish('idp:buypass-oidc'))
    expect(decodeJwt(idToken)['idp']).toBe('bankid-oidc')
    const list: unknown = await (await fetch(`${broker.issuer}/connect/availableidps`)).json()
    expect(list).toContainEqual(expect.objectContaining({ id: 'buypass-oidc', status: 'down' }))
    await armFault(broker.simulatorsUrl, 'buypass-oidc', null)
  })
})

describe('a client with one provider', () => {
  it('sees no list, but gets it with the reason when the provider is down', async () => {
    const straight = await loginAs(only, 'P01', { provider: 'none' })
    expect(straight.code).not.toBe('')
    await armFault(broker.simulatorsUrl, 'commfides-oidc', 'token-500')
    const refused = await loginAs(only, 'P01', { provider: 'none' })
    expect(refused.end.html).toContain('Commfides svarer ikke')
    const { end } = await loginAs(only, 'P01', { provider: 'none' })
    expect(end.url).toContain(`${broker.issuer}/login/`)
    expect(providersOn(end)).toEqual(['commfides-oidc'])
    expect(end.html).toContain('Commfides svarte ikke sist vi prøvde.')
    expect((await loginAs(only, 'P01', { provider: 'commfides-oidc' })).code).not.toBe('')
    expect((await loginAs(only, 'P01', { provider: 'none' })).code).not.toBe('')
  })

  it('is told when none is left, and can go back', async () => {
    const course = await broker.client('kurspaamelding-web')
    const { browser, end, pushed } = await loginAs(course, 'P01', { provider: 'none' })
    expect(providersOn(end)).toEqual([])
    expect(end.html).toContain('Ingen eID kan brukes her nå')
    const back = await browser.submit(end, { back: '1' }, { stopAt: redirectUriOf(course) })
    const { error, state } = Object.fromEntries(new URL(back.url).searchParams)
    expect({ error, state }).toEqual({ error: 'access_denied', state: pushed.state })
  })
})

describe('the list', () => {
  it('has the provider that was used last at its head, and says so', async () => {
    const { browser } = await loginAs(client, 'P01', { provider: 'commfides-oidc' })
    const { end } = await loginAs(client, 'P01', { browser, provider: 'none', parameters: { prompt: 'login' } })
    expect(providersOn(end)[0]).toBe('commfides-oidc')
    expect(end.html.match(/Sist brukt/g)).toHaveLength(1)
    const other = await loginAs(client, 'P01', { provider: 'none' })
    expect(other.end.html).not.toContain('Sist brukt')
  })

  it('of /connect/availableidps has every configured provider with its names and the levels it can reach here', async () => {
    const answer = await fetch(`${broker.issuer}/connect/availableidps`)
    const levels = { 'idporten-oidc': [4, 3], 'bankid-oidc': [4, 3], 'buypass-oidc': [4], 'commfides-oidc': [4] }
    const regional = { 'bankid-mobil': [4], 'helse-midt-oidc': [3, 2], 'helseplattformen-oidc': [4, 3] }
    const byId: Readonly<Record<string, readonly number[]>> = { ...levels, ...regional }
    expect(await answer.json()).toEqual(
      development.identity_providers.map(({ id, name }) =>
        expect.objectContaining({ id, name, levels: byId[id], status: expect.stringMatching(/^(up|down)$/) }),
      ),
    )
  })
})

describe('a login that the session has already', () => {
  const silent = { prompt: 'none' }
  const rows = [
    ['bankid-oidc', 'Level4', true],
    ['bankid-oidc', 'High amr:bankid', true],
    ['bankid-oidc', 'idp:bankid-oidc', true],
    ['bankid-oidc', 'idp:idporten-oidc idp:bankid-oidc', true],
    ['bankid-oidc', 'idp:idporten-oidc', false],
    ['bankid-oidc', 'idp:nobody-oidc', false],
    ['bankid-oidc', 'level4 something', true],
  ] as const
  it.each(rows)('by %s, and %s with prompt=none: used is %s', async (provider, acrValues, used) => {
    const { browser } = await loginAs(client, 'P01', { provider })
    const { returned, pushed } = await loginAs(client, 'P01', { browser, ...wish(acrValues, silent) })
    expect(returned.get('state')).toBe(pushed.state)
    expect(returned.has('code')).toBe(used)
    if (used) return
    expect(returned.get('error')).toBe('login_required')
    expect(returned.get('error_uri')).toBe(`${broker.issuer}/errors/TLT-508`)
  })

  it('at level 3 is not used for Level4 with prompt=none: login_required, and no page', async () => {
    const rota = await broker.client('vaktplan-fjord')
    const weak = { provider: 'idporten-oidc', choices: { method: 'minid' } } as const
    const { browser } = await loginAs(rota, 'P01', weak)
    const raised = await loginAs(rota, 'P01', { browser, ...wish('Level4', silent) })
    expect(raised.returned.get('error')).toBe('login_required')
    const same = await loginAs(rota, 'P01', { browser, ...wish('Level3', silent) })
    expect(same.code).not.toBe('')
  })

  it('without one, every wish with prompt=none is login_required', async () => {
    for (const acrValues of ['Level4', 'idp:bankid-oidc', 'idp:nobody-oidc', 'amr:bankid']) {
      const { returned } = await loginAs(client, 'P01', wish(acrValues, silent))
      expect(returned.get('error')).toBe('login_required')
    }
  })
})

describe('on_behalf_of', () => {
  const behalf = (number: string) => ({ provider: 'idporten-oidc', parameters: { on_behalf_of: number } })
  const claim = claimNames.onBehalfOf

  it('is relayed to ID-porten, checked in its answer, and echoed in the ID token', async () => {
    const { idToken } = await tokensOf(client, 'P01', behalf('310000132'))
    expect(decodeJwt(idToken)[claim]).toBe('310000132')
  })

  it('is what this request said, also when the login is reused', async () => {
    const { browser } = await tokensOf(client, 'P01', behalf('310000132'))
    const silent = await tokensOf(client, 'P01', { browser })
    expect(decodeJwt(silent.idToken)).not.toHaveProperty([claim])
    const other = await tokensOf(client, 'P01', { browser, ...behalf('999977774') })
    expect(decodeJwt(other.idToken)[claim]).toBe('999977774')
  })

  it.each([
    ['epj-nordfjell', '999977774', true],
    ['epj-nordfjell', '310000132', true],
    ['epj-nordfjell', '310000094', false],
    ['epj-nordfjell', '310000140', false],
    ['epj-nordfjell', '12345678', false],
    ['epj-nordfjell', '07918449935', false],
    ['epj-fjord', '310000086', true],
    ['epj-fjord', '310000701', true],
    ['epj-fjord', '999977774', false],
    ['skyjournal', '310000116', true],
    ['skyjournal', '999977774', true],
    ['skyjournal', '310000094', false],
  ] as const)('%s for %s is taken: %s', async (clientId, number, isTaken) => {
    const of = await broker.client(clientId)
    const { answer } = await of.push({ redirect_uri: redirectUriOf(of), on_behalf_of: number })
    if (isTaken) {
      expect(answer.status).toBe(201)
      return
    }
    expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_request'])
    expect(answer.body['error_uri']).toBe(`${broker.issuer}/errors/TLT-335`)
    expect(answer.text).not.toContain(number)
  })

  it('is counted with each login, per provider and organisation, in the audit and in the figures', async () => {
    const before = lastAuditSeq(broker.dataDir)
    await loginAs(client, 'P01', behalf('999977774'))
    await loginAs(client, 'P01', { provider: 'bankid-oidc' })
    const records = readAudit(broker.dataDir, before).filter(({ event }) => event === 'login.completed')
    expect(records.map(({ idp, details }) => [idp, details?.['on_behalf_of']])).toEqual([
      ['idporten-oidc', '999977774'],
      ['bankid-oidc', undefined],
    ])
    const url = new URL(broker.issuer)
    url.port = String(Number(url.port) + 9)
    const figures = await (await fetch(`${url.origin}/metrics`)).text()
    expect(figures).toMatch(/tillit_logins_billed_total\{idp="idporten-oidc",on_behalf_of="999977774"\} \d+/)
    expect(figures).toMatch(/tillit_logins_billed_total\{idp="bankid-oidc",on_behalf_of=""\} \d+/)
  })
})
