import type { Context } from 'koa'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import type { LoginRoom } from './login-room.ts'
import type { LoginAttempt } from './login-transaction.ts'
import type { Offer } from './offer.ts'
import { serviceOf } from './service-of.ts'

/**
 * The page for somebody whom we sent to a provider and who is here again without an answer of it: stuck there, pressed
 * Back, opened the window again. It waits for a button, and nothing on it moves by itself.
 */
export function showWaiting(
  room: LoginRoom,
  ctx: Context,
  interaction: LiveInteraction,
  offer: Offer,
  { providerId }: LoginAttempt,
): void {
  const { registry, forms, config } = room
  room.pages.send(ctx, {
    uiLocales: interaction.uiLocales,
    kind: registry().client(interaction.clientId)?.kind,
    page: (language, support) => ({
      name: 'waiting',
      model: {
        action: ctx.path,
        csrf: forms.make(interaction.uid, room.browserOf(ctx)),
        service: serviceOf(registry(), interaction.clientId),
        origin: new URL(config.issuer).host,
        provider: offer.nameOf(providerId, language),
        canContinue: offer.offeredIds.includes(providerId),
        providers: offer.inLanguage(language),
        deadline: new Date(interaction.expiresAt * 1000),
        support,
      },
    }),
  })
}
