import { expect, it } from 'vitest'
import type { LoginFailureReason } from '#idp-adapters/contract.ts'
import { type AdapterBench, type AdapterUnderTest, expectNothingSecret, failureOf } from './adapter-bench.ts'

/** The calls of one login, in order; each is spoiled in turn. */
const allCalls = ['metadata', 'pushed request', 'token', 'keys'] as const

const htmlAnswer = (status: number) => new Response('<p>x</p>', { status, headers: { 'content-type': 'text/html' } })
const jsonAnswer = (body: string) => new Response(body, { headers: { 'content-type': 'application/json' } })

type Outage = readonly [string, () => Response | Promise<Response>, LoginFailureReason?]

const outages: readonly Outage[] = [
  ['does not connect', () => Promise.reject(new TypeError('fetch failed', { cause: new Error('07918449935') }))],
  ['answers 503 with HTML', () => htmlAnswer(503)],
  ['answers 404 with HTML', () => htmlAnswer(404)],
  ['answers 200 with HTML', () => htmlAnswer(200)],
  [
    'redirects elsewhere',
    () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } }),
  ],
  ['answers endlessly', () => jsonAnswer(' '.repeat(1_100_000))],
  ['answers broken JSON', () => jsonAnswer('{"07918449935'), 'provider_answer_invalid'],
  ['answers JSON of another shape', () => jsonAnswer('["07918449935"]'), 'provider_answer_invalid'],
]

/** Those that end by our time-out. */
const hangs: readonly Outage[] = [
  ['hangs, whatever the signal says', () => new Promise(() => {})],
  ['hangs in the middle of its body', () => new Response(new ReadableStream(), { status: 200 })],
]

/** Seconds. Long for a simulator on this machine, so that only what hangs runs into it. */
const patienceSeconds = 3

/** Each call of a login fails in each way. */
export function describeOutages(subject: AdapterUnderTest, bench: () => AdapterBench): void {
  const title = 'fails in order when the call for $call $title, and works again afterwards'
  const calls = subject.par === undefined ? allCalls : allCalls.filter((call) => call !== 'pushed request')
  it.each(rowsOf(calls, outages))(title, (row) => expectRecovery(bench(), row))
  const rows = rowsOf(calls, hangs)
  // At the same time, since each waits for its time-out; but not where a phone takes one login at a time.
  if (subject.otherPerson === null) it.each(rows)(title, (row) => expectRecovery(bench(), row, patienceSeconds))
  else it.concurrent.each(rows)(title, (row) => expectRecovery(bench(), row, patienceSeconds))
}

type Call = (typeof allCalls)[number]

interface Row {
  readonly call: Call
  readonly index: number
  readonly title: string
  readonly answer: Outage[1]
  readonly reason: LoginFailureReason
}

function rowsOf(calls: readonly Call[], list: readonly Outage[]): readonly Row[] {
  return calls.flatMap((call, index) =>
    list.map(([title, answer, reason = 'provider_unavailable']) => ({ call, index, title, answer, reason })),
  )
}

async function expectRecovery(bench: AdapterBench, { index, answer, reason }: Row, patience?: number): Promise<void> {
  let count = 0
  const unreliable: typeof fetch = async (input, init) => {
    count += 1
    return count === index + 1 ? answer() : fetch(input, init)
  }
  const settings = patience === undefined ? {} : { timeout_seconds: patience }
  const adapter = bench.create({ settings, parts: { fetch: unreliable } })
  const failure = await failureOf(bench.logIn(adapter))
  expect(failure.reason).toBe(reason)
  expectNothingSecret(failure, [])
  expect((await bench.logIn(adapter)).pid).toBe(bench.pid)
}
