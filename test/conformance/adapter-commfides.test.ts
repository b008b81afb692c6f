import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commfides } from '#idp-adapters/commfides/adapter.ts'
import { hasUpstreamLogout } from '#idp-adapters/contract.ts'
import { driveLogin, type LoginChoices } from '../support/simulators.ts'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeAdapter } from './adapter-conformance.ts'

const high = 'urn:commfides:loa:high'
const notCompleted = 'login_not_completed'

const subject: AdapterUnderTest = {
  kind: commfides,
  providerId: 'commfides-oidc',
  settings: { acr_values: [high], pid_claim: 'ssn' },
  accessDenied: notCompleted,
  weakerLevel: 0,
  evidence: [
    { amr: ['sc', 'pin'], highest: 4 },
    { amr: ['pin', 'sc', 'user'], highest: 4 },
    { amr: [], highest: 4 },
    { amr: ['pin'], highest: 2 },
    { amr: ['sc'], highest: 2 },
    { amr: ['pwd'], highest: 2 },
  ],
  previousPids: [],
  ownFaults: { 'commfides-amr-password': 'level_too_low' },
  logins: [
    { choices: { method: 'commfides' }, method: 'commfides', acr: high, level: 4 },
    { choices: { pid: '07918449935' }, method: 'commfides', acr: high, level: 4 },
  ],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: notCompleted },
    { title: 'three wrong PINs block', choices: { pin: '9999' }, reason: notCompleted },
    { title: 'the answer lacks the number', choices: { certificate: 'without-number' }, reason: 'pid_missing' },
  ],
}

describeAdapter(subject)

describe('what only Commfides has', () => {
  let bench: AdapterBench
  beforeAll(async () => {
    bench = await AdapterBench.open(subject)
  })
  afterAll(() => bench.simulators.close())

  async function pagesOf(choices: LoginChoices): Promise<readonly string[]> {
    const pages: string[] = []
    const { redirectTo } = await bench.create().beginLogin(bench.request())
    await driveLogin(redirectTo, { ...choices, onPage: (html) => pages.push(html) })
    return pages
  }

  it('accepts a D-number', async () => {
    expect((await bench.logIn(bench.create(), { persona: 'P09' })).pid).toBe('71927949983')
  })

  it('has neither claim, acr nor upstream logout by itself', () => {
    for (const name of ['pid_claim', 'acr_values']) {
      expect(() => bench.create({ settings: { [name]: undefined } })).toThrow(`${name}: found nothing`)
    }
    expect(() => bench.create({ settings: { pid_claim: 'sub' } })).toThrow('pid_claim')
    expect(hasUpstreamLogout(bench.create())).toBe(false)
  })

  it('takes its words from the settings: another acr, another amr', async () => {
    const adapter = bench.create({ settings: { acr_values: ['urn:other', high], amr_values: ['sc'] } })
    const identity = await bench.logIn(adapter)
    expect(levelOf(adapter, identity)).toBe(4)
    expect(adapter.highestLevel({ issuer: 'x', acr: high, amr: ['sc'] })).toBe(4)
    expect(levelOf(bench.create({ settings: { acr_values: ['urn:other'] } }), identity)).toBe(0)
    expect(levelOf(bench.create({ settings: { amr_values: ['fpt'] } }), identity)).toBe(2)
  })

  it.each([
    [{ stickState: 'not-inserted' }, 'ingen USB-pinne'],
    [{ stickState: 'driver-missing' }, 'ikke installert'],
    [{ stickState: 'blocked' }, 'PIN-koden er blokkert'],
    [{ certificate: 'expired' }, 'Sertifikatet er utløpt'],
    [{ certificate: 'revoked' }, 'Sertifikatet er sperret'],
    [{ persona: 'P03' }, 'ingen Commfides e-ID'],
    [{ pin: '9999' }, 'blokkert etter tre feil'],
  ])('tells the person at Commfides what is wrong with %o', async (choices, text) => {
    expect((await pagesOf(choices)).at(-1)).toContain(text)
    expect((await failureOf(bench.logIn(bench.create(), choices))).reason).toBe(notCompleted)
  })

  it('shows the stick, then the certificates with name and date, then the PIN', async () => {
    const [stick, certificate, pin, ...more] = await pagesOf({})
    expect(stick).toContain('Sett inn USB-pinnen')
    expect(certificate).toContain('Astrid Nordfjell, gyldig til 2028-05-31')
    expect(pin).toContain('Forsøk igjen: 3')
    expect(more).toEqual([])
  })
})
