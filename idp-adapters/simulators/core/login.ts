import { type Answer, answerPage, answerRedirect } from './answer.ts'
import { buildCodeResponse, buildErrorResponse } from './authorization-response.ts'
import { type Exchange, readForm } from './exchange.ts'
import type { OpState, Transaction } from './op-state.ts'
import { renderPage, renderTransaction } from './page.ts'
import { answerAfterForm } from './send-answer.ts'
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
    op.phones.forget(transaction.progress.phoneRequestId ?? '')
    const url = buildErrorResponse(op, request, op.provider.refuse(problem ?? transaction.lastCode))
    return answerAfterForm(op, request, url, language)
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
  progress.fault = transaction.fault ?? progress.fault ?? op.armed.take('page')
  const outcome = flow.steps(progress)[transaction.step]?.submit(progress, form, op.now())
  if (outcome?.kind === 'again') {
    const { message, code } = outcome
    transaction.message = message
    transaction.lastCode = code === undefined ? undefined : { code, text: message }
  }
  if (outcome?.kind === 'problem') transaction.problem = outcome.problem
  if (outcome?.kind !== 'next') return undefined
  transaction.step += 1
  progress.stepBeganAt = op.now()
  progress.wrongTries = 0
  transaction.lastCode = undefined
  return transaction.step < flow.steps(progress).length ? undefined : finish(op, transaction, flow)
}

function finish(op: OpState, { id, request, language, progress, fault }: Transaction, flow: EidFlow): Answer {
  const { pid, persona, variant, level } = progress
  if (pid === undefined) throw new Error('a login without a person')
  op.transactions.take(id)
  if (isDeadEnd(op, progress.fault)) return answerDeadEnd(op, language)
  const login: ProvenLogin = {
    method: flow.method,
    variant: variant ?? flow.method,
    pid,
    persona,
    level,
    authTime: op.now(),
  }
  const { sid, headers } = startSession(op, login)
  return answerAfterForm(op, request, buildCodeResponse(op, { request, login, sid, fault }), language, headers)
}

function isDeadEnd(op: OpState, chosen: string | undefined): boolean {
  return op.provider.ownFaults.some((fault) => fault.point === 'page' && fault.isDeadEnd && fault.id === chosen)
}

/** A page without a way back, as AD FS leaves people on: the service that waits must have a time-out of its own. */
function answerDeadEnd(op: OpState, language: Transaction['language']): Answer {
  const [title, text] =
    language === 'en'
      ? ['An error occurred', 'Contact your administrator. There is no way back to the service from here.']
      : ['Det oppstod en feil', 'Kontakt administrator. Herfra fører ingen vei tilbake til tjenesten.']
  return answerPage(200, renderPage(op, language, title, `<p>${text}</p>`))
}

function chooseFault(op: OpState, transaction: Transaction, id: string): void {
  const fault = op.faults.find((candidate) => candidate.id === id)
  if (fault === undefined) return
  if (fault.point === 'discovery') op.armed.arm(fault, 1)
  else transaction.fault = fault.id
}
