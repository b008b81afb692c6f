import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bankIdMobil } from '#idp-adapters/bankid-mobil/adapter.ts'
import { readBankIdMobilRefusal } from '#idp-adapters/bankid-mobil/error-codes.ts'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { pressOnPhone, wordsOn } from '../support/phone.ts'
import { AdapterBench, type AdapterUnderTest, failureOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const acr = 'urn:bankid:bim;LOA=4'
const typed = { mobileNumber: '90000001', birthDate: '071184' }

const subject: AdapterUnderTest = {
  kind: bankIdMobil,
  providerId: 'bankid-mobil',
  person: { choices: { persona: 'P01', method: 'bankid-mobil' }, pid: '07918449935' },
  // One phone, one login at a time: see below.
  otherPerson: null,
  typesNumber: false,
  isSimulatorOnly: true,
  weakerLevel: 0,
  accessDenied: 'cancelled',
  previousPids: [],
  evidence: [
    { amr: ['bim'], highest: 4 },
    { amr: ['bid', 'bid-pwd'], highest: 0 },
    { amr: [], highest: 0 },
  ],
  ownFaults: {
    'bim-other-words': 'no answer',
    'bim-phone-off': 'login_timed_out',
    'bim-already-running': 'login_in_progress',
  },
  logins: [
    { choices: {}, method: 'bankid-mobil', acr, level: 4 },
    { choices: typed, method: 'bankid-mobil', acr, level: 4 },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'cancelled' },
    { title: 'the person rejected on the phone', choices: { onPhone: 'reject' }, reason: 'cancelled' },
    { title: 'the person has another eID only', choices: { persona: 'P02' }, reason: 'no_active_eid' },
    { title: 'nobody is born that day', choices: { ...typed, birthDate: '081184' }, reason: 'no_active_eid' },
    { title: 'the phone is off', choices: { fault: 'bim-phone-off' }, reason: 'login_timed_out' },
    {
      title: 'another login runs on the phone',
      choices: { fault: 'bim-already-running', press: 'cancel-when-told' },
      reason: 'login_in_progress',
    },
  ],
}

describeAdapter(subject)

