import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AdapterBench, type AdapterUnderTest, failureOf, levelOf } from './adapter-bench.ts'
import { describeFaults } from './adapter-conformance-faults.ts'
import { describeFlow } from './adapter-conformance-flow.ts'
import { describeJourney } from './adapter-conformance-journey.ts'
import { describeOutages } from './adapter-conformance-outages.ts'
import { describeSteps } from './adapter-conformance-steps.ts'

/** What every adapter must do, run against its own simulator. */
export function describeAdapter(subject: AdapterUnderTest): void {
  describe(`the adapter ${subject.kind.kind}`, () => {
    let bench: AdapterBench
    beforeAll(async () => {
      bench = await AdapterBench.open(subject)
    })
    afterAll(() => bench.simulators.close())
    beforeEach(() => bench.arm(null))

    describeLogins(subject, () => bench)
    describeFaults(subject, () => bench)
    describeFlow(subject, () => bench)
    describeSteps(subject, () => bench)
    describeOutages(subject, () => bench)
  })
  describeJourney(subject)
}

function describeLogins(subject: AdapterUnderTest, bench: () => AdapterBench): void {
  it.each(subject.logins)('gives a verified identity for $choices', async ({ choices, method, acr, level }) => {
    const adapter = bench().create()
    const identity = await bench().logIn(adapter, choices)
    expect(identity).toMatchObject({
      providerId: subject.providerId,
      method,
      pid: bench().pid,
      authTime: bench().clock.now,
    })
    expect(identity.evidence).toMatchObject({ issuer: `${bench().simulators.url}/${subject.providerId}`, acr })
    expect(levelOf(adapter, identity)).toBe(level)
  })

  it.each(subject.refusals)('reports that $title', async ({ choices, reason }) => {
    const failure = await failureOf(bench().logIn(bench().create(), choices))
    expect(failure.reason).toBe(reason)
  })

  if (subject.typesNumber === false) return

  it('takes the number that was typed before the persona that was chosen', async () => {
    const identity = await bench().logIn(bench().create(), { persona: 'P05', pid: '15859049823' })
    expect(identity.pid).toBe('15859049823')
  })

  it.each(subject.previousPids)('passes on a number that the person had before, as it came', async (pid) => {
    expect((await bench().logIn(bench().create(), { pid })).pid).toBe(pid)
  })
}
