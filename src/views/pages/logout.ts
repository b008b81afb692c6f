import type { Content } from '../content.ts'
import type { LogoutModel } from '../page.ts'
import type { Texts } from '../texts/texts.ts'

/** Asks before a logout that no ID token of the person came with. */
export function logoutContent(model: LogoutModel, texts: Texts): Content {
  const { logout } = texts
  const { csrf: _csrf, ui_locales: _locales, ...request } = model.fields
  return {
    title: logout.heading,
    support: model.support,
    // The fields ask the same logout again; the form token stays out of the address.
    languageQuery: request,
    fields: {
      heading: logout.heading,
      intro: model.services.length > 0 ? logout.listed : logout.unlisted,
      services: model.services,
      action: model.action,
      hidden: Object.entries(model.fields),
      logout: logout.logout,
      stay: logout.stay,
    },
  }
}
