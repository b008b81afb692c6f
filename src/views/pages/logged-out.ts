import type { Language } from '#idp-adapters/contract.ts'
import type { Content } from '../content.ts'
import { fill } from '../fill.ts'
import type { LoggedOutModel } from '../page.ts'
import { safeLink } from '../safe-link.ts'
import type { Texts } from '../texts/texts.ts'

/** After a logout: where it worked, where it may not have, and what to do at a shared computer. */
export function loggedOutContent(model: LoggedOutModel, texts: Texts, language: Language): Content {
  const { loggedOut } = texts
  const { failed, returnTo, stayed = false, support } = model
  const heading = stayed ? loggedOut.stayedHeading : loggedOut.heading
  const link =
    returnTo === undefined
      ? undefined
      : { text: fill(loggedOut.back, { service: returnTo.name }, texts.standIns), href: safeLink(returnTo.url) }
  return {
    title: heading,
    support,
    fields: {
      heading,
      body: stayed ? loggedOut.stayed : bodyOf(model, texts, language),
      failed: failed.length === 0 ? undefined : fill(loggedOut.failed, { failed: listOf(failed, language) }),
      shared: stayed ? undefined : loggedOut.shared,
      link,
      frames: (model.frames ?? []).map(safeLink),
    },
  }
}

function bodyOf({ services, failed }: LoggedOutModel, { loggedOut }: Texts, language: Language): string | undefined {
  const done = services.filter((name) => !failed.includes(name))
  if (done.length > 0) return fill(loggedOut.services, { services: listOf(done, language) })
  return failed.length > 0 ? undefined : loggedOut.noServices
}

/** "A, B and C": British, for the American list has one comma more. */
function listOf(names: readonly string[], language: Language): string {
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format(names)
}
