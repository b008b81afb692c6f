import type { Context } from 'koa'
import { BrokerError } from '#src/http/broker-error.ts'
import { readForm, singleParameters } from '#src/http/form-body.ts'
import { randomToken } from '#src/operations/random.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { Step } from './login-room.ts'
import { findTransaction, type LoginTransaction } from './login-transaction.ts'

/** Bytes of one posted answer. A code of AD FS or Entra ID is one to two kilobytes, the rest a few hundred bytes. */
const postedBytes = 8 * 1024

/** Seconds from the post to our own GET, which the browser makes at once. */
const postedSeconds = 60

const kind = 'login-answer-posted'

/** What a provider answered, and how it reached us. */
export interface ProviderAnswer {
  readonly parameters: ReadonlyMap<string, string>
  /** Set when it was posted: where it is kept. */
  readonly handle?: string
}

/**
 * POST /login/callback/:provider: an answer as a form that the browser posts from the provider's page. It comes from
 * another site, so our SameSite cookies are not there and nothing is judged by it: keep it under a random handle and
 * fetch it again with a GET of our own, which brings them. Only an answer that a login waits for is kept at all.
 *
 * @throws {BrokerError} `page_expired` for a state that no login waits with, `provider_answer_invalid` for another
 * provider's address or a provider that was not asked to post, `content_type_wrong`, `body_too_large`,
 * `too_many_requests`.
 * @see OAuth 2.0 Form Post Response Mode
 */
export const parkAnswer: Step = async (room, ctx) => {
  const form = await readForm(ctx, postedBytes)
  await room.inUnit(async (unit) => {
    const { uid } = await waitingLogin(unit, ctx, { parameters: form, handle: '' })
    if (!room.mayTry(uid)) throw new BrokerError('too_many_requests', 'too many answers for one login')
    const handle = randomToken()
    unit.put(kind, handle, Object.fromEntries(form), postedSeconds)
    await unit.commit('success')
    ctx.status = 303
    ctx.redirect(`${ctx.path}?handle=${handle}`)
  })
}

/** The answer that this GET brings or names. @throws {BrokerError} `page_expired` for a handle that is unknown by now. */
export async function findAnswer(unit: UnitOfWork, ctx: Context): Promise<ProviderAnswer> {
  const query = singleParameters(new URLSearchParams(ctx.querystring))
  const handle = query.get('handle')
  if (handle === undefined) return { parameters: query }
  const kept = await unit.get(kind, handle)
  if (kept === undefined) throw new BrokerError('page_expired', 'no answer is kept under this handle')
  // Written by parkAnswer alone from a parsed form, and sealed.
  return { parameters: new Map(Object.entries(kept as Record<string, string>)), handle }
}

/** What is left of a posted answer once it was taken: enough to find where the login stands, and no code. */
export function forgetAnswer(unit: UnitOfWork, { handle, parameters }: ProviderAnswer): void {
  const state = parameters.get('state')
  if (handle !== undefined && state !== undefined) unit.put(kind, handle, { state }, postedSeconds)
}

/**
 * The login that waits for an answer. Its browser is for the caller to check.
 * @throws {BrokerError} `page_expired`, `provider_answer_invalid`.
 */
export async function waitingLogin(unit: UnitOfWork, ctx: Context, answer: ProviderAnswer): Promise<LoginTransaction> {
  const state = answer.parameters.get('state')
  const transaction = state === undefined ? undefined : await findTransaction(unit, state)
  if (transaction === undefined) throw new BrokerError('page_expired', 'no login is waiting for this answer')
  if (ctx.path !== `/login/callback/${transaction.providerId}`) {
    throw new BrokerError('provider_answer_invalid', 'the answer came to the address of another provider')
  }
  const isPosted = answer.handle !== undefined
  if (isPosted !== (transaction.answerMode === 'form_post')) {
    throw new BrokerError('provider_answer_invalid', 'the answer came in another way than it was asked for')
  }
  return transaction
}
