import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buypass } from '#idp-adapters/buypass/adapter.ts'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { CookieJar, driveLogin } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const high = 'urn:buypass:loa:high'
const settings = { scope: 'openid profile ssn', acr_values: [high], pid_claim: 'ssn', id_key_hint: 'id-key' }
const notCompleted = 'login_not_completed'

const subject: AdapterUnderTest = {
  kind: buypass,
  providerId: 'buypass-oidc',
  settings,
  accessDenied: notCompleted,
  weakerLevel: 0,
  evidence: [
    { amr: ['sc', 'pin'], highest: 4 },
    { amr: ['hwk', 'pin', 'user'], highest: 4 },
    { amr: ['otp', 'pwd'], highest: 4 },
    { amr: [], highest: 4 },
    { amr: ['pwd'], highest: 2 },
    { amr: ['otp'], highest: 2 },
    { amr: ['pin', 'user'], highest: 2 },
    { amr: ['SC'], highest: 2 },
    { amr: ['fed', 'sc', 'pin'], highest: 2 },
  ],
  previousPids: [],
  ownFaults: {
    'buypass-pin-blocked': notCompleted,
    'buypass-timeout': 'login_timed_out',
    'buypass-pid-only': 'pid_missing',
    'buypass-amr-password': 'level_too_low',
  },
  logins: [
    { choices: { method: 'buypass-smartkort' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'buypass-smartkort', cardState: 'altinn-card' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'buypass-mobil' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'buypass-sms' }, method: 'buypass', acr: high, level: 4 },
    { choices: { method: 'buypass-nokkel' }, method: 'buypass', acr: high, level: 4 },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: notCompleted },
    { title: 'the app was told no', choices: { method: 'buypass-mobil', press: 'reject' }, reason: notCompleted },
    { title: 'the key was taken out', choices: { method: 'buypass-nokkel', press: 'reject' }, reason: notCompleted },
    { title: 'three wrong PINs block the card', choices: { pin: '9999' }, reason: notCompleted },
    {
      title: 'three wrong PINs block the key',
      choices: { method: 'buypass-nokkel', pin: '9999' },
      reason: notCompleted,
    },
    { title: 'three wrong codes block', choices: { method: 'buypass-sms', oneTimeCode: '0' }, reason: notCompleted },
    { title: 'a persona has no card', choices: { persona: 'P03' }, reason: notCompleted },
    { title: 'the PIN is blocked', choices: { fault: 'buypass-pin-blocked' }, reason: notCompleted },
    { title: 'the login took too long', choices: { fault: 'buypass-timeout' }, reason: 'login_timed_out' },
    { title: 'only the Buypass id came', choices: { fault: 'buypass-pid-only' }, reason: 'pid_missing' },
  ],
}

describeAdapter(subject)

