import type { z } from 'zod'
import type { Operation } from './operation.ts'

type Members = Readonly<Record<string, unknown>>

/** Every status that an operation answers with, as OpenAPI's `responses`. */
export function responsesOf(operation: Operation, refTo: (schema: z.ZodType) => Members, problem: Members): Members {
  const refusal = { content: { 'application/problem+json': { schema: problem } } }
  return {
    ...Object.fromEntries(statusesOf(operation).map((status) => [status, answerOf(operation, status, refTo)])),
    ...Object.fromEntries(refusalsOf(operation).map(([status, text]) => [status, { description: text, ...refusal }])),
  }
}

function statusesOf({ method, answer, statuses }: Operation): readonly number[] {
  return statuses ?? [method === 'DELETE' && answer === undefined ? 204 : 200]
}

function answerOf({ answer }: Operation, status: number, refTo: (schema: z.ZodType) => Members): Members {
  const description = { 200: 'Done.', 201: 'Created.', 204: 'Done; there is nothing to show.' }[status] ?? 'Done.'
  if (status === 204) return { description }
  if (answer === undefined) return { description, content: { 'application/jsonl': { schema: { type: 'string' } } } }
  return { description, content: { 'application/json': { schema: refTo(answer) } } }
}

const refusalTexts = {
  400: 'The request has not the form that the operation takes, or no reason.',
  401: 'The access token or its proof is not valid here.',
  403: 'The token lacks the scope, or not all of it is yours to do.',
  404: 'There is no such thing among what is yours.',
  409: 'It can not be done as things stand; `detail` says why.',
  412: 'Somebody else has changed it since you looked at it.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'It contradicts the registry’s rules; `errors` has every place. Nothing was applied.',
  428: 'Neither If-Match nor If-None-Match was sent.',
  429: 'The client asks too often; Retry-After says when to go on.',
  503: 'The store does not answer; try again later.',
} as const

/** Every status that a refusal of it can have, with what it means. */
function refusalsOf({ params, body, headers, refusals = [] }: Operation): readonly (readonly [string, string])[] {
  const statuses = new Set<number>([400, 401, 403, 429, 503, ...refusals])
  if (Object.keys(params.shape).length > 0) statuses.add(404)
  if (headers.includes('if-match')) statuses.add(412)
  if (headers.includes('if-none-match')) statuses.add(428)
  if (body !== undefined) for (const status of [413, 415]) statuses.add(status)
  if (body !== undefined && headers.includes('tillit-reason')) statuses.add(422)
  return Object.entries(refusalTexts).filter(([status]) => statuses.has(Number(status)))
}
