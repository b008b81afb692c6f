import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { hospitalAdfs } from '#idp-adapters/hospital-adfs/adapter.ts'
import { highestByMethod } from '#idp-adapters/hospital-adfs/method-evidence.ts'
import { CookieJar } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const marte = '03908829947'
const as = (method: string) => ({ persona: 'P16', method })
const settings = {
  resource: 'urn:tillit:helse-midt',
  employer: '310000086',
  par: 'not_supported',
  client_assertion_alg: 'RS256',
  pid_claim: 'http://helse-midt.example/claims/fodselsnummer',
  level_claim: 'http://helse-midt.example/claims/sikkerhetsniva',
  level_map: { hoyt: 4, betydelig: 3, lavt: 2 },
  name_claims: { name: 'displayname' },
} as const

const subject: AdapterUnderTest = {
  kind: hospitalAdfs,
  providerId: 'helse-midt-oidc',
  settings,
  clientKey: 'idp-client-rs256',
  person: { choices: as('smartcard'), pid: marte },
  otherPerson: { choices: { method: 'smartcard', pid: '15859049823' }, pid: '15859049823' },
  par: 'not_supported',
  sendsIss: false,
  // AD FS sends no iss in its answer.
  impossibleFaults: ['response-iss-wrong'],
  oddAmr: 'provider_answer_invalid',
  accessDenied: 'login_not_completed',
  weakerLevel: 3,
  previousPids: ['60848639837'],
  evidence: [
    { amr: [], highest: 0 },
    { amr: ['http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password'], highest: 2 },
    { amr: ['http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/windows'], highest: 2 },
    { amr: ['http://schemas.microsoft.com/claims/multipleauthn'], highest: 3 },
    { amr: ['http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/x509'], highest: 4 },
  ],
  ownFaults: {
    'adfs-level-high-anyway': 'login',
    'adfs-multipleauthn-only': 'employer_level_low',
    'adfs-methods-missing': 'employer_level_low',
    'adfs-account-locked': 'provider_refused',
    'adfs-no-access': 'provider_refused',
    'adfs-no-return': 'no answer',
  },
  logins: [
    { choices: as('smartcard'), method: 'employer', acr: 'hoyt', level: 4 },
    { choices: as('mfa'), method: 'employer', acr: 'betydelig', level: 3 },
    { choices: as('biometric'), method: 'employer', acr: 'betydelig', level: 3 },
    { choices: as('password'), method: 'employer', acr: 'lavt', level: 2 },
    { choices: as('windows'), method: 'employer', acr: 'lavt', level: 2 },
    {
      choices: { ...as('password'), persona: 'P01', username: 'marte.sjukehus@helse-fjord.example' },
      method: 'employer',
      acr: 'lavt',
      level: 2,
    },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'login_not_completed' },
    { title: 'the person has no account there', choices: { persona: 'P01' }, reason: 'provider_refused' },
    { title: 'three wrong passwords lock', choices: { method: 'mfa', password: 'x' }, reason: 'provider_refused' },
    { title: 'the account is locked', choices: { fault: 'adfs-account-locked' }, reason: 'provider_refused' },
    { title: 'the person is not in the group', choices: { fault: 'adfs-no-access' }, reason: 'provider_refused' },
  ],
}

describeAdapter(subject)