describe('what only Buypass has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  /** What the pages say on the way, as text. */
  async function pagesOf(choices: Parameters<typeof driveLogin>[1], changes = {}): Promise<readonly string[]> {
    const pages: string[] = []
    const { redirectTo } = await bench.create().beginLogin(bench.request(changes))
    await driveLogin(redirectTo, { ...choices, onPage: (html) => pages.push(html) })
    return pages
  }

  it.each(['pid', 'bp_id_sub', 'sub'])(
    'refuses at the start to look for the national identity number in %s',
    (name) => {
      expect(() => bench.create({ settings: { pid_claim: name } })).toThrow('pid_claim')
    },
  )

  it('has no claim, and no acr that proves anything, unless the settings name them', () => {
    for (const name of ['pid_claim', 'acr_values']) {
      expect(() => bench.create({ settings: { [name]: undefined } })).toThrow(`${name}: found nothing`)
    }
    expect(() => bench.create({ settings: { acr_values: [] } })).toThrow('acr_values')
  })

  it('finds no number when the scope for it was not granted, although pid is there', async () => {
    const adapter = bench.create({ settings: { scope: 'openid' } })
    expect((await failureOf(bench.logIn(adapter))).reason).toBe('pid_missing')
  })

  it('takes an acr that is not on the list for nothing', async () => {
    const adapter = bench.create({ settings: { acr_values: ['urn:buypass:loa:agreed'] } })
    expect(levelOf(adapter, await bench.logIn(adapter))).toBe(0)
  })

  it('reuses the session at Buypass and tells the true time, since max_age would have done nothing', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    const first = await bench.logIn(adapter, {}, {}, jar)
    bench.clock.now += 600
    const again = await bench.logIn(adapter, { onPage: () => expect.unreachable('a page was shown') }, {}, jar)
    expect(again.authTime).toBe(first.authTime)
  })

  it('refuses a session that Buypass reuses although a young login was asked for', async () => {
    await bench.arm('auth-time-old')
    const failure = await failureOf(bench.logIn(bench.create(), {}, { maxAgeSeconds: 600 }))
    expect(failure.reason).toBe('authentication_too_old')
  })

  it.each([
    ['sc', 'card_state'],
    ['otp', 'name="pid"'],
    ['hwk', 'name="pid"'],
  ])('leads bp:amr:%s past the menu', async (methodHint, first) => {
    const [page = ''] = await pagesOf({ method: 'none' }, { methodHint })
    expect(page).toContain(first)
    expect(page).not.toContain('value="buypass-smartkort"')
  })

  it.each(['', 'buypass', 'SC', 'sc pwd'])('shows the menu for the unknown method "%s"', async (methodHint) => {
    const [menu] = await pagesOf({}, { methodHint })
    for (const method of ['buypass-smartkort', 'buypass-mobil', 'buypass-nokkel']) {
      expect(menu).toContain(`name="method" data-testid="method" value="${method}"`)
    }
  })

  it.each([
    [{ cardState: 'no-reader' }, 'ingen kortleser'],
    [{ cardState: 'no-software' }, 'Javafri'],
    [{ cardState: 'no-card' }, 'ikke noe kort i leseren'],
    [{ cardState: 'card-expired' }, 'Kortet er utløpt'],
    [{ cardState: 'card-blocked' }, 'Kortet er sperret'],
    [{ cardState: 'norsk-tipping-card' }, 'ikke oppgradert'],
    [{ persona: 'P03' }, 'ingen Buypass ID'],
    [{ pin: '9999' }, 'PUK-koden (8 siffer)'],
    [{ method: 'buypass-mobil', persona: 'P03' }, 'ikke registrert på dette fødselsnummeret'],
    [{ method: 'buypass-nokkel', persona: 'P02' }, 'ikke registrert som ID-nøkkel'],
  ])('tells the person at Buypass what is wrong with %o', async (choices, text) => {
    expect((await pagesOf(choices)).at(-1)).toContain(text)
    expect((await failureOf(bench.logIn(bench.create(), choices))).reason).toBe(notCompleted)
  })

  it('counts the tries of a PIN down from three', async () => {
    const pages = await pagesOf({ pin: '9999' })
    const tries = pages.flatMap(
      (html) => /Forsøk igjen: (\d)/.exec(html)?.[1] ?? /(\d) forsøk igjen/.exec(html)?.[1] ?? [],
    )
    expect(tries).toEqual(['3', '2', '1'])
  })

  it('logs out at Buypass, which asks the person first, without an ID token in the address', async () => {
    const adapter = bench.create()
    if (!hasUpstreamLogout(adapter)) throw new Error('the adapter has lost its logout')
    const jar = new CookieJar()
    await bench.logIn(adapter, {}, {}, jar)
    const url = await adapter.buildLogoutUrl({
      postLogoutRedirectUri: 'http://localhost:1/login/logout/callback',
      state: 's1',
    })
    expect([...(url?.searchParams.keys() ?? [])]).toEqual(['client_id', 'post_logout_redirect_uri', 'state'])
    const back = await driveLogin(url ?? new URL('about:blank'), {}, jar)
    expect(back.href).toBe('http://localhost:1/login/logout/callback?state=s1')
    bench.clock.now += 60
    expect((await bench.logIn(adapter, {}, {}, jar)).authTime, 'no session is left').toBe(bench.clock.now)
  })
})
