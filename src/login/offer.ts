import type { Context } from 'koa'
import type { Language } from '#idp-adapters/contract.ts'
import type { NoReuse } from '#src/assurance/choose-login.ts'
import { offerProviders } from '#src/assurance/offer-providers.ts'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import type { ChooseModel } from '#src/views/page.ts'
import type { LoginRoom } from './login-room.ts'

/** Cookie with the id of the provider that this browser used last: a convenience, no secret, proves nothing. */
export const lastUsedCookie = 'tillit_last_used'

/** Which providers a person may choose among for this login, ready for the page. */
export interface Offer {
  /** The one to go to without a page. */
  readonly direct: string | undefined
  readonly offeredIds: readonly string[]
  readonly missing: ReturnType<typeof offerProviders>['missing']
  readonly notice: ChooseModel['notice']
  inLanguage(language: Language): ChooseModel['providers']
  nameOf(id: string, language: Language): string
}

export function offerFor(room: LoginRoom, ctx: Context, interaction: LiveInteraction): Offer {
  const { providers } = room
  const lastUsed = ctx.cookies.get(lastUsedCookie, { signed: false })
  const offered = offerProviders(
    providers.all().map((provider) => ({
      id: provider.id,
      highestLevel: providers.highestLevel(provider),
      isUp: providers.isUp(provider.id),
      ...(provider.adapter.employer === undefined ? {} : { employer: provider.adapter.employer }),
      methodWords: provider.adapter.methodWords ?? [],
    })),
    interaction.demand,
    lastUsed,
  )
  const notice = offered.refusedRequest ?? noticeOf(interaction.stepUp)
  return {
    direct: offered.direct,
    offeredIds: offered.offered,
    missing: offered.missing,
    notice,
    nameOf: (id, language) => providers.get(id)?.name[language] ?? id,
    inLanguage: (language) =>
      offered.offered.flatMap((id) => {
        const provider = providers.get(id)
        if (provider === undefined) return []
        const note = provider.note?.[language]
        return [
          { id, name: provider.name[language], lastUsed: id === lastUsed, ...(note === undefined ? {} : { note }) },
        ]
      }),
  }
}

function noticeOf(stepUp: NoReuse | undefined): ChooseModel['notice'] {
  switch (stepUp) {
    case undefined:
    case 'no_login':
    case 'not_reusable':
    // Refused before there is any page with a choice.
    case 'too_young':
    case 'age_unknown':
      return undefined
    default:
      return stepUp
  }
}
