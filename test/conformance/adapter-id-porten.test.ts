import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { idPorten } from '#idp-adapters/id-porten/adapter.ts'
import { CookieJar, driveLogin } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const high = 'idporten-loa-high'
const substantial = 'idporten-loa-substantial'

const subject: AdapterUnderTest = {
  kind: idPorten,
  providerId: 'idporten-oidc',
  accessDenied: 'cancelled',
  weakerLevel: 3,
  evidence: [
    { amr: ['BankID'], highest: 4 },
    { amr: ['Minid-WEBAUTHN'], highest: 3 },
    { amr: ['BankID', 'Minid-OTC'], highest: 3 },
    { amr: ['Selfregistered-email'], highest: 0 },
    { amr: [], highest: 4 },
  ],
  previousPids: ['60848639837'],
  logins: [
    { choices: { method: 'bankid' }, method: 'bankid', acr: high, level: 4 },
    { choices: { method: 'bankid-app' }, method: 'bankid', acr: high, level: 4 },
    { choices: { method: 'bankid-mobil' }, method: 'bankid-mobil', acr: high, level: 4 },
    {
      choices: { method: 'bankid-mobil', mobileNumber: '90000001', birthDate: '071184' },
      method: 'bankid-mobil',
      acr: high,
      level: 4,
    },
    { choices: { method: 'buypass-smartkort' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'buypass-mobil' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'commfides' }, method: 'commfides', acr: high, level: 4 },
    { choices: { method: 'minid' }, method: 'minid', acr: substantial, level: 3 },
    { choices: { method: 'testid' }, method: 'testid', acr: high, level: 4 },
    { choices: { method: 'testid', level: 'substantial' }, method: 'testid', acr: substantial, level: 3 },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'cancelled' },
    {
      title: 'the person rejected in the app',
      choices: { method: 'bankid-app', press: 'reject' },
      reason: 'cancelled',
    },
    { title: 'a persona without the eID had to give up', choices: { persona: 'P06' }, reason: 'cancelled' },
    { title: 'an unknown persona had to give up', choices: { pid: '30868331051' }, reason: 'cancelled' },
    { title: 'wrong secrets lead nowhere', choices: { method: 'commfides', pin: '9999' }, reason: 'cancelled' },
  ],
}

describeAdapter(subject)

describe('what only ID-porten has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  it('reuses the session at ID-porten and tells the true time of the login', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    const first = await bench.logIn(adapter, {}, {}, jar)
    bench.clock.now += 60
    const second = await bench.logIn(adapter, { onPage: () => expect.unreachable('a page was shown') }, {}, jar)
    expect(second.authTime).toBe(first.authTime)
    expect(second.upstreamSid).toBe(first.upstreamSid)
  })

  it('is shown the pages again when a new login or a young one is demanded, or the session is too weak or too old', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    await bench.logIn(adapter, { method: 'minid' }, { minimumLevel: 3 }, jar)
    expect(levelOf(adapter, await bench.logIn(adapter, {}, { minimumLevel: 4 }, jar))).toBe(4)
    for (const change of [{ forceLogin: true }, { maxAgeSeconds: 30 }]) {
      bench.clock.now += 60
      expect((await bench.logIn(adapter, {}, change, jar)).authTime).toBe(bench.clock.now)
    }
    bench.clock.now += 31 * 60
    expect((await bench.logIn(adapter, {}, {}, jar)).authTime).toBe(bench.clock.now)
  })

  it('ends the session at ID-porten after two hours, however much it is used', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    const first = await bench.logIn(adapter, {}, {}, jar)
    const times: number[] = []
    for (let visit = 0; visit < 5; visit += 1) {
      bench.clock.now += 29 * 60
      times.push((await bench.logIn(adapter, {}, {}, jar)).authTime)
    }
    expect(times.slice(0, 4)).toEqual(Array(4).fill(first.authTime))
    expect(times[4]).toBe(bench.clock.now)
  })

  it('relays on whose behalf the login is made and demands the same in the answer', async () => {
    const adapter = bench.create()
    expect((await bench.logIn(adapter, {}, { onBehalfOf: '999977774' })).pid).toBe('07918449935')
    const asked = bench.request({ onBehalfOf: '999977774' })
    const { redirectTo, memo } = await adapter.beginLogin(asked)
    const url = await driveLogin(redirectTo)
    const request = { ...asked, onBehalfOf: '310000094' }
    expect((await failureOf(adapter.completeLogin({ url, request, memo }))).reason).toBe('provider_answer_invalid')
  })

  it('shows its pages in English when English is asked for, otherwise in Norwegian', async () => {
    for (const [language, html] of [
      ['en', '<html lang="en">'],
      ['nn', '<html lang="nb">'],
    ] as const) {
      const pages: string[] = []
      await bench.logIn(bench.create(), { onPage: (page) => pages.push(page) }, { uiLocales: [language] })
      expect(pages[0]).toContain(html)
    }
  })

  it('logs out upstream without an ID token in the address', async () => {
    const adapter = bench.create()
    if (!hasUpstreamLogout(adapter)) throw new Error('the adapter has lost its logout')
    const postLogoutRedirectUri = 'http://localhost:1/login/logout/callback'
    const url = await adapter.buildLogoutUrl({ postLogoutRedirectUri, state: 's1' })
    expect([...(url?.searchParams.keys() ?? [])]).toEqual(['client_id', 'post_logout_redirect_uri', 'state'])
    const jar = new CookieJar()
    await bench.logIn(adapter, {}, {}, jar)
    const back = await driveLogin(url ?? new URL('about:blank'), {}, jar)
    expect(back.href).toBe(`${postLogoutRedirectUri}?state=s1`)
    bench.clock.now += 60
    expect((await bench.logIn(adapter, {}, {}, jar)).authTime, 'no session is left').toBe(bench.clock.now)
  })

  it('trusts TestID outside production only, and MinID for level 3 at most whatever acr says', () => {
    const { issuer } = { issuer: 'https://idporten.no' }
    const create = (environment: 'production' | 'test') =>
      bench.create({ settings: { issuer }, parts: { environment } })
    const evidence = (amr: string) => ({ issuer, acr: high, amr: [amr] })
    expect(create('production').highestLevel(evidence('TestID'))).toBe(0)
    expect(create('test').highestLevel(evidence('TestID'))).toBe(4)
    expect(create('production').highestLevel(evidence('Minid-WEBAUTHN'))).toBe(3)
    expect(create('production').highestLevel(evidence('BankID'))).toBe(4)
  })
})
