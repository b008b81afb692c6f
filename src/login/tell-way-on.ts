import type { Context } from 'koa'
import { BrokerError } from '#src/http/broker-error.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { explainEnd } from './explain-end.ts'
import type { Step } from './login-room.ts'
import { findTransaction } from './login-transaction.ts'

/**
 * A step whose "this page has expired" becomes what really happened, with the way on: the login took too long, is
 * finished, or belongs to another browser. Without a trace of the login it stays what it was.
 */
export function tellWayOn(step: Step): Step {
  return async function stepWithWayOn(room, ctx) {
    try {
      await step(room, ctx)
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error
      if (error.reason !== 'page_expired' && error.reason !== 'other_browser') throw error
      throw await room.inUnit(async (unit) => {
        const uid = await uidOf(ctx, unit)
        return (uid === undefined ? undefined : await explainEnd(room, ctx, unit, { uid, error })) ?? error
      })
    }
  }
}

/** The login that an address belongs to: its own page, or a callback by the state that it brings. */
async function uidOf(ctx: Context, unit: UnitOfWork): Promise<string | undefined> {
  const { state } = ctx.query
  if (!ctx.path.startsWith('/login/callback/')) return ctx.path.slice('/login/'.length)
  return typeof state === 'string' ? (await findTransaction(unit, state))?.uid : undefined
}
