import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { hospitalEntra } from '#idp-adapters/hospital-entra/adapter.ts'
import { contextFor, provenContext } from '#idp-adapters/hospital-entra/level-table.ts'
import { highestByMethod } from '#idp-adapters/hospital-entra/method-evidence.ts'
import { readEntraRefusal } from '#idp-adapters/hospital-entra/refusal.ts'
import { CookieJar } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const as = (method: string) => ({ persona: 'P16', method })
const settings = {
  tenant_id: '7a0c4e52-9d3b-4f7e-8c61-2b5d9e0f1a34',
  employer: '310000086',
  par: 'not_supported',
  client_assertion_alg: 'PS256',
  pid_claim: 'extn.nationalIdentityNumber',
  level_map: { c1: 4, c2: 3 },
} as const

const subject: AdapterUnderTest = {
  kind: hospitalEntra,
  providerId: 'helseplattformen-oidc',
  settings,
  clientKey: 'idp-client-ps256',
  person: { choices: as('smartcard'), pid: '03908829947' },
  otherPerson: { choices: { method: 'smartcard', pid: '15859049823' }, pid: '15859049823' },
  par: 'not_supported',
  sendsIss: false,
  // Entra ID sends no iss in its answer, and `acrs` is a list when it is right.
  impossibleFaults: ['response-iss-wrong', 'acr-array'],
  spoiledAcr: () => undefined,
  oddAmr: 'provider_answer_invalid',
  accessDenied: 'cancelled',
  weakerLevel: 3,
  previousPids: ['60848639837'],
  evidence: [
    { amr: [], highest: 4 },
    { amr: ['pwd'], highest: 2 },
    { amr: ['fed', 'wia'], highest: 2 },
    { amr: ['pwd', 'mfa'], highest: 3 },
  ],
  ownFaults: {
    'entra-wrong-tenant': 'provider_answer_invalid',
    'entra-guest': 'guest_account',
    'entra-amr-password': 'employer_level_low',
    'entra-amr-mfa': 'employer_level_low',
    'entra-not-assigned': 'provider_refused',
    'entra-blocked-by-policy': 'provider_refused',
  },
  logins: [{ choices: as('smartcard'), method: 'employer', acr: 'c1', level: 4 }],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'cancelled' },
    { title: 'the person has no account there', choices: { persona: 'P01' }, reason: 'provider_refused' },
    { title: 'three wrong passwords lock', choices: { method: 'mfa', password: 'x' }, reason: 'eid_blocked' },
    { title: 'the person is not assigned', choices: { fault: 'entra-not-assigned' }, reason: 'provider_refused' },
    { title: 'a policy blocks', choices: { fault: 'entra-blocked-by-policy' }, reason: 'provider_refused' },
    { title: 'the account is a guest', choices: { fault: 'entra-guest' }, reason: 'guest_account' },
    { title: 'the tenant is another', choices: { fault: 'entra-wrong-tenant' }, reason: 'provider_answer_invalid' },
  ],
}

describeAdapter(subject)

