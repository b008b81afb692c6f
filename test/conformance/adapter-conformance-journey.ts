import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { coreFaults } from '#idp-adapters/simulators/core/faults.ts'
import { personas } from '#idp-adapters/simulators/core/personas.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { expectSilentLog, jwtsIn, pidsIn } from '../support/attack-bench.ts'
import { type AuditLine, lastAuditSeq, readAudit } from '../support/audit.ts'
import { type Journey, type Login, loginAs, startTestBroker, type TestBroker } from '../support/broker.ts'
import { expectRefusedLogin } from '../support/refusals.ts'
import { armFault, type LoginChoices } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'
import type { AdapterUnderTest } from './adapter-bench.ts'
import { tamperings, withoutIss } from './adapter-conformance-flow.ts'
import { expectedOutcomes, faultsByStep, type Outcome } from './adapter-faults.ts'

/** A national service at level 4 of the hospital that the simulated regions speak for: every adapter may serve it. */
const clientId = 'epj-fjord'

/** Faults that need a provider of which nothing is remembered, or one of whom little patience is had. */
const needsFresh = ['discovery-404', 'token-hang']
/** Long for a simulator on this machine, so that only what hangs runs into it. */
const patienceSeconds = 3

/** Every way a login can end, through the whole broker: page, client's error, audit record, and nothing given out. */
export function describeJourney(subject: AdapterUnderTest): void {
  describe(`a login through ${subject.kind.kind}, to the end`, () => {
    let broker: TestBroker
    let client: TestClient
    beforeAll(async () => {
      broker = await startWith(subject, {})
      client = await broker.client(clientId)
    })
    afterAll(() => broker.close())

    const expected = expectedOutcomes(subject)
    it('has a row for every fault of its simulator, and for every step of acceptance', async () => {
      const answer = await fetch(`${broker.simulatorsUrl}/${subject.providerId}/control`)
      const listed = z.array(z.object({ id: z.string() })).parse(await answer.json())
      expect([...expected.keys()].sort()).toEqual(listed.map(({ id }) => id).sort())
      const published = new Set(coreFaults.map(({ id }) => id))
      expect(new Set(Object.values(faultsByStep).flatMap((faults) => Object.keys(faults)))).toEqual(published)
      expect(Object.keys(faultsByStep).map((step) => step[0])).toEqual([...'12345678'])
    })

    const rows = [...expected].filter(([fault]) => !needsFresh.includes(fault))
    const isAnswered = ([, outcome]: readonly [string, Outcome]) => outcome !== 'no answer'
    const title = 'the fault %s ends as %s'
    const tryFault = async (fault: string, outcome: Outcome) => {
      // A login that is reused is refused only where a new one was demanded.
      const parameters = outcome === 'authentication_too_old' ? { prompt: 'login' } : {}
      const choices = subject.refusals.find((refusal) => refusal.choices.fault === fault)?.choices ?? {}
      await armFault(broker.simulatorsUrl, subject.providerId, fault, 3)
      await expectOutcome({ broker, client, subject, outcome, parameters, choices })
      await armFault(broker.simulatorsUrl, subject.providerId, null)
    }
    it.each(rows.filter(isAnswered))(title, tryFault)

    // A state that is not ours never reaches a login (`test/attacks/upstream-callback.test.ts`), nor do doubled parameters.
    const answers = [...tamperings, ...(subject.sendsIss === undefined ? [withoutIss] : [])]
    it.each(answers.filter(([what]) => !/state|two/.test(what)))('an answer with %s ends it', async (_what, tamper) => {
      await expectOutcome({ broker, client, subject, outcome: 'provider_answer_invalid', tamper })
    })

    it.each(subject.refusals)('it ends as $reason when $title', async ({ choices, reason }) => {
      await expectOutcome({ broker, client, subject, outcome: reason, choices })
    })

    it.each(subject.logins)('with $choices it ends as its level $level says', async ({ choices, level, method }) => {
      const refusal = method === 'minid' ? 'minid_refused' : 'level_too_low'
      const low = method === 'employer' ? 'employer_level_low' : refusal
      const outcome = level === 4 ? 'login' : low
      const record = await expectOutcome({ broker, client, subject, outcome, choices })
      expect(record?.level).toBe(level)
    })

    // Last: the provider is left in the middle of a login.
    const unanswered = rows.filter((row) => !isAnswered(row))
    if (unanswered.length > 0) it.each(unanswered)(title, tryFault)

    it('ends as provider_unavailable when the provider is not found, or never answers', async () => {
      const other = await startWith(subject, { timeout_seconds: patienceSeconds })
      try {
        const parts = { broker: other, client: await other.client(clientId), subject }
        for (const fault of needsFresh) {
          await armFault(other.simulatorsUrl, subject.providerId, fault)
          // The browser is sent straight there, and meets the refusal before it has left.
          const provider = fault === 'discovery-404' ? 'none' : subject.providerId
          await expectOutcome({ ...parts, provider, outcome: expected.get(fault) ?? 'login' })
        }
        await expectOutcome({ ...parts, outcome: 'login' })
      } finally {
        await other.close()
      }
    })
  })
}

