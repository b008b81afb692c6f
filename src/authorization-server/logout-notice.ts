/** A client that took part in a session and is to be told that it ended (OpenID Connect Back-Channel Logout 1.0). */
export interface LogoutNotice {
  readonly id: string
  readonly clientId: string
  readonly subject: string
  readonly sid: string
  /** Epoch seconds. */
  readonly createdAt: number
  readonly attempts: number
  /** Epoch seconds: nobody sends it before. */
  readonly dueAt: number
}

/** What came of one attempt. `gone`: the client, or its address, is no longer registered. */
export type Attempt = 'told' | 'failed' | 'gone'

/** What is left of a notice when it is done with, for the operator. Names no person. */
export interface LogoutReceipt {
  readonly id: string
  readonly clientId: string
  readonly createdAt: number
  readonly attempts: number
  readonly state: 'delivered' | 'given_up' | 'not_registered'
  readonly finishedAt: number
}

/** Seconds from one attempt to the next; the last holds for all that follow. */
const pauses = [5, 30, 120, 600, 1800, 3600]

/** Seconds after which a client that never answered is given up: its own sessions have ended by then. */
const giveUpSeconds = 24 * 3600

/** What becomes of a notice after an attempt: done with, or due again later. */
export function afterAttempt(notice: LogoutNotice, attempt: Attempt, nowSeconds: number): LogoutNotice | LogoutReceipt {
  const attempts = notice.attempts + 1
  const pause = pauses[Math.min(attempts, pauses.length) - 1] ?? 0
  const isLast = nowSeconds + pause > notice.createdAt + giveUpSeconds
  if (attempt === 'failed' && !isLast) return { ...notice, attempts, dueAt: nowSeconds + pause }
  const { id, clientId, createdAt } = notice
  return { id, clientId, createdAt, attempts, state: states[attempt], finishedAt: nowSeconds }
}

const states = { told: 'delivered', failed: 'given_up', gone: 'not_registered' } as const
