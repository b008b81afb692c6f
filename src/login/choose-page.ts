import type { Context } from 'koa'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { beginLogin } from './begin-login.ts'
import type { LoginRoom, Step } from './login-room.ts'
import { keepRefusal, type LoginRefusal, readProgress } from './login-transaction.ts'
import { type Offer, offerFor } from './offer.ts'
import { makeRefusal } from './refusal-of.ts'
import { serviceOf } from './service-of.ts'
import { showWaiting } from './waiting-page.ts'

/**
 * GET /login/:uid: the choice of provider, or the refusal that the last attempt ended with, or what to do about an attempt
 * that has not come back, or straight on when there is only one way to go and nothing to explain.
 */
export const showLogin: Step = async (room, ctx) => {
  await room.inUnit(async (unit) => {
    const interaction = await liveInteraction(room, ctx)
    if (interaction.isAnswered) {
      ctx.status = 303
      ctx.redirect(interaction.returnTo)
      return
    }
    const progress = await readProgress(unit, interaction.uid)
    const refusal = progress.refusal ?? (await refuseSession(room, unit, interaction))
    const offer = offerFor(room, ctx, interaction)
    if (refusal !== undefined) return showRefusal(room, ctx, interaction, offer, refusal)
    if (progress.attempt !== undefined) return showWaiting(room, ctx, interaction, offer, progress.attempt)
    if (offer.direct !== undefined && interaction.stepUp === undefined && !askedForPage(ctx)) {
      return goDirectly(room, ctx, unit, interaction, offer.direct)
    }
    showChoice(room, ctx, interaction, offer)
  })
}

/** @throws {BrokerError} `page_expired` */
export async function liveInteraction(room: LoginRoom, ctx: Context): Promise<LiveInteraction> {
  const interaction = await room.interactions.ofBrowser(ctx)
  if (interaction === undefined || ctx.path !== `/login/${interaction.uid}`) {
    throw new BrokerError('page_expired', 'the login has ended or belongs to another browser')
  }
  return interaction
}

/** Changing the language or coming back on purpose shows the page instead of leaving at once. */
function askedForPage(ctx: Context): boolean {
  return ctx.query.lang !== undefined
}

async function goDirectly(
  room: LoginRoom,
  ctx: Context,
  unit: UnitOfWork,
  interaction: LiveInteraction,
  providerId: string,
): Promise<void> {
  const start = await beginLogin(room, ctx, unit, interaction, providerId)
  if ('refusal' in start) return showRefusal(room, ctx, interaction, offerFor(room, ctx, interaction), start.refusal)
  ctx.status = 303
  ctx.redirect(start.redirectTo)
}

/** In the place of a provider's id: what refuses is the login that the session already had. */
const session = '(session)'

/** A person whom no further login can help, known from the login of the session: refused as if by a login just made. */
async function refuseSession(
  room: LoginRoom,
  unit: UnitOfWork,
  { uid, stepUp }: LiveInteraction,
): Promise<LoginRefusal | undefined> {
  if (stepUp !== 'too_young' && stepUp !== 'age_unknown') return undefined
  const refusal = makeRefusal(room, session, { reason: stepUp })
  keepRefusal(unit, uid, refusal, room.config.lifetimes.interactionSeconds)
  await unit.commit('success')
  return refusal
}

function showChoice(room: LoginRoom, ctx: Context, interaction: LiveInteraction, offer: Offer): void {
  const { registry, forms, config } = room
  room.pages.send(ctx, {
    uiLocales: interaction.uiLocales,
    kind: room.registry().client(interaction.clientId)?.kind,
    page: (language, support) => ({
      name: 'choose',
      model: {
        action: ctx.path,
        csrf: forms.make(interaction.uid, room.browserOf(ctx)),
        service: serviceOf(registry(), interaction.clientId),
        origin: new URL(config.issuer).host,
        minimumLevel: neededLevel(interaction),
        providers: offer.inLanguage(language),
        missing: offer.missing.map(({ id, reason }) => ({ name: offer.nameOf(id, language), reason })),
        ...(offer.notice === undefined ? {} : { notice: offer.notice }),
        support,
      },
    }),
  })
}

function showRefusal(
  room: LoginRoom,
  ctx: Context,
  interaction: LiveInteraction,
  offer: Offer,
  refusal: LoginRefusal,
): void {
  const { registry, forms } = room
  const { minimumAge } = interaction.demand
  room.pages.send(ctx, {
    uiLocales: interaction.uiLocales,
    kind: room.registry().client(interaction.clientId)?.kind,
    page: (language, support) => ({
      name: 'refusal',
      model: {
        reason: refusal.reason,
        values: {
          provider: refusal.providerId === session ? '' : offer.nameOf(refusal.providerId, language),
          ...(refusal.level === undefined ? {} : { level: refusal.level }),
          ...(minimumAge === undefined ? {} : { minimumAge }),
        },
        service: serviceOf(registry(), interaction.clientId),
        minimumLevel: neededLevel(interaction),
        alternatives: offer.inLanguage(language),
        action: ctx.path,
        csrf: forms.make(interaction.uid, room.browserOf(ctx)),
        reference: { code: refusal.reference, time: new Date(refusal.at) },
        support,
      },
    }),
  })
}

/** As pages say it: a demand of 2 is told as 3, for no provider here proves less. */
function neededLevel({ demand }: LiveInteraction): 3 | 4 {
  return demand.minimumLevel === 4 ? 4 : 3
}
