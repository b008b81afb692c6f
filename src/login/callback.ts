import type { Context } from 'koa'
import type { Login } from '#src/assurance/login.ts'
import type { EndedSession } from '#src/authorization-server/interactions.ts'
import { wayBackSeconds } from '#src/authorization-server/way-back.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { type LoginPlace, loginCompleted, loginRefused, sessionEnded } from './audit-entries.ts'
import type { LoginRoom, Step } from './login-room.ts'
import { findAttempt, keepRefusal, type LoginTransaction, requireNewest, takeTransaction } from './login-transaction.ts'
import { lastUsedCookie } from './offer.ts'
import { findAnswer, forgetAnswer, type ProviderAnswer, waitingLogin } from './posted-answer.ts'
import { makeRefusal } from './refusal-of.ts'
import { untilCommitted } from './until-committed.ts'
import { type RefusedLogin, verifyLogin } from './verify-login.ts'

const lastUsedSeconds = 180 * 24 * 3600

/**
 * GET /login/callback/:provider: the way back from a provider, with its answer or the handle of a posted one. Checks that it is our transaction, this browser and this
 * provider; takes the transaction; lets the adapter verify; judges; and leaves the login for the engine.
 */
export const completeLogin: Step = async (room, ctx) => {
  const taken = await takeOnce(room, ctx)
  if (taken === undefined) return
  const { transaction, answer, isNewest } = taken
  const { uid, providerId } = transaction
  const interaction = await room.inUnit(() => room.interactions.byUid(uid))
  const place: LoginPlace = { interaction, providerId }
  try {
    if (interaction === undefined) throw new BrokerError('page_expired', 'the login took too long')
    if (interaction.isAnswered) throw new BrokerError('page_expired', 'the login has ended')
    const provider = room.providers.get(providerId)
    if (provider === undefined) throw new BrokerError('provider_unknown', 'the provider is no longer configured')
    const network = room.networkOf(ctx)
    const outcome = isNewest
      ? await verifyLogin(room, { transaction, answer, provider, interaction, network })
      : { refusal: makeRefusal(room, providerId, { reason: 'attempt_superseded' }) }
    if ('login' in outcome) await leaveLogin(room, ctx, place, uid, outcome.login)
    else await leaveRefusal(room, ctx, place, uid, outcome)
  } catch (error) {
    // The transaction is taken: this login has ended here, without a page of its own.
    if (error instanceof BrokerError) await room.audit.append(loginRefused(room, place, error.reason))
    throw error
  }
}

async function leaveLogin(room: LoginRoom, ctx: Context, place: LoginPlace, uid: string, login: Login): Promise<void> {
  const { providerId, level, method } = login
  let isRecorded = false
  const done = await untilCommitted(room, async () => {
    const left = await room.interactions.complete(uid, login, ctx)
    if (left === undefined) throw new BrokerError('page_expired', 'the login took too long')
    // Before the commit, for after it the engine would take the login. The record tells what the provider proved.
    if (!isRecorded) await room.audit.append(loginCompleted(room, place, login))
    isRecorded = true
    return left
  })
  await tellOthers(room, done.ended)
  rememberProvider(ctx, providerId, room.config.issuer)
  room.log.info({ idp: providerId, method, level }, 'login completed')
  room.metrics.countLogin(providerId, 'completed')
  room.metrics.countBilledLogin(providerId, login.onBehalfOf ?? '')
  redirect(ctx, done.returnTo)
}

/** The session of another person in this browser ended: its clients are told, and the trail. */
async function tellOthers(room: LoginRoom, ended: EndedSession | undefined): Promise<void> {
  if (ended === undefined) return
  await room.audit.append(sessionEnded('another person logged in', ended))
  await room.interactions.sendNotices(ended.lot)
}

async function leaveRefusal(
  room: LoginRoom,
  ctx: Context,
  place: LoginPlace,
  uid: string,
  { refusal, pid, detail }: RefusedLogin,
): Promise<void> {
  const { reason, level } = refusal
  await room.audit.append(
    loginRefused(room, place, reason, { pid, level, ...(detail === undefined ? {} : { detail }) }),
  )
  await room.inUnit(async (unit) => {
    keepRefusal(unit, uid, refusal, room.config.lifetimes.interactionSeconds)
    await unit.commit('success')
    redirect(ctx, `/login/${uid}`)
  })
}

/** @returns undefined when the browser was sent on because this callback was answered before. */
async function takeOnce(
  room: LoginRoom,
  ctx: Context,
): Promise<
  { readonly transaction: LoginTransaction; readonly answer: ProviderAnswer; readonly isNewest: boolean } | undefined
> {
  return room.inUnit(async (unit) => {
    const answer = await findAnswer(unit, ctx)
    const transaction = await waitingLogin(unit, ctx, answer)
    if (transaction.browser !== room.browserOf(ctx)) {
      throw new BrokerError('other_browser', 'this login was begun in another browser')
    }
    forgetAnswer(unit, answer)
    takeTransaction(unit, transaction, room.config.lifetimes.interactionSeconds + wayBackSeconds)
    const newest = await findAttempt(unit, transaction.uid)
    requireNewest(unit, transaction.uid)
    const taken = await unit.commit('success')
    if (taken.committed) return { transaction, answer, isNewest: newest?.state === transaction.request.state }
    // A reload, or a new attempt in this very moment: on to wherever the login stands.
    redirect(ctx, await whereTheLoginStands(room, transaction.uid))
    return undefined
  })
}

async function whereTheLoginStands(room: LoginRoom, uid: string): Promise<string> {
  const interaction = await room.interactions.byUid(uid)
  if (interaction === undefined) throw new BrokerError('page_expired', 'this login has ended')
  return interaction.isAnswered ? interaction.returnTo : `/login/${uid}`
}

function rememberProvider(ctx: Context, providerId: string, issuer: string): void {
  const secure = issuer.startsWith('https:')
  ctx.cookies.set(lastUsedCookie, providerId, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/login',
    maxAge: lastUsedSeconds * 1000,
    signed: false,
  })
}

function redirect(ctx: Context, url: string): void {
  ctx.status = 303
  ctx.redirect(url)
}