describe('what only BankID på mobil has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  const phone = () => new URL(`${bench.simulators.url}/bankid-mobil/phone/90000001`)
  /** The browser waits, the phone is asked; returns the waiting page. */
  async function begin(fault = '') {
    const adapter = bench.create()
    const request = bench.request()
    const { redirectTo, memo } = await adapter.beginLogin(request)
    const first = await fetch(redirectTo)
    const send = async (fields: Record<string, string>) =>
      (await fetch(first.url, { method: 'POST', body: new URLSearchParams(fields) })).text()
    const waiting = await send({ persona: 'P01', next: '1', fault })
    return { adapter, request, memo, send, waiting }
  }
  const isLoggedIn = (html: string) => html.includes('code=')

  it('shows the same two words on both screens, and logs in when they were accepted there', async () => {
    const { send, waiting } = await begin()
    const screen = await (await fetch(phone())).text()
    expect(wordsOn(waiting)).toMatch(/^[A-ZÆØÅ]+ [A-ZÆØÅ]+$/)
    expect(wordsOn(screen)).toBe(wordsOn(waiting))
    expect(isLoggedIn(await send({ continue: '1' }))).toBe(false)
    await pressOnPhone(phone(), { approve: '1' })
    expect(isLoggedIn(await send({ continue: '1' })), 'accepted, but no PIN yet').toBe(false)
    await pressOnPhone(phone(), { pin: '1234' })
    expect(isLoggedIn(await send({ continue: '1' }))).toBe(true)
  })

  const presses: readonly (readonly Readonly<Record<string, string>>[])[] = [
    [{ approve: '1' }, { pin: '1234' }],
    [{ reject: '1' }],
    [{ pin: '1234' }],
    [{ approve: '1' }, { pin: '9999' }, { pin: '1234' }],
    [{ approve: '1' }, { approve: '1' }, { pin: '1234' }, { pin: '1234' }],
    [
      { approve: '1', pin: '1234' },
      { pin: '1234', approve: '1' },
    ],
  ]
  it.each(presses.map((pressed) => ({ pressed })))(
    'never logs in when the words differ: $pressed',
    async ({ pressed }) => {
      const { send, waiting } = await begin('bim-other-words')
      const screen = await (await fetch(phone())).text()
      expect(wordsOn(screen)).toBeDefined()
      expect(wordsOn(screen)).not.toBe(wordsOn(waiting))
      for (const fields of pressed) await pressOnPhone(phone(), fields)
      for (const fields of [
        { continue: '1' },
        { approve: '1' },
        { next: '1' },
        { pin: '1234' },
        { step: 'bankid-mobil:1' },
      ]) {
        expect(isLoggedIn(await send({ ...fields, continue: '1' }))).toBe(false)
      }
      bench.clock.now += 121
      expect(await send({ continue: '1' })).toContain('C302')
      expect(isLoggedIn(await send({ cancel: '1' }))).toBe(false)
    },
  )

  it('takes GODTA for the login whose words were on the screen, not for the one that came after it', async () => {
    const first = await begin()
    const stale = /name="request" value="([^"]+)"/.exec(await (await fetch(phone())).text())?.[1] ?? ''
    await first.send({ cancel: '1' })
    const second = await begin()
    for (const fields of [{ approve: '1' }, { pin: '1234' }]) await pressOnPhone(phone(), { ...fields, request: stale })
    expect(isLoggedIn(await second.send({ continue: '1' }))).toBe(false)
    await second.send({ cancel: '1' })
  })

  it('refuses a second login on a phone that is asked already (C293), and takes it when the first has ended', async () => {
    const first = await begin()
    const second = await begin()
    expect(second.waiting).toMatch(/role="alert">[^<]*C293/)
    await first.send({ cancel: '1' })
    expect(wordsOn(await second.send({ persona: 'P01', next: '1' }))).toBeDefined()
    await second.send({ cancel: '1' })
  })

  it('blocks after three wrong PINs, but counts none that is no PIN', async () => {
    const { send } = await begin()
    await pressOnPhone(phone(), { approve: '1' })
    for (const pin of ['123', '123456789', 'abcd', '']) {
      expect(await pressOnPhone(phone(), { pin })).toContain('4 til 8 siffer')
    }
    for (const left of [2, 1])
      expect(await pressOnPhone(phone(), { pin: '99999999' })).toContain(`${left} forsøk igjen`)
    expect(await pressOnPhone(phone(), { pin: '9999' })).toContain('sperret')
    await pressOnPhone(phone(), { pin: '1234' })
    expect(await send({ continue: '1' })).toContain('sperret')
    expect(await send({ cancel: '1' })).toContain('BID-1439')
  })

  it.each([
    [{ mobile_number: '9000000', birth_date: '071184' }, 'åtte siffer'],
    [{ mobile_number: '90000001', birth_date: '310284' }, 'ingen dato'],
    [{ mobile_number: '90000001', birth_date: '7.11.84' }, 'ingen dato'],
  ])('tells which field is wrong: %o', async (fields, message) => {
    const { send } = await begin('bim-already-running')
    const page = await send({ ...fields, next: '1' })
    expect(/role="alert">([^<]*)/.exec(page)?.[1]).toContain(message)
  })

  it('can be configured everywhere but in production', () => {
    expect(() =>
      bench.create({ parts: { environment: 'production' }, settings: { issuer: 'https://x.example' } }),
    ).toThrow('bankid-mobil, which exists as a simulator only')
    expect(hasUpstreamLogout(bench.create())).toBe(false)
  })

  it.each([
    ['bankid_error_codes:C131', 'login_in_progress'],
    ['bankid_error_codes:C293', 'login_in_progress'],
    ['bankid_error_codes:C301', 'cancelled'],
    ['bankid_error_codes:C302', 'login_timed_out'],
    ['bankid_error_codes:BID-1439', 'eid_blocked'],
    ['bankid_error_codes:NO-BANKID', 'no_active_eid'],
    ['bankid_error_codes:C999', 'provider_refused'],
    ['bankid_error_codes:07918449935', 'cancelled'],
    ['', 'cancelled'],
  ])('reads access_denied with "%s" as %s', (description, reason) => {
    const reading = readBankIdMobilRefusal({ error: 'access_denied', description }, ['NO-BANKID'])
    expect(reading.reason).toBe(reason)
    expect(reading.detail).not.toMatch(/\d{5}/)
  })

  it('lets nothing but amr bim stand for a login by phone', async () => {
    const adapter = bench.create()
    const highest = (...amr: string[]) => adapter.highestLevel({ issuer: 'x', acr, amr })
    expect([highest('bim'), highest('BIM'), highest('bid'), highest()]).toEqual([4, 0, 0, 0])
    expect((await failureOf(bench.logIn(adapter, { press: 'cancel' }))).reason).toBe('cancelled')
  })
})
