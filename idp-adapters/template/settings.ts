import { federationSettings } from '../federation/settings.ts'

/** Change: what this provider needs beyond issuer and client id. Secure by default; what weakens is a named value. */
export const templateSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid profile'),
})
