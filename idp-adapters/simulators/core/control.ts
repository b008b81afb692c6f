import { z } from 'zod'
import { type Answer, answerJson } from './answer.ts'
import type { Exchange } from './exchange.ts'
import type { OpState } from './op-state.ts'

const orderSchema = z.union([
  z.strictObject({ fault: z.string(), times: z.number().int().min(1).max(1000).default(1) }),
  z.strictObject({ fault: z.null() }),
])

/**
 * The fault panel over HTTP, for tests: GET lists, POST `{"fault": "<id>", "times": 1}` arms, `{"fault": null}` clears.
 * JSON only, so that no page of another origin can post a form here; there are no CORS headers.
 */
export function answerControl(op: Pick<OpState, 'faults' | 'armed'>, exchange: Exchange): Answer {
  if (exchange.method === 'GET') {
    return answerJson(
      200,
      op.faults.map(({ id, description }) => ({ id, description })),
    )
  }
  if (exchange.contentType !== 'application/json')
    return answerJson(415, { error: 'content type must be application/json' })
  const order = orderSchema.safeParse(parseJson(exchange.body))
  if (!order.success) return answerJson(400, { error: 'expected {"fault": "<id>", "times": 1} or {"fault": null}' })
  if (order.data.fault === null) {
    op.armed.clear()
    return answerJson(200, { fault: null })
  }
  const { fault: id, times } = order.data
  const fault = op.faults.find((candidate) => candidate.id === id)
  if (fault === undefined) return answerJson(400, { error: 'unknown fault', allowed: op.faults.map((each) => each.id) })
  op.armed.arm(fault, times)
  return answerJson(200, { fault: id, times })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
