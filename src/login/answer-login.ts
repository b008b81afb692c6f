import type { Language } from '#idp-adapters/contract.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readForm } from '#src/http/form-body.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { loginRefused } from './audit-entries.ts'
import { beginLogin } from './begin-login.ts'
import { liveInteraction } from './choose-page.ts'
import { leaveEndedLogin } from './leave-ended.ts'
import type { Step } from './login-room.ts'
import { findAttempt, findRefusal } from './login-transaction.ts'
import { serviceOf } from './service-of.ts'

/**
 * POST /login/:uid: the person chose a provider (`idp`), wants to try the last one again (`continue`), or wants to go back
 * to the service (`back`), which works as long as the service has had no answer.
 */
export const answerLogin: Step = async (room, ctx) => {
  const form = await readForm(ctx)
  await room.inUnit(async (unit) => {
    if (form.has('back') && (await leaveEndedLogin(room, ctx, unit, form.get('csrf')))) return
    const interaction = await liveInteraction(room, ctx)
    room.forms.check(ctx, form.get('csrf'), interaction.uid, room.browserOf(ctx))
    const { uiLocales } = interaction
    const { name: service } = serviceOf(room.registry(), interaction.clientId)
    if (form.has('back')) {
      const refusal = await findRefusal(unit, interaction.uid)
      const ended = await room.interactions.refuse(
        interaction.uid,
        refusal?.reason ?? 'cancelled',
        refusal === undefined ? 'the person went back without logging in' : `the login was refused: ${refusal.reason}`,
      )
      // A refused login was recorded when it was refused.
      if (refusal === undefined) await room.audit.append(loginRefused(room, { interaction }, 'cancelled'))
      await unit.commit('success')
      if (ended === undefined) throw new BrokerError('page_expired', 'the login has ended')
      return room.pages.hop(ctx, { name: () => service, url: ended.returnTo, uiLocales })
    }
    const chosen = form.get('idp') ?? (form.has('continue') ? await lastChosen(unit, interaction.uid) : undefined)
    if (chosen === undefined) throw new BrokerError('request_invalid', 'the form names no provider')
    const start = await beginLogin(room, ctx, unit, interaction, chosen)
    if ('refusal' in start) {
      ctx.status = 303
      ctx.redirect(ctx.path)
      return
    }
    // Not a redirect: under `form-action 'self'` Chromium stops a form's way to another origin, and the person sees nothing.
    const name = (language: Language) => start.provider.name[language]
    room.pages.hop(ctx, { name, service, chooseAgain: ctx.path, url: start.redirectTo, uiLocales })
  })
}

async function lastChosen(unit: UnitOfWork, uid: string): Promise<string | undefined> {
  return (await findAttempt(unit, uid))?.providerId
}
