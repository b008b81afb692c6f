import { federationSettings } from '../federation/settings.ts'

/** `profile` may add the name to the ID token when the eID is BankID or Buypass. */
export const idPortenSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid profile'),
})