describe('what only Entra ID has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  it.each([
    [4, 'c1'],
    [3, 'c2'],
    [2, 'c2'],
  ] as const)('asks for the context of level %i as essential', async (minimumLevel, value) => {
    const start = await bench.create().beginLogin(bench.request({ minimumLevel }))
    expect(start.answerMode).toBe('form_post')
    const { searchParams } = start.redirectTo
    expect(JSON.parse(searchParams.get('claims') ?? '')).toEqual({ id_token: { acrs: { essential: true, value } } })
    for (const name of ['acr_values', 'login_hint', 'prompt']) expect(searchParams.has(name)).toBe(false)
  })

  it.each([
    ['smartcard', 4, 4],
    ['smartcard', 3, 3],
    ['mfa', 3, 3],
    ['mfa', 4, 0],
    ['biometric', 3, 3],
    ['password', 3, 0],
    ['password', 4, 0],
    ['windows', 3, 0],
  ] as const)(
    'proves by %s, asked for %i, level %i: only the context that was asked for counts',
    async (method, minimumLevel, level) => {
      const adapter = bench.create()
      const identity = await bench.logIn(adapter, as(method), { minimumLevel })
      expect(levelOf(adapter, identity)).toBe(level)
      expect(identity.method).toBe('employer')
    },
  )

  it.each([
    ['entra-amr-password', 2],
    ['entra-amr-mfa', 3],
  ])('lets a mapped amr lower the level: %s', async (fault, level) => {
    const adapter = bench.create()
    await bench.arm(fault)
    expect(levelOf(adapter, await bench.logIn(adapter))).toBe(level)
  })

  it('counts fed and wia alone as a password, and nothing above the context', () => {
    const rows = [
      [[], 4], [['pwd'], 2], [['fed'], 2], [['wia'], 2], [['fed', 'wia'], 2], [['none'], 2], [['otp'], 2],
      [['mfa'], 3], [['ngcmfa'], 3], [['rsa'], 3], [['fed', 'mfa'], 3], [['MFA'], 2], [['x509'], 4],
    ] as const // biome-ignore format: a table
    for (const [methods, level] of rows) expect([methods, highestByMethod(methods)]).toEqual([methods, level])
  })

  it('reads acrs by exact id, never above what was asked for', () => {
    const map = { c1: 4, c2: 3, c7: 2 } as const
    const rows = [
      [['c1'], 'c1', 'c1'], [['c1', 'c2'], 'c1', 'c1'], [['c2'], 'c1', 'c2'], [['c1'], 'c2', undefined],
      [['c1', 'c2'], 'c2', 'c2'], [['C1'], 'c1', undefined], ['c1', 'c1', undefined], [[['c1']], 'c1', undefined],
      [['c9'], 'c1', undefined], [[], 'c1', undefined], [{ c1: true }, 'c1', undefined], [undefined, 'c1', undefined],
    ] as const // biome-ignore format: a table
    for (const [acrs, asked, proven] of rows)
      expect([acrs, asked, provenContext(acrs, asked, map)]).toEqual([acrs, asked, proven])
    expect([2, 3, 4].map((level) => contextFor(map, level === 2 ? 2 : level === 3 ? 3 : 4))).toEqual(['c7', 'c2', 'c1'])
    expect(contextFor({ c2: 3 }, 4)).toBe('c2')
  })

  it('takes over a session at the tenant that reached the context, and steps up one that did not', async () => {
    const adapter = bench.create()
    const jar = new CookieJar()
    const first = await bench.logIn(adapter, as('mfa'), { minimumLevel: 3 }, jar)
    bench.clock.now += 600
    const noPage = { onPage: () => expect.unreachable('a page was shown') }
    expect((await bench.logIn(adapter, noPage, { minimumLevel: 3 }, jar)).authTime).toBe(first.authTime)
    const strong = await bench.logIn(adapter, as('smartcard'), { minimumLevel: 4 }, jar)
    expect([strong.authTime, levelOf(adapter, strong)]).toEqual([bench.clock.now, 4])
  })

  it('names its exception, and signs with a key that it names by its certificate', async () => {
    const adapter = bench.create()
    expect(adapter.exceptions.map(({ name }) => name)).toEqual(['par: not_supported'])
    expect(adapter.employer).toBe('310000086')
    let header: unknown
    const watching: typeof fetch = async (input, init) => {
      const assertion = new URLSearchParams(String(init?.body)).get('client_assertion')
      if (assertion !== null) header = JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString())
      return fetch(input, init)
    }
    await bench.logIn(bench.create({ parts: { fetch: watching } }))
    expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) })
    expect(hasUpstreamLogout(adapter)).toBe(false)
  })

  it.each([
    ['of any tenant', 'https://login.microsoftonline.com/common/v2.0'],
    ['of any organisation', 'https://login.microsoftonline.com/organizations/v2.0'],
    ['of private people', 'https://login.microsoftonline.com/Consumers/v2.0'],
  ])('refuses the issuer %s', (_title, issuer) => {
    expect(() => bench.create({ settings: { issuer } })).toThrow('the issuer of one tenant')
  })

  it.each([
    ['a tenant that is no id', { tenant_id: 'contoso' }, 'tenant_id'],
    ['a context in capitals', { level_map: { C1: 4 } }, 'level_map'],
    ['a context that is none', { level_map: { high: 4 } }, 'level_map'],
  ])('refuses settings with %s', (_title, change, path) => {
    expect(() => bench.create({ settings: change })).toThrow(path)
  })

  it.each([
    ['access_denied', 'AADSTS65004: User declined to consent', 'cancelled'],
    ['access_denied', 'AADSTS50105: not assigned', 'provider_refused'],
    ['access_denied', 'AADSTS53003: blocked by Conditional Access', 'provider_refused'],
    ['access_denied', 'AADSTS50053: locked', 'eid_blocked'],
    ['access_denied', 'AADSTS07918449935', 'cancelled'],
    ['access_denied', '', 'cancelled'],
    ['interaction_required', 'AADSTS50076', 'provider_refused'],
    ['login_required', '', 'provider_refused'],
  ])('reads %s "%s" as %s, and repeats no number', (error, description, reason) => {
    const reading = readEntraRefusal({ error, description })
    expect(reading.reason).toBe(reason)
    expect(reading.detail).not.toMatch(/\d{7}/)
  })

  it('refuses a login when the number is in no claim that was agreed', async () => {
    const adapter = bench.create({ settings: { pid_claim: 'pid' } })
    expect((await failureOf(bench.logIn(adapter))).reason).toBe('pid_missing')
  })
})