function startWith(subject: AdapterUnderTest, changes: Readonly<Record<string, unknown>>): Promise<TestBroker> {
  const { kind, providerId } = subject
  const entry = {
    id: providerId,
    kind: kind.kind,
    name: { nb: 'Prøven', nn: 'Prøven', en: 'The test' },
    client_key_file: `development-keys/${subject.clientKey ?? 'idp-client'}.jwk.json`,
    settings: {
      issuer: `\${TILLIT_SIMULATORS_URL}/${providerId}`,
      client_id: 'tillit',
      ...subject.settings,
      ...changes,
    },
  }
  return startTestBroker({}, { identity_providers: [entry] }, adapterKinds.includes(kind) ? [] : [kind])
}

interface Attempt {
  readonly broker: TestBroker
  readonly client: TestClient
  readonly subject: AdapterUnderTest
  readonly outcome: Outcome
  /** Pressed on a page of ours; default the subject's. */
  readonly provider?: string
  readonly choices?: LoginChoices
  readonly parameters?: Readonly<Record<string, string>>
  readonly tamper?: NonNullable<Journey['tamper']>
}

/** @returns the one record of the login; none where the provider never sent the person back. */
async function expectOutcome(attempt: Attempt): Promise<AuditLine | undefined> {
  const { broker, subject, outcome } = attempt
  const before = lastAuditSeq(broker.dataDir)
  if (outcome === 'no answer') {
    await expect(logIn(attempt)).rejects.toThrow(/a page without form|no end after/)
    expect(readAudit(broker.dataDir, before)).toEqual([])
    return undefined
  }
  const login = await logIn(attempt)
  const record =
    outcome === 'login' ? expectCode(attempt, login, before) : await expectRefusal(attempt, login, outcome, before)
  expect(record).toMatchObject({ client_id: clientId, idp: subject.providerId, details: { minimum_level: 4 } })
  expectNobodyIn(record)
  expectSilentLog(broker)
  return record
}

function logIn({ client, subject, choices, parameters = {}, provider, tamper }: Attempt): Promise<Login> {
  const { persona = 'P01', ...rest } = { ...subject.person?.choices, ...choices }
  const journey = { provider: provider ?? subject.providerId, choices: rest, parameters }
  return loginAs(client, persona, { ...journey, ...(tamper === undefined ? {} : { tamper }) })
}

const loginsOf = (records: readonly AuditLine[]) => records.filter(({ event }) => event.startsWith('login.'))

function expectCode({ broker }: Attempt, login: Login, before: number): AuditLine {
  expect(login.code).not.toBe('')
  const records = readAudit(broker.dataDir, before)
  expect(records.map(({ event }) => event)).toEqual(['login.completed', 'code.issued'])
  const [record] = loginsOf(records)
  if (record === undefined) throw new Error('a login without its record')
  expect(record.outcome).toBe('done')
  return record
}

async function expectRefusal(
  { broker, client }: Attempt,
  login: Login,
  reason: Reason,
  before: number,
): Promise<AuditLine> {
  await expectRefusedLogin({ broker, client, login }, reason)
  // In the same browser nobody is logged in.
  const silent = await loginAs(client, 'P01', { browser: login.browser, parameters: { prompt: 'none' } })
  expect([silent.code, silent.returned.get('error')]).toEqual(['', 'login_required'])
  const records = readAudit(broker.dataDir, before)
  const [record, ...more] = loginsOf(records)
  if (record === undefined) throw new Error('a refused login without its record')
  expect(more).toEqual([])
  const event = reason === 'cancelled' ? 'login.cancelled' : 'login.refused'
  expect(record).toMatchObject({ event, outcome: 'refused', reason, reason_number: reasons[reason].number })
  const given = ['code.issued', 'token.issued', 'session.ended']
  expect(records.filter((each) => given.includes(each.event))).toEqual([])
  return record
}

/** The person stands in the trail sealed, and nowhere in clear. */
function expectNobodyIn({ person: _sealed, ...record }: AuditLine): void {
  const text = JSON.stringify(record)
  expect([...pidsIn(text), ...jwtsIn(text)]).toEqual([])
  for (const { pid, name, previous_pids } of personas) {
    for (const personal of [pid, name, ...previous_pids]) expect(text).not.toContain(personal)
  }
}
