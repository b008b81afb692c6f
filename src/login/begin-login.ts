import type { Context } from 'koa'
import { LoginFailure, type LoginRequest, type LoginStart } from '#idp-adapters/contract.ts'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import { wayBackSeconds } from '#src/authorization-server/way-back.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { randomToken } from '#src/operations/random.ts'
import { decideClient } from '#src/registry/access.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { loginRefused } from './audit-entries.ts'
import type { LoginRoom } from './login-room.ts'
import {
  findAttempt,
  forgetRefusal,
  keepAttempt,
  keepRefusal,
  keepTransaction,
  type LoginRefusal,
  type LoginTransaction,
  readProgress,
} from './login-transaction.ts'
import { offerFor } from './offer.ts'
import type { Provider } from './providers.ts'
import { refusalOf } from './refusal-of.ts'

type Begun = { readonly redirectTo: string; readonly provider: Provider } | { readonly refusal: LoginRefusal }

/**
 * Sends the person to a provider. What the callback needs is committed before the browser leaves. It takes the place of
 * every trip that this login was on before.
 *
 * @throws {BrokerError} `provider_not_allowed` for a provider that this login does not offer, `too_many_requests`,
 * `client_disabled` and `agreements_missing` for a service that was stopped meanwhile.
 */
export async function beginLogin(
  room: LoginRoom,
  ctx: Context,
  unit: UnitOfWork,
  interaction: LiveInteraction,
  providerId: string,
): Promise<Begun> {
  const begun = await begin(room, ctx, unit, interaction, providerId)
  const { committed } = await unit.commit('success')
  if (committed) return begun
  // The other half of a double click was faster: its trip is the one that counts, and the browser waits for ours.
  return room.inUnit(async (fresh) => {
    const attempt = await findAttempt(fresh, interaction.uid)
    const provider = attempt === undefined ? undefined : room.providers.get(attempt.providerId)
    if (attempt === undefined || provider === undefined) {
      throw new BrokerError('temporarily_unavailable', 'try again in a moment')
    }
    return { redirectTo: attempt.redirectTo, provider }
  })
}

async function begin(
  room: LoginRoom,
  ctx: Context,
  unit: UnitOfWork,
  interaction: LiveInteraction,
  providerId: string,
): Promise<Begun> {
  refuseEndedClient(room, interaction.clientId)
  const provider = room.providers.get(providerId)
  // Asked again here: the page that was shown may be old, and a form may be written by anyone.
  if (provider === undefined || !offerFor(room, ctx, interaction).offeredIds.includes(providerId)) {
    throw new BrokerError('provider_not_allowed', 'this provider is not offered for this login')
  }
  if (!room.mayTry(interaction.uid))
    throw new BrokerError('too_many_requests', 'this login went to a provider too often')
  const { refusal: before } = await readProgress(unit, interaction.uid)
  // A session at the provider gave what was refused: the same again would end in the same place.
  const wasRefused = before?.providerId === providerId && before.reason !== 'attempt_superseded'
  const request = requestFor(room, interaction, provider, wasRefused)
  const ttlSeconds = Math.max(1, interaction.expiresAt - room.clock.nowSeconds())
  try {
    const start = await provider.adapter.beginLogin(request)
    room.providers.reportAnswer(providerId)
    const browser = room.browserOf(ctx)
    const { uid } = interaction
    const redirectTo = start.redirectTo.href
    // Longer than the login: whoever comes back too late is still told for which service it was.
    keepTransaction(unit, { uid, providerId, request, browser, ...kept(start) }, ttlSeconds + wayBackSeconds)
    keepAttempt(unit, uid, { state: request.state, providerId, redirectTo }, ttlSeconds + wayBackSeconds)
    forgetRefusal(unit, uid)
    return { redirectTo, provider }
  } catch (error) {
    if (!(error instanceof LoginFailure)) throw error
    if (error.reason === 'provider_unavailable') room.providers.reportSilence(providerId)
    const refusal = refusalOf(room, providerId, error)
    keepRefusal(unit, interaction.uid, refusal, ttlSeconds)
    await room.audit.append(loginRefused(room, { interaction, providerId }, refusal.reason, { detail: error.detail }))
    return { refusal }
  }
}

/** Stopped since the login began: it would be paid for, and lead nowhere. */
function refuseEndedClient(room: LoginRoom, clientId: string): void {
  const allowed = decideClient(room.registry(), clientId)
  if (allowed.kind === 'granted') return
  const { reason, publicDescription, detail } = allowed
  throw new BrokerError(reason, publicDescription, detail === undefined ? {} : { detail })
}

function kept({ memo, answerMode }: LoginStart): Pick<LoginTransaction, 'memo' | 'answerMode'> {
  return { memo, ...(answerMode === undefined ? {} : { answerMode }) }
}

function requestFor(
  room: LoginRoom,
  interaction: LiveInteraction,
  provider: Provider,
  wasRefused: boolean,
): LoginRequest {
  const { demand, onBehalfOf } = interaction
  return {
    redirectUri: `${room.config.issuer}/login/callback/${provider.id}`,
    state: randomToken(),
    minimumLevel: demand.minimumLevel,
    forceLogin: demand.forceLogin || wasRefused || interaction.stepUp !== undefined || !demand.reuseAllowed,
    uiLocales: room.pages.localesOf(interaction.uiLocales),
    ...(demand.maxAgeSeconds === undefined ? {} : { maxAgeSeconds: demand.maxAgeSeconds }),
    ...(demand.methodHint === undefined ? {} : { methodHint: demand.methodHint }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  }
}