describe('what only AD FS has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  it('asks for the claims in the only way in which AD FS gives them, and for nothing that it does not know', async () => {
    const start = await bench.create().beginLogin(bench.request())
    const asked = Object.fromEntries(start.redirectTo.searchParams)
    expect(start.answerMode).toBe('form_post')
    expect(asked).toMatchObject({
      resource: settings.resource,
      response_mode: 'form_post',
      scope: 'openid allatclaims',
    })
    for (const name of ['acr_values', 'login_hint', 'prompt', 'claims']) expect(asked).not.toHaveProperty(name)
  })

  it('names its two exceptions, and the employer that its logins speak for', async () => {
    const adapter = bench.create()
    expect(adapter.exceptions.map(({ name }) => name)).toEqual(['par: not_supported', 'client_assertion_alg: RS256'])
    const { employer, name } = await bench.logIn(adapter)
    expect([adapter.employer, employer]).toEqual(['310000086', '310000086'])
    expect(name).toEqual({ name: 'Marte Sjukehus', givenName: 'Marte', familyName: 'Sjukehus' })
  })

  it('finds no number when AD FS was not asked for the claims of the region', async () => {
    const adapter = bench.create({ settings: { scope: 'openid' } })
    expect((await failureOf(bench.logIn(adapter))).reason).toBe('pid_missing')
  })

  it.each([
    ['password, though the claim says high', as('password'), 'adfs-level-high-anyway', 2],
    ['the login to Windows, though the claim says high', as('windows'), 'adfs-level-high-anyway', 2],
    ['several factors, though the claim says high', as('mfa'), 'adfs-level-high-anyway', 3],
    ['Windows Hello, though the claim says high', as('biometric'), 'adfs-level-high-anyway', 3],
    ['multipleauthn alone, though the claim says high', as('smartcard'), 'adfs-multipleauthn-only', 3],
    ['no evidence of a method, though the claim says high', as('smartcard'), 'adfs-methods-missing', 0],
    ['a smart card without the level claim', as('smartcard'), 'acr-missing', 0],
    ['a smart card with a lower level claim', as('smartcard'), 'acr-lower', 3],
  ])('counts %s as what it proves', async (_title, choices, fault, level) => {
    const adapter = bench.create()
    await bench.arm(fault)
    expect(levelOf(adapter, await bench.logIn(adapter, choices))).toBe(level)
  })

  it('knows methods by their whole name only', () => {
    const ws = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod'
    const multiple = 'http://schemas.microsoft.com/claims/multipleauthn'
    const rows: readonly (readonly [readonly string[], number])[] = [
      [[], 0], [[`${ws}/unspecified`], 2], [[`${ws}/password`], 2], [['multipleauthn'], 2], [['x509'], 2],
      [[`${ws}/X509`], 2], [[`${ws}/x509/`], 2], [[multiple], 3], [[`${ws}/password`, multiple], 3], [['ngcmfa'], 3],
      [[`${ws}/smartcard`], 4], [[`${ws}/tlsclient`, multiple], 4],
    ] // biome-ignore format: a table
    for (const [methods, level] of rows) expect([methods, highestByMethod(methods)]).toEqual([methods, level])
  })

  it('comes back with the session at the region, true to its time and method, and asks anew when told to', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    const first = await bench.logIn(adapter, as('smartcard'), {}, jar)
    bench.clock.now += 3600
    const noPage = { onPage: () => expect.unreachable('a page was shown') }
    const second = await bench.logIn(adapter, noPage, {}, jar)
    expect([second.authTime, levelOf(adapter, second)]).toEqual([first.authTime, 4])
    const third = await bench.logIn(adapter, as('password'), { forceLogin: true }, jar)
    expect([third.authTime, levelOf(adapter, third)]).toEqual([bench.clock.now, 2])
  })

  it('takes no login that is older than a day at work', async () => {
    const adapter = bench.create({ settings: { maximum_login_age_seconds: 7200 } })
    await bench.arm('auth-time-old')
    expect((await failureOf(bench.logIn(adapter))).reason).toBe('authentication_too_old')
  })

  it('offers no logout at the employer: the session there is the workplace’s', () => {
    expect(hasUpstreamLogout(bench.create())).toBe(false)
  })

  it.each([
    ['no employer', { employer: undefined }, 'employer'],
    ['no number claim', { pid_claim: undefined }, 'pid_claim'],
    ['no level claim', { level_claim: undefined }, 'level_claim'],
    ['an empty level map', { level_map: {} }, 'level_map'],
    ['a level that does not exist', { level_map: { hoyt: 5 } }, 'level_map.hoyt'],
    ['no resource', { resource: undefined }, 'resource'],
    ['logins of two days', { maximum_login_age_seconds: 172_800 }, 'maximum_login_age_seconds'],
  ])('refuses settings with %s', (_title, change, path) => {
    expect(() => bench.create({ settings: change })).toThrow(path)
  })

  it('leaves a person whom AD FS keeps with no way back, and the next login works', async () => {
    const adapter = bench.create()
    await expect(bench.logIn(adapter, { fault: 'adfs-no-return' })).rejects.toThrow('a page without form')
    expect((await bench.logIn(adapter)).pid).toBe(marte)
  })
})
