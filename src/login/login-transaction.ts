import type { LoginRequest } from '#idp-adapters/contract.ts'
import type { Reason } from '#src/http/reasons.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'

/**
 * One trip to a provider, from our redirect to its callback. Found by the random `state`, bound to one browser, used
 * once. What was asked for is read from here at the callback, never from the browser.
 */
export interface LoginTransaction {
  readonly uid: string
  readonly providerId: string
  readonly request: LoginRequest
  readonly memo: string
  /** How the provider was asked to answer; absent: in the query. */
  readonly answerMode?: 'form_post'
  /** Digest of the browser that began it. */
  readonly browser: string
}

const kind = 'login-transaction'
const usedKind = 'login-transaction-used'

export function keepTransaction(unit: UnitOfWork, transaction: LoginTransaction, ttlSeconds: number): void {
  unit.put(kind, transaction.request.state, transaction, ttlSeconds)
}

/** Looks without taking. */
export async function findTransaction(unit: UnitOfWork, state: string): Promise<LoginTransaction | undefined> {
  // Written by keepTransaction alone, and sealed.
  return (await unit.get(kind, state)) as LoginTransaction | undefined
}

/** Takes it: of several callbacks with one `state` the commit of one alone succeeds. */
export function takeTransaction(unit: UnitOfWork, transaction: LoginTransaction, ttlSeconds: number): void {
  const { state } = transaction.request
  unit.claim(usedKind, state, ttlSeconds, { reason: 'page_expired' })
}

/** A refusal that the login page shows until the person chooses again. */
export interface LoginRefusal {
  readonly reason: Reason
  readonly providerId: string
  /** Level that was proved, if any. */
  readonly level?: number
  readonly reference: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

const refusalKind = 'login-refusal'

export function keepRefusal(unit: UnitOfWork, uid: string, refusal: LoginRefusal, ttlSeconds: number): void {
  unit.put(refusalKind, uid, refusal, ttlSeconds)
}

export async function findRefusal(unit: UnitOfWork, uid: string): Promise<LoginRefusal | undefined> {
  // Written by keepRefusal alone, and sealed.
  return (await unit.get(refusalKind, uid)) as LoginRefusal | undefined
}

export function forgetRefusal(unit: UnitOfWork, uid: string): void {
  unit.delete(refusalKind, uid)
}
