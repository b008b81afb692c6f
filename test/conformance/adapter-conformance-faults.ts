import { expect, it } from 'vitest'
import type { LoginFailureReason } from '#idp-adapters/contract.ts'
import { type AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'

const invalid = [
  'nonce-wrong',
  'aud-wrong',
  'azp-wrong',
  'iss-wrong',
  'response-iss-wrong',
  'expired',
  'iat-future',
  'nbf-future',
  'auth-time-missing',
  'auth-time-future',
  'alg-none',
  'alg-hs256',
  'kid-unknown',
] as const

const failing: readonly (readonly [string, LoginFailureReason])[] = [
  ...invalid.map((fault) => [fault, 'provider_answer_invalid'] as const),
  ['pid-missing', 'pid_missing'],
  ['code-duplicate', 'provider_refused'],
  ['token-500', 'provider_unavailable'],
  ['token-html', 'provider_unavailable'],
]

const unproven: readonly (readonly [string, (right: string) => unknown])[] = [
  ['acr-missing', () => undefined],
  ['acr-empty', () => ''],
  ['acr-unknown', () => 'urn:nobody:knows:this'],
  ['acr-array', (right) => [right]],
  ['acr-other-case', (right) => right.toUpperCase()],
]

/** Every fault of the simulators, and what must come of it. */
export function describeFaults(subject: AdapterUnderTest, bench: () => AdapterBench): void {
  const canHave = ([fault]: readonly [string, ...unknown[]]) => !subject.impossibleFaults?.includes(fault)

  it.each([...failing.filter(canHave), ['user-cancel', subject.accessDenied] as const])(
    'answers the fault %s with %s',
    async (fault, reason) => {
      const adapter = bench().create()
      await bench().arm(fault)
      expect((await failureOf(bench().logIn(adapter))).reason).toBe(reason)
      expect((await bench().logIn(adapter)).pid, 'the next login works').toBe(bench().pid)
    },
  )

  it('answers the fault token-hang with provider_unavailable', async () => {
    const adapter = bench().create({ settings: { timeout_seconds: 3 } })
    await bench().arm('token-hang')
    expect((await failureOf(bench().logIn(adapter))).reason).toBe('provider_unavailable')
    expect((await bench().logIn(adapter)).pid, 'the next login works').toBe(bench().pid)
  })

  it.each(unproven.filter(canHave))(
    'passes on the fault %s unjudged, and its level table knows no such acr',
    async (fault, spoiled) => {
      const adapter = bench().create()
      await bench().arm(fault)
      const identity = await bench().logIn(adapter)
      const expected = subject.spoiledAcr ? subject.spoiledAcr(fault) : spoiled(subject.logins[0]?.acr ?? '')
      expect(identity.evidence.acr).toEqual(expected)
      expect(levelOf(adapter, identity)).toBe(0)
    },
  )

  it('reports a weaker login as weaker, although level 4 was asked for', async () => {
    const adapter = bench().create()
    await bench().arm('acr-lower')
    expect(levelOf(adapter, await bench().logIn(adapter))).toBe(subject.weakerLevel)
  })

  it('takes nothing as proved because little was asked for', async () => {
    const adapter = bench().create()
    await bench().arm('acr-missing')
    expect(levelOf(adapter, await bench().logIn(adapter, {}, { minimumLevel: 2 }))).toBe(0)
  })

  it.each(subject.evidence)('lets a login with amr $amr reach level $highest at most', ({ amr, highest }) => {
    const adapter = bench().create()
    const [row] = adapter.levels
    if (row === undefined) throw new Error('an adapter without levels')
    expect(adapter.highestLevel({ issuer: row.issuer, acr: row.acr, amr })).toBe(highest)
  })

  it('takes an odd amr for no evidence of a method, or refuses it', async () => {
    await bench().arm('amr-odd')
    if (subject.oddAmr !== undefined) {
      expect((await failureOf(bench().logIn(bench().create()))).reason).toBe(subject.oddAmr)
      return
    }
    const identity = await bench().logIn(bench().create())
    expect(identity.evidence.amr).toEqual([])
    expect(identity.method).toBe('unknown')
  })

  it.each([
    ['pid-malformed', '0791844993'],
    ['pid-retired', '60848639837'],
  ])('leaves it to the broker to judge the number of the fault %s', async (fault, pid) => {
    await bench().arm(fault)
    expect((await bench().logIn(bench().create())).pid).toBe(pid)
  })

  it('accepts a token signed with a key made after the keys were read', async () => {
    const adapter = bench().create()
    await bench().logIn(adapter)
    await bench().arm('key-rotated')
    expect((await bench().logIn(adapter)).pid).toBe(bench().pid)
  })

  it('refuses an old authentication when a new one or a young one was asked for, and only then', async () => {
    const adapter = bench().create()
    await bench().arm('auth-time-old', 3)
    expect((await bench().logIn(adapter)).authTime).toBe(bench().clock.now - 3 * 3600)
    const forced = await failureOf(bench().logIn(adapter, {}, { forceLogin: true }))
    const aged = await failureOf(bench().logIn(adapter, {}, { maxAgeSeconds: 600 }))
    expect([forced.reason, aged.reason]).toEqual(['authentication_too_old', 'authentication_too_old'])
  })

  it('is not poisoned by a failed discovery', async () => {
    const adapter = bench().create()
    await bench().arm('discovery-404')
    expect((await failureOf(adapter.beginLogin(bench().request()))).reason).toBe('provider_unavailable')
    expect((await bench().logIn(adapter)).pid).toBe(bench().pid)
  })

  it('reads the metadata once a day', async () => {
    const adapter = bench().create()
    await adapter.beginLogin(bench().request())
    await bench().arm('discovery-404')
    await adapter.beginLogin(bench().request())
    bench().clock.now += 24 * 3600
    expect((await failureOf(adapter.beginLogin(bench().request()))).reason).toBe('provider_unavailable')
  })

  it('takes a fault from the panel on the page too', async () => {
    const failure = await failureOf(bench().logIn(bench().create(), { fault: 'nonce-wrong' }))
    expect(failure.reason).toBe('provider_answer_invalid')
  })

  it('reports a provider that nobody answers for', async () => {
    const adapter = bench().create({ settings: { issuer: 'http://localhost:1/nobody' } })
    const failure = await failureOf(adapter.beginLogin(bench().request()))
    expect(failure.reason).toBe('provider_unavailable')
  })
}
