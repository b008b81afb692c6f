import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bankId } from '#idp-adapters/bankid/adapter.ts'
import { readBankIdRefusal } from '#idp-adapters/bankid/error-codes.ts'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { CookieJar, driveLogin } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const subject: AdapterUnderTest = {
  kind: bankId,
  providerId: 'bankid-oidc',
  accessDenied: 'cancelled',
  weakerLevel: 3,
  evidence: [
    { amr: ['bid', 'bid-pwd'], highest: 4 },
    { amr: ['bis-mfa'], highest: 3 },
    { amr: ['BIS'], highest: 3 },
    { amr: [], highest: 4 },
  ],
  previousPids: ['60848639837'],
  ownFaults: { 'bankid-unavailable': 'provider_unavailable', 'bankid-timeout': 'login_timed_out' },
  logins: [
    { choices: { method: 'bankid' }, method: 'bankid', acr: 'urn:bankid:bid;LOA=4', level: 4 },
    { choices: { method: 'bankid-app' }, method: 'bankid', acr: 'urn:bankid:bid;LOA=4', level: 4 },
    { choices: { method: 'biometric' }, method: 'bankid-biometric', acr: 'urn:bankid:bis;LOA=3', level: 3 },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'cancelled' },
    {
      title: 'the person rejected in the app',
      choices: { method: 'bankid-app', press: 'reject' },
      reason: 'cancelled',
    },
    { title: 'a code device is no BankID', choices: { persona: 'P04' }, reason: 'no_active_eid' },
    { title: 'nobody is known by the number', choices: { pid: '30868331051' }, reason: 'no_active_eid' },
    { title: 'the BankID is blocked', choices: { persona: 'P05' }, reason: 'eid_blocked' },
    { title: 'three wrong codes block', choices: { oneTimeCode: '000000' }, reason: 'eid_blocked' },
    { title: 'three wrong passwords block', choices: { password: 'x' }, reason: 'eid_blocked' },
    { title: 'BankID is down', choices: { fault: 'bankid-unavailable' }, reason: 'provider_unavailable' },
    { title: 'BankID ran out of patience', choices: { fault: 'bankid-timeout' }, reason: 'login_timed_out' },
  ],
}

describeAdapter(subject)

describe('what only BankID has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  it('takes the name from the ID token', async () => {
    const { name } = await bench.logIn(bench.create())
    expect(name).toEqual({ name: 'Astrid Nordfjell', givenName: 'Astrid', familyName: 'Nordfjell' })
  })

  it('logs in anew each time: there is no session to come back with, and none to end', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    await bench.logIn(adapter, {}, {}, jar)
    bench.clock.now += 60
    expect((await bench.logIn(adapter, {}, {}, jar)).authTime).toBe(bench.clock.now)
    expect(hasUpstreamLogout(adapter)).toBe(false)
  })

  it('reports the time-out of a person who waits between the code and the password', async () => {
    const onPage = (html: string) => {
      if (html.includes('name="password"')) bench.clock.now += 181
    }
    expect((await failureOf(bench.logIn(bench.create(), { onPage }))).reason).toBe('login_timed_out')
  })

  it('finds no national identity number when the client was not given the scope for it', async () => {
    const adapter = bench.create({ settings: { scope: 'openid profile' } })
    expect((await failureOf(bench.logIn(adapter))).reason).toBe('pid_missing')
  })

  it.each([
    ['bankid_error_codes:BID-1403', 'eid_blocked'],
    ['bankid_error_codes:BID-1439', 'eid_blocked'],
    ['bankid_error_codes:BID-14D1', 'login_timed_out'],
    ['bankid_error_codes:BID-1433', 'provider_unavailable'],
    ['bankid_error_codes:14ab', 'cancelled'],
    ['bankid_error_codes:ZZZZ,BID-1403', 'eid_blocked'],
    ['bankid_error_codes:ZZZZ', 'provider_refused'],
    ['bankid_error_codes:NO-BANKID', 'no_active_eid'],
    ['', 'cancelled'],
  ])('reads access_denied with "%s" as %s', (description, reason) => {
    expect(readBankIdRefusal({ error: 'access_denied', description }, ['NO-BANKID']).reason).toBe(reason)
  })

  it('never repeats a code that could be a number of a person', () => {
    const description = 'bankid_error_codes:07918449935,0791844993 5'
    const { detail } = readBankIdRefusal({ error: 'access_denied', description }, [])
    expect(detail).not.toMatch(/\d{5}/)
  })

  it('shows where the login stands when an old page is sent again', async () => {
    const adapter = bench.create()
    const { redirectTo } = await adapter.beginLogin(bench.request())
    const first = await fetch(redirectTo)
    const send = (fields: Record<string, string>) =>
      fetch(first.url, { method: 'POST', body: new URLSearchParams(fields) })
    await send({ step: 'bankid:0', persona: 'P01', next: '1' })
    const again = await send({ step: 'bankid:0', persona: 'P02', next: '1' })
    const page = await again.text()
    expect(page).toContain('value="bankid-app"')
    expect(page, 'the old page counted for nothing').not.toContain('role="alert"')
    expect((await driveLogin(new URL(first.url))).searchParams.has('code')).toBe(true)
  })
})
