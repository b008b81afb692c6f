import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeptKey, keyRingAt } from '#src/keys/key-ring.ts'
import { dueForRotation, planRotation } from '#src/keys/plan-rotation.ts'
import type { SigningAlgorithm } from '#src/keys/signing-keys.ts'

const retentionSeconds = 7200
const publishAheadSeconds = 600
const algorithms: readonly SigningAlgorithm[] = ['ES256', 'PS256']

const kept = (alg: SigningAlgorithm, sequence: number, activeAt: number): KeptKey => ({
  key: { kty: 'EC', kid: `${alg}-${sequence}`, alg, use: 'sig', d: 'secret' },
  sequence,
  createdAt: activeAt,
  activeAt,
})

/** Plays a random history of rotations, each at a later moment, as `SigningKeyStore.write` would keep it. */
const historyOf = (
  steps: readonly { wait: number; alg: SigningAlgorithm; immediately: boolean; withdraw: boolean }[],
) => {
  let now = 1000
  let keys = algorithms.map((alg) => kept(alg, 1, now))
  for (const { wait, ...request } of steps) {
    now += wait
    const ring = keyRingAt(keys, { now, retentionSeconds })
    const { make, activate, withdraw } = planRotation(ring, request, { now, publishAheadSeconds })
    if (make !== undefined) keys = [...keys, kept(request.alg, make.sequence, make.activeAt)]
    keys = keys.map((one) => ({
      ...one,
      ...(one.key.kid === activate?.key.kid ? { activeAt: now } : {}),
      ...(one.key.kid === withdraw?.key.kid ? { withdrawnAt: now } : {}),
    }))
  }
  return { keys, now }
}

const steps = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 20_000 }),
    alg: fc.constantFrom(...algorithms),
    immediately: fc.boolean(),
    withdraw: fc.boolean(),
  }),
  { maxLength: 12 },
)

describe('the ring of signing keys', () => {
  it('has exactly one active key of each algorithm, first among what is published, at any moment', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 100_000 }), (history, later) => {
        const { keys, now } = historyOf(history)
        const ring = keyRingAt(keys, { now: now + later, retentionSeconds })
        for (const alg of algorithms) {
          const active = ring.keys.filter(({ state, key }) => state === 'active' && key.alg === alg)
          expect(active).toHaveLength(1)
          expect(ring.signing.find((key) => key.alg === alg)?.kid).toBe(active[0]?.key.kid)
        }
      }),
    )
  })

  it('publishes what signed until all of it has run out, and what was withdrawn nowhere', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 7199 }), (history, later) => {
        const { keys, now } = historyOf(history)
        const signedNow = keyRingAt(keys, { now, retentionSeconds }).keys.filter(({ state }) => state === 'active')
        const ring = keyRingAt(keys, { now: now + later, retentionSeconds })
        for (const { key } of signedNow) expect(ring.published.map(({ kid }) => kid)).toContain(key.kid)
        const withdrawn = keys.filter(({ withdrawnAt }) => withdrawnAt !== undefined).map(({ key }) => key.kid)
        expect(ring.known.filter(({ kid }) => withdrawn.includes(String(kid)))).toEqual([])
      }),
    )
  })

  it('moves a key from published to expired, and never shows a private member', () => {
    const keys = [kept('ES256', 1, 0), kept('ES256', 2, 1000), kept('PS256', 1, 0)]
    const at = (now: number) => keyRingAt(keys, { now, retentionSeconds }).keys.map(({ state }) => state)
    expect(at(999)).toEqual(['active', 'next', 'active'])
    expect(at(1000)).toEqual(['retired', 'active', 'active'])
    expect(at(1000 + retentionSeconds)).toEqual(['expired', 'active', 'active'])
    const ring = keyRingAt(keys, { now: 1000 + retentionSeconds, retentionSeconds })
    expect(ring.expired).toEqual([{ kty: 'EC', kid: 'ES256-1', alg: 'ES256', use: 'sig' }])
    expect(JSON.stringify(ring.published)).not.toContain('secret')
  })

  it('makes one successor when the time has come, and not a second', () => {
    const keys = [kept('ES256', 1, 0), kept('PS256', 1, 500)]
    const due = (now: number, more: readonly KeptKey[] = []) =>
      dueForRotation(keyRingAt([...keys, ...more], { now, retentionSeconds }), { now, rotateAfterSeconds: 1000 })
    expect(due(999)).toEqual([])
    expect(due(1000)).toEqual(['ES256'])
    expect(due(1000, [kept('ES256', 2, 1600)])).toEqual([])
    expect(due(1500)).toEqual(['ES256', 'PS256'])
    expect(
      dueForRotation(keyRingAt(keys, { now: 1e9, retentionSeconds }), { now: 1e9, rotateAfterSeconds: 0 }),
    ).toEqual([])
  })
})
