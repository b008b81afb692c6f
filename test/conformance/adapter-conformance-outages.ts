import { expect, it } from 'vitest'
import type { LoginFailureReason } from '#idp-adapters/contract.ts'
import { type AdapterBench, expectNothingSecret, failureOf } from './adapter-bench.ts'

/** The calls of one login, in order; each is spoiled in turn. */
const calls = ['metadata', 'pushed request', 'token', 'keys'] as const

const htmlAnswer = (status: number) => new Response('<p>x</p>', { status, headers: { 'content-type': 'text/html' } })
const jsonAnswer = (body: string) => new Response(body, { headers: { 'content-type': 'application/json' } })

const outages: readonly (readonly [string, () => Response | Promise<Response>, LoginFailureReason?])[] = [
  ['does not connect', () => Promise.reject(new TypeError('fetch failed', { cause: new Error('07918449935') }))],
  ['hangs, whatever the signal says', () => new Promise(() => {})],
  ['hangs in the middle of its body', () => new Response(new ReadableStream(), { status: 200 })],
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

/** Each call of a login fails in each way. */
export function describeOutages(bench: () => AdapterBench): void {
  const rows = calls.flatMap((call, index) =>
    outages.map(([title, answer, reason = 'provider_unavailable']) => ({ call, index, title, answer, reason })),
  )

  it.each(rows)(
    'fails in order when the call for $call $title, and works again afterwards',
    async ({ index, answer, reason }) => {
      let count = 0
      const unreliable: typeof fetch = async (input, init) => {
        count += 1
        return count === index + 1 ? answer() : fetch(input, init)
      }
      const adapter = bench().create({ settings: { timeout_seconds: 0.3 }, parts: { fetch: unreliable } })
      const failure = await failureOf(bench().logIn(adapter))
      expect(failure.reason).toBe(reason)
      expectNothingSecret(failure, [])
      expect((await bench().logIn(adapter)).pid).toBe('07918449935')
    },
  )
}
