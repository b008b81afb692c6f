import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { type Answer, answerJson, answerPage, answerRedirect } from '../core/answer.ts'
import { answerControl } from '../core/control.ts'
import { type Exchange, readForm } from '../core/exchange.ts'
import { isKnownCaller } from './check-caller.ts'
import type { RegisterFaultId } from './register-faults.ts'
import { renderRegister } from './register-page.ts'
import type { RegisterState } from './register-state.ts'

const hangMilliseconds = 30_000
const slowMilliseconds = 1000

/** Of a persona (P03), for an answer about somebody else than was asked. */
const otherPid = '18827248629'

const questionSchema = z.strictObject({ identifikator: z.string().max(50) })

/** One register's answer to one request: the look-up, the control, and a page that shows what it is and how it can lie. */
export function answerRegister(state: RegisterState, exchange: Exchange): Answer | Promise<Answer> {
  const { method, path } = exchange
  if (path === '/oppslag' && method === 'POST') return answerQuestion(state, exchange)
  if (path === '/control' && (method === 'GET' || method === 'POST')) return answerControl(state, exchange)
  if (path === '/' && method === 'GET') return answerPage(200, renderRegister(state))
  if (path === '/' && method === 'POST') return armByForm(state, readForm(exchange))
  if (['/oppslag', '/control', '/'].includes(path)) return answerJson(405, { error: 'method_not_allowed' })
  return answerJson(404, { error: 'not_found' })
}

async function answerQuestion(state: RegisterState, exchange: Exchange): Promise<Answer> {
  if (!(await isKnownCaller(state, exchange.authorization))) return answerJson(401, { error: 'unauthorised' })
  const question = questionSchema.safeParse(parseJson(exchange.body))
  if (!question.success) return answerJson(400, { error: 'expected {"identifikator": "<number>"}' })
  const { register } = state
  const { identifikator: pid } = question.data
  const treff = register.hits(pid)
  // Every id that is armed stands in the list of faults.
  const fault = state.armed.take('lookup') as RegisterFaultId | undefined
  switch (fault) {
    case undefined:
      return answerJson(200, { treff })
    case 'down-500':
      return answerJson(500, { error: 'server_error' })
    case 'not-authorised':
      return answerJson(401, { error: 'unauthorised' })
    case 'hang':
      await wait(hangMilliseconds, undefined, { signal: exchange.gone, ref: false })
      return answerJson(200, { treff })
    case 'slow':
      await wait(slowMilliseconds, undefined, { signal: exchange.gone, ref: false })
      return answerJson(200, { treff })
    case 'garbage':
      return answerPage(200, '<!doctype html><title>Gateway</title><p>Gateway</p>')
    case 'cut-json':
      return { ...answerJson(200, {}), body: '{"treff": [{"identifikator"' }
    case 'other-shape':
      return answerJson(200, { hits: treff, treff: [{ status: 'ok' }] })
    case 'no-match':
      return answerJson(200, { treff: [] })
    case 'several-matches':
      return answerJson(200, { treff: [register.somebody(pid), register.somebody(pid)] })
    case 'other-person':
      return answerJson(200, { treff: [register.somebody(otherPid)] })
  }
}

function armByForm(state: RegisterState, form: URLSearchParams): Answer {
  if (form.get('token') !== state.formToken) return answerJson(403, { error: 'the form is not from this page' })
  const fault = state.faults.find(({ id }) => id === form.get('fault'))
  if (fault === undefined) state.armed.clear()
  else state.armed.arm(fault, 1)
  return answerRedirect(`/${state.register.id}/`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
