import { LoginFailure } from '#idp-adapters/contract.ts'
import type { Login, LoginNetwork } from '#src/assurance/login.ts'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import type { Reason } from '#src/http/reasons.ts'
import { randomToken } from '#src/operations/random.ts'
import { parsePersonNumber } from '#src/person/pid.ts'
import { confirmPerson } from './confirm-person.ts'
import { judgeIdentity } from './judge-identity.ts'
import type { LoginRoom } from './login-room.ts'
import type { LoginRefusal, LoginTransaction } from './login-transaction.ts'
import type { ProviderAnswer } from './posted-answer.ts'
import type { Provider } from './providers.ts'
import { makeRefusal, refusalOf } from './refusal-of.ts'

/** A login that the provider or the evidence did not carry. */
export interface RefusedLogin {
  readonly refusal: LoginRefusal
  /** Of a person who was identified, but may not log in. */
  readonly pid?: string | undefined
  /** For the operator: what the provider answered. */
  readonly detail?: string | undefined
}

/** Lets the adapter verify the provider's answer, and judges what it proves. */
export async function verifyLogin(
  room: LoginRoom,
  parts: {
    readonly transaction: LoginTransaction
    readonly answer: ProviderAnswer
    readonly provider: Provider
    readonly interaction: Pick<LiveInteraction, 'demand' | 'hintedSubject'>
    /** Of the browser that brought the answer. */
    readonly network: LoginNetwork | undefined
  },
): Promise<RefusedLogin | { readonly login: Login }> {
  const { answer, provider } = parts
  const { demand, hintedSubject } = parts.interaction
  const { request, memo } = parts.transaction
  try {
    const url = new URL(request.redirectUri)
    url.search = new URLSearchParams([...answer.parameters]).toString()
    const identity = await provider.adapter.completeLogin({ url, request, memo })
    room.providers.reportAnswer(provider.id)
    const judgement = judgeIdentity({
      identity,
      adapter: provider.adapter,
      cap: provider.levelCap,
      demand,
      allowedKinds: room.config.personNumbers.allowedKinds,
      loginId: randomToken(),
      subjectOf: room.subjectOf,
      onBehalfOf: request.onBehalfOf,
      network: parts.network,
    })
    const hinted = 'login' in judgement ? checkHint(judgement, hintedSubject) : judgement
    const confirmed = 'login' in hinted ? await confirmPerson(room, hinted, demand) : hinted
    if ('login' in confirmed) return confirmed
    const { refused: reason, level } = confirmed
    return { refusal: makeRefusal(room, provider.id, { reason, level }), pid: parsePersonNumber(identity.pid)?.pid }
  } catch (error) {
    if (!(error instanceof LoginFailure)) throw error
    if (error.reason === 'provider_unavailable') room.providers.reportSilence(provider.id)
    return { refusal: refusalOf(room, provider.id, error), detail: error.detail }
  }
}

/**
 * A client that sends an `id_token_hint` gets that person or nobody: OpenID Connect Core 1.0 section 3.1.2.1. The engine
 * looks at a session that is there already, and not at who then logs in.
 */
function checkHint<Judged extends { readonly login: Login }>(
  judged: Judged,
  subject: string | undefined,
): Judged | { readonly refused: Reason; readonly level: number } {
  if (subject === undefined || judged.login.subject === subject) return judged
  return { refused: 'hint_of_another_person', level: judged.login.level }
}
