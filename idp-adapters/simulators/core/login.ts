import { type Answer, answerHop, answerPage, answerRedirect } from './answer.ts'
import { buildCodeResponse, buildErrorResponse } from './authorization-response.ts'
import { type Exchange, readForm } from './exchange.ts'
import type { OpState, Transaction } from './op-state.ts'
import { renderPage, renderTransaction } from './page.ts'
import { startSession } from './session.ts'
import type { EidFlow, ProvenLogin } from './step.ts'

/** The pages of a login: GET shows where it stands, POST moves it and answers 303 to the same address, or ends it. */
export function answerLogin(op: OpState, exchange: Exchange): Answer {
  const transaction = op.transactions.get(exchange.path.slice('/login/'.length))
  if (transaction === undefined) {
    const text = '<p>Innloggingen er avsluttet eller utløpt. Gå tilbake til tjenesten og start på nytt.</p>'
    return answerPage(400, renderPage(op, 'nb', 'Siden er utløpt', text))
  }
  if (exchange.method === 'GET') return answerPage(200, renderTransaction(op, transaction))
  return move(op, transaction, readForm(exchange)) ?? answerRedirect(`/${op.provider.id}/login/${transaction.id}`)
}

/** @returns the answer that ends the login, or undefined when it goes on. */
function move(op: OpState, transaction: Transaction, form: URLSearchParams): Answer | undefined {
  const { flow, problem, request, language } = transaction
  chooseFault(op, transaction, form.get('fault') ?? '')
  if (form.has('cancel')) {
    op.transactions.take(transaction.id)
    return answerHop(buildErrorResponse(op, request, op.provider.refuse(problem)), language)
  }
  const shown = form.get('step')
  // A page from before (back button, double click) moves nothing: the person is shown where the login stands.
  if (problem || (shown !== null && shown !== `${flow?.method ?? ''}:${transaction.step}`)) return undefined
  transaction.message = undefined
  if (flow === undefined) {
    transaction.flow = op.provider.eids.find((eid) => eid.method === form.get('method'))
    return undefined
  }
  return takeStep(op, transaction, flow, form)
}

function takeStep(op: OpState, transaction: Transaction, flow: EidFlow, form: URLSearchParams): Answer | undefined {
  const { progress } = transaction
  const outcome = flow.steps(progress)[transaction.step]?.submit(progress, form, op.now())
  if (outcome?.kind === 'again') transaction.message = outcome.message
  if (outcome?.kind === 'problem') transaction.problem = outcome.problem
  if (outcome?.kind !== 'next') return undefined
  transaction.step += 1
  progress.stepBeganAt = op.now()
  progress.wrongTries = 0
  return transaction.step < flow.steps(progress).length ? undefined : finish(op, transaction, flow)
}

function finish(op: OpState, { id, request, language, progress, fault }: Transaction, flow: EidFlow): Answer {
  const { pid, persona, variant, level } = progress
  if (pid === undefined) throw new Error('a login without a person')
  op.transactions.take(id)
  const login: ProvenLogin = {
    method: flow.method,
    variant: variant ?? flow.method,
    pid,
    persona,
    level,
    authTime: op.now(),
  }
  const { sid, headers } = startSession(op, login)
  return answerHop(buildCodeResponse(op, { request, login, sid, fault }), language, headers)
}

function chooseFault(op: OpState, transaction: Transaction, id: string): void {
  const fault = op.faults.find((candidate) => candidate.id === id)
  if (fault === undefined) return
  if (fault.point === 'discovery') op.armed.arm(fault, 1)
  else transaction.fault = fault.id
}
