import { LoginFailure } from '#idp-adapters/contract.ts'
import type { Demand } from '#src/assurance/demand.ts'
import type { Login, LoginNetwork } from '#src/assurance/login.ts'
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
    readonly demand: Demand
    /** Of the browser that brought the answer. */
    readonly network: LoginNetwork | undefined
  },
): Promise<RefusedLogin | { readonly login: Login }> {
  const { answer, provider, demand } = parts
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
    const confirmed = 'login' in judgement ? await confirmPerson(room, judgement, demand) : judgement
    if ('login' in confirmed) return confirmed
    const { refused: reason, level } = confirmed
    return { refusal: makeRefusal(room, provider.id, { reason, level }), pid: parsePersonNumber(identity.pid)?.pid }
  } catch (error) {
    if (!(error instanceof LoginFailure)) throw error
    if (error.reason === 'provider_unavailable') room.providers.reportSilence(provider.id)
    return { refusal: refusalOf(room, provider.id, error), detail: error.detail }
  }
}
