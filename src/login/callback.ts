import type { Context } from 'koa'
import { LoginFailure } from '#idp-adapters/contract.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { randomToken } from '#src/operations/random.ts'
import { judgeIdentity } from './judge-identity.ts'
import type { LoginRoom, Step } from './login-room.ts'
import {
  findTransaction,
  keepRefusal,
  type LoginRefusal,
  type LoginTransaction,
  takeTransaction,
} from './login-transaction.ts'
import { lastUsedCookie } from './offer.ts'
import type { Provider } from './providers.ts'
import { makeRefusal, refusalOf } from './refusal-of.ts'

const lastUsedSeconds = 180 * 24 * 3600

/**
 * GET /login/callback/:provider: the way back from a provider. Checks that it is our transaction, this browser and this
 * provider; takes the transaction; lets the adapter verify; judges; and leaves the login for the engine.
 */
export const completeLogin: Step = async (room, ctx) => {
  const transaction = await takeOnce(room, ctx)
  if (transaction === undefined) return
  const { uid, providerId } = transaction
  const provider = room.providers.get(providerId)
  if (provider === undefined) throw new BrokerError('provider_unknown', 'the provider is no longer configured')
  const outcome = await verifyAndJudge(room, ctx, transaction, provider)
  await room.inUnit(async (unit) => {
    if ('refusal' in outcome) {
      keepRefusal(unit, uid, outcome.refusal, room.config.lifetimes.interactionSeconds)
      await unit.commit('success')
      return redirect(ctx, `/login/${uid}`)
    }
    const done = await room.interactions.complete(uid, outcome.login, ctx)
    if (done === undefined) throw new BrokerError('page_expired', 'the login took too long')
    await unit.commit('success')
    await room.interactions.sendNotices(done.notices)
    rememberProvider(ctx, providerId, room.config.issuer)
    const { level, method } = outcome.login
    room.log.info({ idp: providerId, method, level }, 'login completed')
    room.metrics.countLogin(providerId, 'completed')
    redirect(ctx, done.returnTo)
  })
}

/** @returns undefined when the browser was sent on because this callback was answered before. */
async function takeOnce(room: LoginRoom, ctx: Context): Promise<LoginTransaction | undefined> {
  return room.inUnit(async (unit) => {
    const { state } = ctx.query
    const transaction = typeof state === 'string' ? await findTransaction(unit, state) : undefined
    if (transaction === undefined) throw new BrokerError('page_expired', 'no login is waiting for this answer')
    if (transaction.browser !== room.browserOf(ctx)) {
      throw new BrokerError('other_browser', 'this login was begun in another browser')
    }
    if (ctx.path !== `/login/callback/${transaction.providerId}`) {
      throw new BrokerError('provider_answer_invalid', 'the answer came to the address of another provider')
    }
    takeTransaction(unit, transaction, room.config.lifetimes.interactionSeconds)
    const taken = await unit.commit('success')
    if (taken.committed) return transaction
    // A reload or a second tab: on to wherever the login stands.
    redirect(ctx, await whereTheLoginStands(room, transaction.uid))
    return undefined
  })
}

async function whereTheLoginStands(room: LoginRoom, uid: string): Promise<string> {
  const interaction = await room.interactions.byUid(uid)
  if (interaction === undefined) throw new BrokerError('page_expired', 'this login has ended')
  return interaction.isAnswered ? interaction.returnTo : `/login/${uid}`
}

async function verifyAndJudge(
  room: LoginRoom,
  ctx: Context,
  transaction: LoginTransaction,
  provider: Provider,
): Promise<
  { readonly refusal: LoginRefusal } | { readonly login: Parameters<LoginRoom['interactions']['complete']>[1] }
> {
  const { request, memo, uid } = transaction
  const interaction = await room.inUnit(() => room.interactions.byUid(uid))
  if (interaction === undefined) throw new BrokerError('page_expired', 'the login took too long')
  try {
    const url = new URL(room.config.issuer + ctx.originalUrl)
    const identity = await provider.adapter.completeLogin({ url, request, memo })
    room.providers.reportAnswer(provider.id)
    const judgement = judgeIdentity({
      identity,
      adapter: provider.adapter,
      cap: provider.levelCap,
      demand: interaction.demand,
      environment: room.config.environment,
      loginId: randomToken(),
      subjectOf: room.subjectOf,
      onBehalfOf: request.onBehalfOf,
    })
    if ('login' in judgement) return judgement
    const { refused: reason, level } = judgement
    return { refusal: makeRefusal(room, provider.id, { reason, level }) }
  } catch (error) {
    if (!(error instanceof LoginFailure)) throw error
    if (error.reason === 'provider_unavailable') room.providers.reportSilence(provider.id)
    return { refusal: refusalOf(room, provider.id, error) }
  }
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
