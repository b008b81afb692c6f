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

/** The trip that a login is on now. A newer one takes its place, and the older can't be completed any more. */
export interface LoginAttempt {
  readonly state: string
  readonly providerId: string
  readonly redirectTo: string
}

const attemptKind = 'login-attempt'

/** Of several that begin at once the commit of one alone succeeds. Only after {@link findAttempt} in the same unit. */
export function keepAttempt(unit: UnitOfWork, uid: string, attempt: LoginAttempt, ttlSeconds: number): void {
  unit.requireAsRead(attemptKind, uid, { reason: 'page_expired', again: true })
  unit.put(attemptKind, uid, attempt, ttlSeconds)
}

export async function findAttempt(unit: UnitOfWork, uid: string): Promise<LoginAttempt | undefined> {
  // Written by keepAttempt alone, and sealed.
  return (await unit.get(attemptKind, uid)) as LoginAttempt | undefined
}

/** Where a login stands, in one round trip. */
export async function readProgress(
  unit: UnitOfWork,
  uid: string,
): Promise<{ readonly refusal: LoginRefusal | undefined; readonly attempt: LoginAttempt | undefined }> {
  await unit.getMany([
    { kind: refusalKind, id: uid },
    { kind: attemptKind, id: uid },
  ])
  return { refusal: await findRefusal(unit, uid), attempt: await findAttempt(unit, uid) }
}

/** For the commit of what only the newest attempt may do. */
export function requireNewest(unit: UnitOfWork, uid: string): void {
  unit.requireAsRead(attemptKind, uid, { reason: 'attempt_superseded', again: true })
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
